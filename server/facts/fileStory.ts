import type { Region } from '../regions/region';
import type { CommandFact, Word } from './command';
import { downloadsOf, type DownloadFact } from './download';
import { usesOf, type FileUse } from './fileUse';
import { integrityCheckOf, ownCheck, type IntegrityCheck } from './integrity';
import { ShellNames } from './shellNames';

export interface PlacedCommand {
  readonly fact: CommandFact;
  readonly region: Region;
}

/** Something that happens to a downloaded file, and where. */
export interface FileEvent<Fact> {
  readonly fact: Fact;
  readonly region: Region;
  /** Place in the order of the document's commands. */
  readonly order: number;
}

/** A downloaded file from its arrival until the same file is downloaded again. */
export interface FileStory {
  readonly download: FileEvent<DownloadFact>;
  readonly uses: readonly FileEvent<FileUse>[];
  readonly checks: readonly FileEvent<IntegrityCheck>[];
  /** True where another address may have given the same file: one line for each system, of which one is run. */
  readonly isAlternative: boolean;
}

interface OpenStory extends FileStory {
  readonly uses: FileEvent<FileUse>[];
  readonly checks: FileEvent<IntegrityCheck>[];
  readonly directory: string;
  isOpen: boolean;
  isAlternative: boolean;
}

const checkKinds: readonly IntegrityCheck['kind'][] = ['compared', 'shown', 'malformed'];

/** How many commands behind the unpacking of an archive still count as installing what was in it. */
const unpackReach = 12;

/**
 * Follows the downloaded files of a document through its commands, in the order of the text.
 *
 * Files are told apart by name, with the variables that the document sets put in; a name without a folder
 * and the same name in one are the same file, as nobody follows `cd`. A check that names no file, or none
 * that was downloaded, counts for every file downloaded before it that no earlier snippet used: silence costs
 * less than a false alarm.
 */
export function fileStories(commands: readonly PlacedCommand[]): readonly FileStory[] {
  let stories = known.get(commands);
  if (stories === undefined) known.set(commands, (stories = follow(commands)));
  return stories;
}

/** Several rules ask about the same document. */
const known = new WeakMap<readonly PlacedCommand[], readonly FileStory[]>();

function follow(commands: readonly PlacedCommand[]): readonly FileStory[] {
  const stories: OpenStory[] = [];
  const byName = new Map<string, OpenStory[]>();
  const names = new ShellNames();
  /** Archives unpacked a moment ago, whose content has no name of its own. */
  let unpacked: { readonly story: OpenStory; readonly region: Region; readonly until: number }[] = [];

  const storiesOf = (name: string): readonly OpenStory[] => {
    const { base, directory } = split(names.expand(name));
    return (byName.get(base) ?? []).filter(
      (story) => story.isOpen && isSameFolder(story.directory, directory),
    );
  };
  const open = (name: string, story: OpenStory): void => {
    const { base, directory } = split(names.expand(name));
    const others: OpenStory[] = [];
    for (const earlier of byName.get(base) ?? []) {
      if (earlier === story) continue;
      if (!earlier.isOpen) continue;
      if (!isSameFolder(earlier.directory, directory)) others.push(earlier);
      else if (isAlternativeTo(earlier, story)) {
        earlier.isAlternative = story.isAlternative = true;
        others.push(earlier);
      } else earlier.isOpen = false;
    }
    // Of files of one name in many folders the last few are enough to follow.
    byName.set(base, [...others.slice(-8), story]);
  };
  /** Stories that no check without a name has reached yet: each kind of check once, so that this stays linear. */
  const awaiting = new Map<IntegrityCheck['kind'], OpenStory[]>();

  const checkers = checkersAmong(commands);
  commands.forEach(({ fact: command, region }, order) => {
    names.learn(command);
    const check =
      integrityCheckOf(command) ?? (checkers.has(command.program) ? ownCheck(command) : undefined);
    if (check !== undefined) {
      const named = [
        ...check.files.flatMap(signed),
        ...check.lines.flatMap(lastPart),
        ...check.lists.flatMap(listed),
      ];
      const found = [...new Set(named.flatMap(storiesOf))];
      const isGeneral = found.length === 0 && check.kind !== 'read';
      const list = check.lists.flatMap(({ value }) => storiesOf(value));
      const general = isGeneral ? (awaiting.get(check.kind) ?? []) : [];
      const reached = new Set([
        ...list,
        ...found,
        ...general.filter((story) => !isOverBefore(story, region)),
      ]);
      if (isGeneral) awaiting.delete(check.kind);
      for (const story of reached) if (story.isOpen) story.checks.push({ fact: check, region, order });
    }
    for (const use of usesOf(command)) {
      const found = use.file === undefined ? [] : storiesOf(use.file.value);
      const event = { fact: use, region, order };
      for (const story of found) {
        if (use.kind !== 'renamed') story.uses.push(event);
        if (use.newName !== undefined) open(use.newName, story);
        if (use.kind === 'unpacked') {
          // What an earlier snippet unpacked is installed there; the next one has an archive of its own.
          unpacked = unpacked.filter((earlier) => earlier.region === region);
          unpacked.push({ story, region, until: order + unpackReach });
        }
      }
      if (found.length === 0 && use.mayBeUnpacked) {
        unpacked = unpacked.filter(({ until }) => order <= until);
        for (const { story } of unpacked) story.uses.push(event);
      }
    }
    for (const download of downloadsOf(command)) {
      if (download.file === undefined) continue;
      const [name = '', ...alike] = alternatives(download.file.name);
      const { base, directory } = split(names.expand(name));
      if (base === '') continue;
      const story: OpenStory = {
        download: { fact: download, region, order },
        uses: [],
        checks: [],
        directory,
        isOpen: true,
        isAlternative: false,
      };
      stories.push(story);
      for (const kind of checkKinds) {
        const waiting = awaiting.get(kind);
        if (waiting === undefined) awaiting.set(kind, [story]);
        else waiting.push(story);
      }
      for (const each of [name, ...alike]) open(each, story);
    }
  });
  return stories;
}

