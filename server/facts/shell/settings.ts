import type { RegionOf } from '../../regions/region';
import type { CommandFact, Flag, ShellAssignment, Word } from '../command';
import type { SettingFact, SettingSource } from '../fact';
import { known, unknown } from '../reading';
import { commandsOf } from './commands';
import { readSetEntries, type SetEntry } from './helmSet';

/**
 * What a script sets: variables (`X=y`, `export X=y`, `env X=y`), options of commands that have a value, and the
 * entries of `--set` and its kin.
 *
 * In the order of the commands. Ranges are the region's own; commands that are no text of it give none.
 */
export function settingsOf(region: RegionOf<'shell'>): readonly SettingFact[] {
  const found: SettingFact[] = [];
  for (const command of commandsOf(region)) {
    if (!command.isEditable) continue;
    for (const assignment of [...command.assignments, ...command.declarations]) {
      const setting = ofAssignment(assignment, command);
      if (setting !== undefined) found.push(setting);
    }
    const names = namesOfItems(command, region.text);
    for (const flag of command.flags) found.push(...ofFlag(flag, command, names, region.text));
  }
  return found;
}

function ofAssignment(assignment: ShellAssignment, command: CommandFact): SettingFact | undefined {
  const { name, nameRange, value } = assignment;
  if (value === undefined) return undefined;
  return {
    ...setting('assignment', [name], value),
    keyRange: nameRange,
    command: command.program === '' ? undefined : command,
    assignment,
  };
}

/** Programs whose `--set` is Helm's; psql and others mean something else by it. */
const setPrograms = new Set(['', 'helm', 'helmfile', 'istioctl', 'cilium', 'linkerd', 'argocd', 'flux']);

const setFlags: { readonly [flag: string]: 'many' | 'single' | undefined } = {
  '--set': 'many',
  '--set-string': 'many',
  '--helm-set': 'many',
  '--helm-set-string': 'many',
  '--set-json': 'single',
  '--set-literal': 'single',
};

/** An entry of `--set` with the flag that holds it; `isLone` where the flag takes one entry only. */
export interface PlacedEntry extends SetEntry {
  readonly flag: Flag;
  readonly isLone: boolean;
}

/** All entries of a command's `--set` and its kin, in the order of the flags. */
export function setEntriesOf(command: CommandFact, text: string): readonly PlacedEntry[] {
  return command.flags.flatMap((flag) => {
    const kind = kindOfSet(flag.name, command);
    if (kind === undefined || flag.value === undefined) return [];
    const isLone = kind === 'single';
    return readSetEntries(flag.value, text, isLone).map((entry) => ({ ...entry, flag, isLone }));
  });
}

function ofFlag(
  flag: Flag,
  command: CommandFact,
  names: ReadonlyMap<string, string>,
  text: string,
): readonly SettingFact[] {
  const { name, value, word } = flag;
  if (value === undefined) return [];
  const key = name.replace(/^-+/, '');
  const nameEnd = word.range.start + name.length;
  const isWritten = text.slice(word.range.start, nameEnd) === name;
  const whole: SettingFact = {
    ...setting('flag', [key], value),
    keyRange: isWritten ? { start: nameEnd - key.length, end: nameEnd } : word.range,
    command,
  };
  const kind = kindOfSet(name, command);
  if (kind === undefined) return [whole];
  const entries = readSetEntries(value, text, kind === 'single');
  return [whole, ...entries.map((entry) => ofEntry(entry, command, names))];
}

function ofEntry(entry: SetEntry, command: CommandFact, names: ReadonlyMap<string, string>): SettingFact {
  const { path: written, key, value, text } = entry;
  const isItem = written[written.length - 1] === 'value' && key.value.endsWith('].value');
  const name = isItem ? names.get(key.value.slice(0, -'value'.length)) : undefined;
  const path = name === undefined ? written : [...written.slice(0, -1), name];
  return {
    ...setting('set', path, value, text),
    key: path.filter((part) => !part.startsWith('[')).pop() ?? '',
    keyRange: key.range,
    command,
  };
}

/** `X` for the `env[0].` of `env[0].name=X`: what the value beside it is called, as in the same list in YAML. */
function namesOfItems(command: CommandFact, text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const entry of setEntriesOf(command, text)) {
    const { key, value } = entry;
    if (key.value.endsWith('].name') && value.isStatic && entry.text !== '')
      names.set(key.value.slice(0, -'name'.length), entry.text);
  }
  return names;
}

function kindOfSet(name: string, { program }: CommandFact): 'many' | 'single' | undefined {
  if (name === '--from-literal') return 'single';
  return setPrograms.has(program) && Object.hasOwn(setFlags, name) ? setFlags[name] : undefined;
}

function setting(
  source: SettingSource,
  path: readonly string[],
  word: Word,
  text = word.value,
): Omit<SettingFact, 'keyRange'> {
  const withFallback = word.expansions.find((e) => e.fallback !== undefined);
  const fallback =
    withFallback?.fallback === undefined || withFallback.fallbackRange === undefined
      ? undefined
      : { value: withFallback.fallback, range: withFallback.fallbackRange };
  return {
    kind: 'setting',
    path,
    key: path[path.length - 1] ?? '',
    value: word.isStatic ? known(text, word.range) : unknown(word.range),
    valueRange: word.range,
    fallback,
    source,
    entry: undefined,
    maps: [],
    word,
    command: undefined,
    assignment: undefined,
    subject: { kind: 'unknown' },
  };
}
