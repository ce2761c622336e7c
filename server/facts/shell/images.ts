import type { RegionOf } from '../../regions/region';
import { partOfWord } from '../../languages/shell/words';
import type { CommandFact, Word } from '../command';
import type { ImageFact } from '../fact';
import { imageOfText } from '../imageFields';
import { known, unknown } from '../reading';
import { commandsOf } from './commands';
import { settingsOf } from './settings';

/**
 * The images that a script's commands pull or run: `docker run`, `docker pull`, `crictl pull`, `kubectl run --image`,
 * `kubectl set image`, `helm --set image.tag=…`.
 *
 * `docker build -t` names what it makes and is none. A reference that is written with quotes in its middle has no
 * single place and is left out.
 */
export function imagesOf(region: RegionOf<'shell'>): readonly ImageFact[] {
  const found: ImageFact[] = [];
  for (const command of commandsOf(region)) {
    if (!command.isEditable) continue;
    for (const word of imageWords(command, region.text)) {
      const image = imageOf(word);
      if (image !== undefined) found.push({ ...image, isRaw: isRaw(command, image.range.start) });
    }
  }
  for (const { source, path, value, word, command } of settingsOf(region)) {
    if (source !== 'set' || word === undefined || command === undefined) continue;
    const last = path[path.length - 1] ?? '';
    const owner = path[path.length - 2] ?? '';
    if (/image$/i.test(last)) {
      const image = imageOf(word);
      if (image !== undefined)
        found.push({ ...image, shape: 'flag', isRaw: isRaw(command, image.range.start) });
    } else if (last === 'tag' && /image$/i.test(owner) && value.state === 'known') {
      found.push({
        kind: 'image',
        reference: unknown(),
        range: word.range,
        tag: known(value.value, innerRange(word) ?? word.range),
        digest: unknown(),
        shape: 'flag',
        role: 'command',
        map: undefined,
        isRaw: isRaw(command, word.range.start),
      });
    }
  }
  return found.sort((a, b) => a.range.start - b.range.start);
}

const engines = new Set(['docker', 'podman', 'nerdctl']);

function imageWords(command: CommandFact, text: string): readonly Word[] {
  const { program, operands } = command;
  if (engines.has(program)) {
    const group = operands[0]?.value ?? '';
    const groups = /^(?:container|image|service)$/.test(group) ? 1 : 0;
    const verb = operands[groups]?.value ?? '';
    const image = operands[groups + 1];
    if (group === 'service' && verb === 'update') return imageFlags(command);
    return image !== undefined && /^(?:run|create|pull)$/.test(verb) ? [image] : [];
  }
  if (program === 'crictl' || program === 'ctr' || program === 'skopeo') return pulledWords(command, text);
  if (program !== 'kubectl' && program !== 'oc') return [];
  const verb = operands[0]?.value ?? '';
  if (verb === 'set' && operands[1]?.value === 'image') {
    return operands.slice(2).flatMap((word) => {
      const equals = word.value.indexOf('=');
      return equals < 0 ? [] : [partOfWord(word, equals + 1, word.value.length, text)];
    });
  }
  if (!/^(?:run|create|debug)$/.test(verb)) return [];
  return imageFlags(command);
}

const ofRegistry = 'docker://';

/** What tools of nodes and registries fetch: `crictl pull`, `ctr images pull`, the source of `skopeo copy`. */
function pulledWords({ program, operands }: CommandFact, text: string): readonly Word[] {
  const verbs = program === 'ctr' ? /^(?:images?|i) pull$/ : program === 'crictl' ? /^pull$/ : /^copy$/;
  const count = program === 'ctr' ? 2 : 1;
  const image = operands[count];
  const said = operands
    .slice(0, count)
    .map(({ value }) => value)
    .join(' ');
  if (image === undefined || !verbs.test(said)) return [];
  if (program !== 'skopeo') return [image];
  // Archives and folders have no tag that a registry moves.
  return image.value.startsWith(ofRegistry)
    ? [partOfWord(image, ofRegistry.length, image.value.length, text)]
    : [];
}

function imageFlags({ flags }: CommandFact): readonly Word[] {
  return flags.flatMap((flag) => (flag.name === '--image' && flag.value !== undefined ? [flag.value] : []));
}

/** True where the shell is inside of single quotes at an offset of the command. */
function isRaw({ args }: CommandFact, offset: number): boolean {
  const word = args.find(({ range }) => range.start <= offset && offset < range.end);
  if (word === undefined) return false;
  let quote = '';
  for (let i = 0; i < offset - word.range.start; i++) {
    const c = word.text[i] as string;
    if (quote === '') quote = c === "'" || c === '"' ? c : '';
    else if (c === quote) quote = '';
    if (c === '\\' && quote !== "'") i++;
  }
  return quote === "'";
}

function imageOf(word: Word): ImageFact | undefined {
  const range = innerRange(word);
  // A value that is one expansion says nothing; one with a hole or a variable in it may still name its tag.
  if (range === undefined) return undefined;
  return imageOfText(word.value, range.start, !word.isStatic, 'command');
}

/** Where the value stands, when it stands there in one piece. */
function innerRange({ pieces }: Word): { readonly start: number; readonly end: number } | undefined {
  const first = pieces[0];
  if (first === undefined) return undefined;
  let end = first.start;
  for (const piece of pieces) {
    if (piece.start !== end) return undefined;
    end = piece.start + piece.length;
  }
  return { start: first.start, end };
}