/** Functions that the document defines to check files with: they compare, and fetch nothing. */
function checkersAmong(commands: readonly PlacedCommand[]): ReadonlySet<string> {
  const checkers = new Set<string>();
  const fetchers = new Set<string>();
  for (const { fact } of commands) {
    if (fact.inFunction === undefined) continue;
    if (integrityCheckOf(fact)?.kind === 'compared') checkers.add(fact.inFunction);
    if (downloadsOf(fact).some(({ file }) => file !== undefined)) fetchers.add(fact.inFunction);
  }
  for (const name of fetchers) checkers.delete(name);
  return checkers;
}

/** A file that an earlier snippet used up; a check that names no file is none of its. */
function isOverBefore({ uses }: OpenStory, region: Region): boolean {
  const last = uses.at(-1);
  return last !== undefined && last.region !== region;
}

/** Another address of the same file, of which nothing was used yet: only one of the two lines is run. */
function isAlternativeTo(earlier: OpenStory, { download }: OpenStory): boolean {
  const isUnused = earlier.uses.length === 0 && earlier.checks.length === 0;
  return isUnused && earlier.download.fact.url.value !== download.fact.url.value;
}

/** `f.tar.gz{,.sha256}` is both of them, for the shell and for curl's own globbing; no more than a few. */
function alternatives(name: string): readonly string[] {
  const group = /(?<!\$)\{([^{}$]*,[^{}$]*)\}/.exec(name);
  if (group === null) return [name];
  const before = name.slice(0, group.index);
  const after = name.slice(group.index + group[0].length);
  return (group[1] ?? '').split(',', 8).map((part) => before + part + after);
}

/** The file that a list of sums is named after: `f.tar.gz.sha256sum` is that of `f.tar.gz`. */
function listed({ value }: Word): readonly string[] {
  const file = value.replace(/\.(sha\d*(sum)?s?|md5(sum)?|checksum)(\.txt)?$/i, '');
  return file === value ? [] : [file];
}

/** What a word of a check may mean: the file, or for its signature the file that it signs. */
function signed({ value }: Word): readonly string[] {
  const file = value.replace(/\.(asc|sig|sign|gpg|minisig|bundle|sigstore|intoto\.jsonl)$/, '');
  return file === value ? [value] : [value, file];
}

/** The file's name at the end of a line of sums: `"$SUM  eksctl.tar.gz"`, `"$SUM *eksctl.tar.gz"`. */
function lastPart(word: Word): readonly string[] {
  const part = word.value
    .split(/\s+/)
    .filter((piece) => piece !== '' && piece !== '-')
    .at(-1);
  return part === undefined ? [] : [part.replace(/^\*/, '').replace(/\\n$/, '')];
}

function split(path: string): { readonly base: string; readonly directory: string } {
  // `file://x.json` and `@x.json` is how the commands of clouds name a file.
  const clean = path
    .replace(/^(?:fileb?:\/\/|@)/, '')
    .replace(/^(\.\/|\$PWD\/|\$\(pwd\)\/)+/, '')
    .replace(/\/+$/, '');
  const slash = clean.lastIndexOf('/');
  return { base: clean.slice(slash + 1), directory: slash < 0 ? '' : clean.slice(0, slash) };
}

function isSameFolder(a: string, b: string): boolean {
  return a === '' || b === '' || a === b;
}
