import type { RbacField, RbacRuleFact, RbacWord } from '../facts/fact';
import { removeOrCommentOut } from '../languages/yaml/commentOut';
import { replaceNode } from '../languages/yaml/patch';
import { resolved } from '../languages/yaml/read';
import { definesAnchor } from '../languages/yaml/patch';
import type { YamlMap } from '../languages/yaml/tree';
import type { Region } from '../regions/region';
import { lineEndAt } from '../text/lines';
import type { FixEdit } from './fix';

type Edits = readonly FixEdit[] | undefined;

/** Every verb that reads or writes objects one by one; none that hands out permissions, and no mass deletion. */
export const ordinaryVerbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** Writes other words in the place of a field's: in the way the list is written, or in the flag's value. */
export function replaceWords(region: Region, field: RbacField, words: readonly string[]): Edits {
  const [flag] = field.flags;
  if (flag !== undefined) {
    if (field.flags.length > 1 || flag.value === undefined) return undefined;
    return [{ range: flag.value.range, text: words.join(',') }];
  }
  const node = field.entry?.value;
  if (node === undefined || definesAnchor(node)) return undefined;
  if (node.kind === 'list' && !node.isFlow)
    return replaceNode(
      sourceOf(region),
      node,
      words.map((word) => `- ${quoted(region, field, word)}`).join('\n'),
    );
  return replaceNode(
    sourceOf(region),
    node,
    `[${words.map((word) => quoted(region, field, word)).join(', ')}]`,
  );
}

/** Takes words out of a list; undefined where nothing would be left of it. */
export function removeWords(region: Region, field: RbacField, words: readonly RbacWord[]): Edits {
  const kept = field.words.filter((word) => !words.includes(word));
  if (kept.length === 0 || !field.isWhole) return undefined;
  if (field.flags.length > 0)
    return replaceWords(
      region,
      field,
      kept.map(({ value }) => value),
    );
  const { list } = field;
  if (list === undefined) return undefined;
  if (list.isFlow) {
    const texts = kept.map(({ item }) =>
      item === undefined ? '' : region.text.slice(item.range.start, item.range.end),
    );
    return replaceNode(sourceOf(region), list, `[${texts.join(', ')}]`);
  }
  const edits: FixEdit[] = [];
  for (const { item } of words) {
    const removed = item && removeOrCommentOut(sourceOf(region), list, item);
    if (removed === undefined) return undefined;
    edits.push(...removed);
  }
  return edits;
}

/** An entry as it stands in a rule whose lists are written like this one. */
export function writeField(region: Region, like: RbacField, key: string, words: readonly string[]): string {
  const { list } = like;
  const name = like.entry?.key.style === 'double' ? JSON.stringify(key) : key;
  const texts = words.map((word) => quoted(region, like, word));
  if (list === undefined || list.isFlow) return `${name}: [${texts.join(', ')}]`;
  const pad = ' '.repeat(list.indent);
  return `${name}:\n${texts.map((text) => `${pad}- ${text}`).join('\n')}`;
}

/** Writes an entry behind another one of the same map. */
export function insertEntry(region: Region, map: YamlMap, after: RbacField, written: string): Edits {
  const { entry } = after;
  if (entry === undefined || !map.entries.includes(entry)) return undefined;
  if (map.isFlow) {
    const { end } = entry.range;
    return [{ range: { start: end, end }, text: `, ${written}` }];
  }
  const end = lineEndAt(region.text, entry.range.end);
  return [{ range: { start: end, end }, text: `\n${' '.repeat(map.indent)}${written}` }];
}

/** Writes rules of these entries behind a rule, in the way it is written. */
export function insertRules(
  region: Region,
  { map, list, item }: RbacRuleFact,
  rules: readonly (readonly string[])[],
): Edits {
  if (map === undefined || list === undefined || item === undefined || item.node !== map) return undefined;
  if (list.isFlow || map.isFlow) {
    const isWide = region.text[map.range.start + 1] === ' ';
    const texts = rules.map((entries) => (isWide ? `{ ${entries.join(', ')} }` : `{${entries.join(', ')}}`));
    if (list.isFlow) {
      const { end } = map.range;
      return [{ range: { start: end, end }, text: texts.map((text) => `, ${text}`).join('') }];
    }
    const end = lineEndAt(region.text, item.range.end);
    const pad = ' '.repeat(list.indent);
    return [{ range: { start: end, end }, text: texts.map((text) => `\n${pad}- ${text}`).join('') }];
  }
  const dash = `\n${' '.repeat(list.indent)}-${' '.repeat(Math.max(1, map.indent - list.indent - 1))}`;
  const end = lineEndAt(region.text, item.range.end);
  const text = rules.map((entries) => dash + entries.join(`\n${' '.repeat(map.indent)}`)).join('');
  return [{ range: { start: end, end }, text }];
}

/** The source of a rule's entry, to be written again in another rule; '' where there is none. */
export function textOfEntry(region: Region, { entry }: RbacField): string | undefined {
  if (entry === undefined) return '';
  if (entry.value === undefined || definesAnchor(entry.value) || entry.key.anchor !== undefined)
    return undefined;
  const text = region.text.slice(entry.range.start, entry.range.end);
  return text.includes('#') ? undefined : text;
}

/**
 * The edits of all, or none. What is written behind a line that goes (the last verb of a rule, and a new rule
 * behind it) takes its place.
 */
export function joined(...parts: readonly Edits[]): Edits {
  if (parts.some((part) => part === undefined)) return undefined;
  const edits: FixEdit[] = [];
  for (const edit of parts.flatMap((part) => part ?? [])) {
    const { start, end } = edit.range;
    const gone =
      start === end && edit.text.startsWith('\n')
        ? edits.findIndex(({ range, text }) => text === '' && range.start < start && range.end === start + 1)
        : -1;
    const removal = edits[gone];
    if (removal === undefined) edits.push(edit);
    else edits[gone] = { ...edit, range: removal.range, text: `${edit.text.slice(1)}\n` };
  }
  return edits;
}

/** In the quotes that the list's words have; a word that is no name by itself is always quoted. */
function quoted(region: Region, { words, list, entry }: RbacField, word: string): string {
  const first = list?.items[0]?.node ?? resolved(entry?.value);
  const mark = first?.kind === 'scalar' ? (region.text[first.range.start] ?? '') : '';
  const old = words[0]?.value ?? '';
  const isPlain = /^[a-z][a-z0-9/.-]*$/.test(word);
  if (mark === '"') return JSON.stringify(word);
  if (mark === "'" && isPlain && /^[a-z]/.test(old)) return `'${word}'`;
  return isPlain ? word : JSON.stringify(word);
}

function sourceOf(region: Region) {
  return { text: region.text, comments: region.comments, tree: region.tree };
}
