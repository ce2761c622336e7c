import type { TextEdit } from '../../text/edit';
import { indentationAt, lineEndAt, lineStartAt } from '../../text/lines';
import { at, intersects, type Range } from '../../text/range';
import type { Comment } from '../language';
import { entryOf, slotOf, walkYaml } from './read';
import type { YamlEntry, YamlItem, YamlList, YamlMap, YamlNode } from './tree';

/** The region whose tree is patched: its text, and the comments that no edit may lose. */
export interface PatchSource {
  readonly text: string;
  readonly comments: readonly Comment[];
  /** The tree to look up in how lists are indented here; without it, by two columns. */
  readonly tree?: object;
}

/** Edits of the region's own text, or undefined where the change cannot be written faithfully. */
export type Patch = readonly TextEdit[] | undefined;

/**
 * Replaces what stands behind an entry's colon, or writes it where nothing does.
 *
 * `rendered` is YAML at indentation 0: one line, or a block whose lines are indented below the key.
 * Declines where a comment would be lost, where the old value has an anchor that others may use, and for a
 * block inside a flow map.
 */
export function replaceValue(source: PatchSource, map: YamlMap, entry: YamlEntry, rendered: string): Patch {
  const colon = colonEnd(source.text, entry);
  if (colon === undefined) return undefined;
  return replaceBehind(
    source,
    colon,
    entry.value,
    rendered,
    isLines(rendered),
    map.isFlow ? undefined : map.indent + stepOf(source, map, rendered),
  );
}

function replaceBehind(
  source: PatchSource,
  indicatorEnd: number,
  old: YamlNode | undefined,
  rendered: string,
  isBlock: boolean,
  indent: number | undefined,
): Patch {
  if (isBlock && indent === undefined) return undefined;
  if (old === undefined) {
    // A comment may stand behind the colon: it stays where it is, behind the new value.
    const isComment = source.comments.some(
      (c) =>
        c.range.start >= indicatorEnd &&
        lineOf(source.text, c.range.start) === lineOf(source.text, indicatorEnd),
    );
    if (isBlock) {
      if (isComment)
        return [
          { range: at(lineEndAt(source.text, indicatorEnd)), text: `\n${indented(rendered, indent ?? 0)}` },
        ];
      return [{ range: at(indicatorEnd), text: `\n${indented(rendered, indent ?? 0)}` }];
    }
    return [{ range: at(indicatorEnd), text: ` ${rendered}` }];
  }
  if (definesAnchor(old) || old.tag !== undefined) return undefined;
  const range = { start: indicatorEnd, end: old.range.end };
  if (!isBlock && !isOnOneLine(source.text, { start: indicatorEnd, end: old.range.start })) {
    if (hasComment(source, range) || needsOwnLine(source, old)) return undefined;
    return [{ range, text: ` ${rendered}` }];
  }
  if (!isBlock) return replaceNode(source, old, rendered);
  if (hasComment(source, range)) return undefined;
  return [{ range, text: `\n${indented(rendered, indent ?? 0)}` }];
}

/**
 * Replaces a node where it stands: one line by one line, or a block whose further lines are indented as
 * the node is. Declines where a comment inside the node would be lost, and for nodes with an anchor in
 * them.
 */
export function replaceNode(source: PatchSource, node: YamlNode, rendered: string): Patch {
  if (hasComment(source, node.range) || definesAnchor(node)) return undefined;
  if (!rendered.includes('\n')) return [{ range: node.range, text: rendered }];
  if (node.kind === 'scalar' || node.kind === 'alias' || node.isFlow) return undefined;
  return [{ range: node.range, text: indented(rendered, node.indent).trimStart() }];
}

/**
 * Sets a key of the map itself: its value where it stands (the last one of repeated keys), else a new last
 * entry. `rendered` as for `replaceValue`. Merged entries are overridden, not edited.
 */
export function setEntry(source: PatchSource, map: YamlMap, key: string, rendered: string): Patch {
  const existing = entryOf(map, key);
  if (existing !== undefined && map.entries.includes(existing)) {
    return replaceValue(source, map, existing, rendered);
  }
  if (!map.isFlow)
    return appendToBlock(
      source,
      map,
      isLines(rendered)
        ? `${key}:\n${indented(rendered, stepOf(source, map, rendered))}`
        : `${key}: ${rendered}`,
    );
  if (isLines(rendered)) return undefined;
  return appendToFlow(source.text, map, key, rendered);
}

/** True for a block, which goes below its key: several lines, or a map of one entry (`a: 1`), or a list of one item. */
function isLines(rendered: string): boolean {
  return rendered.includes('\n') || /^(?:- |[^\s"'{[#&*!|>]\S*: )/.test(rendered);
}

/** Columns that a block under a key is indented by: a list as the lists of the document are. */
function stepOf(source: PatchSource, map: YamlMap, rendered: string): number {
  return rendered.startsWith('- ') ? listStep(source, map) : 2;
}

/**
 * Columns between a key and the dashes of the list under it, as the map does it or else the document: 0 or
 * more, 2 where there is no such list. Cost: linear in the document.
 */
export function listStep(source: PatchSource, map?: YamlMap): number {
  let step: number | undefined;
  const look = (node: YamlNode | undefined): boolean => {
    if (step === undefined && node?.kind === 'map' && !node.isFlow) {
      for (const { value } of node.entries) {
        if (value?.kind !== 'list' || value.isFlow || value.items.length === 0) continue;
        step ??= value.indent - node.indent;
      }
    }
    return step === undefined;
  };
  look(map);
  const { tree } = source;
  if (step === undefined && tree !== undefined && 'root' in tree) walkYaml(tree.root as YamlNode, look);
  return step === undefined || step < 0 || step > 8 ? 2 : step;
}

function appendToBlock(source: PatchSource, map: YamlMap, rendered: string): Patch {
  const last = map.entries[map.entries.length - 1];
  if (last === undefined || indentationAt(source.text, map.range.start).includes('\t')) return undefined;
  if (endsInKeptBlock(source.text, last.value)) return undefined;
  return [{ range: at(slotOf(map, source.text).offset), text: `\n${indented(rendered, map.indent)}` }];
}

function appendToFlow(text: string, map: YamlMap, key: string, rendered: string): Patch {
  const last = map.entries[map.entries.length - 1];
  const style = map.entries[0]?.key.style ?? 'plain';
  const written =
    style === 'double' || (map.entries.length === 0 && isJson(text)) ? JSON.stringify(key) : key;
  if (last === undefined) {
    const inside = { start: map.range.start + 1, end: map.range.end - 1 };
    if (text.slice(inside.start, inside.end).trim() !== '') return undefined;
    return [{ range: inside, text: `${written}: ${rendered}` }];
  }
  // A trailing comma may be followed by anything: leave such maps alone.
  if (text.slice(last.range.end, map.range.end).includes(',')) return undefined;
  const lineStart = lineStartAt(text, last.range.start);
  const isOnOwnLine = text.slice(lineStart, last.range.start).trim() === '' && lineStart > map.range.start;
  const separator = isOnOwnLine ? `,\n${text.slice(lineStart, last.range.start)}` : ', ';
  return [{ range: at(last.range.end), text: `${separator}${written}: ${rendered}` }];
}

function isJson(text: string): boolean {
  const first = text.trimStart()[0];
  return first === '{' || first === '[';
}

/**
 * Writes `rendered` (an entry `key: value`, or an item `- value`, at indentation 0) as the next sibling of a
 * block entry or item, on lines of its own. Comments above the next sibling stay above it.
 */
export function insertAfter(
  source: PatchSource,
  parent: YamlMap | YamlList,
  sibling: YamlEntry | YamlItem,
  rendered: string,
): Patch {
  if (parent.isFlow || indentationAt(source.text, parent.range.start).includes('\t')) return undefined;
  if (endsInKeptBlock(source.text, nodeOf(sibling))) return undefined;
  const place = lineEndAt(source.text, sibling.range.end);
  return [{ range: at(place), text: `\n${indented(rendered, parent.indent)}` }];
}

/**
 * Removes an entry of a map, or an item of a list; the last one leaves `{}` or `[]`.
 *
 * Own-line comments around it stay. Declines where a comment stands inside it or behind it on its line,
 * and where it defines an anchor.
 */
export function removeChild(
  source: PatchSource,
  parent: YamlMap | YamlList,
  child: YamlEntry | YamlItem,
): Patch {
  const { text } = source;
  const children: readonly (YamlEntry | YamlItem)[] = parent.kind === 'map' ? parent.entries : parent.items;
  const index = children.indexOf(child);
  const node = nodeOf(child);
  if (index < 0 || hasComment(source, child.range) || (node !== undefined && definesAnchor(node)))
    return undefined;
  if ('key' in child && child.key.anchor !== undefined) return undefined;
  const [before, after] = [children[index - 1], children[index + 1]];
  if (before === undefined && after === undefined) {
    if (parent.isFlow)
      return [{ range: { start: parent.range.start + 1, end: parent.range.end - 1 }, text: '' }];
    if (trailsComment(source, child.range.end)) return undefined;
    return [{ range: child.range, text: parent.kind === 'map' ? '{}' : '[]' }];
  }
  if (parent.isFlow) return removeWithin(source, before, child, after);
  if (trailsComment(source, child.range.end)) return undefined;
  const lineStart = lineStartAt(text, child.range.start);
  if (text.slice(lineStart, child.range.start).trim() !== '') {
    // Behind a dash: the next sibling moves up to it.
    return removeWithin(source, undefined, child, after);
  }
  const lineEnd = lineEndAt(text, child.range.end);
  if (endsInKeptBlock(text, node) || (before !== undefined && endsInKeptBlock(text, nodeOf(before))))
    return undefined;
  if (lineEnd < text.length) return [{ range: { start: lineStart, end: lineEnd + 1 }, text: '' }];
  return lineStart === 0 ? undefined : [{ range: { start: lineStart - 1, end: lineEnd }, text: '' }];
}

function removeWithin(
  source: PatchSource,
  before: YamlEntry | YamlItem | undefined,
  child: YamlEntry | YamlItem,
  after: YamlEntry | YamlItem | undefined,
): Patch {
  let range: Range;
  if (after !== undefined) range = { start: child.range.start, end: after.range.start };
  else if (before !== undefined) range = { start: before.range.end, end: child.range.end };
  else return undefined;
  return hasComment(source, range) ? undefined : [{ range, text: '' }];
}

/** Each line but blank ones behind that many spaces. */
export function indented(rendered: string, columns: number): string {
  const pad = ' '.repeat(columns);
  return rendered
    .split('\n')
    .map((line) => (line === '' ? '' : pad + line))
    .join('\n');
}

function nodeOf(child: YamlEntry | YamlItem): YamlNode | undefined {
  return 'key' in child ? child.value : child.node;
}

/** Behind the colon of an entry; undefined where it has none. */
function colonEnd(text: string, entry: YamlEntry): number | undefined {
  let i = entry.key.range.end;
  while (text[i] === ' ' || text[i] === '\t') i++;
  return text[i] === ':' ? i + 1 : undefined;
}

function hasComment({ comments }: PatchSource, range: Range): boolean {
  return comments.some((comment) => intersects(comment.range, range) && comment.range.start < range.end);
}

/** True when something but blanks stands behind `offset` on its line. */
function trailsComment({ text }: PatchSource, offset: number): boolean {
  return text.slice(offset, lineEndAt(text, offset)).trim() !== '';
}

/** True where the node, or one inside of it, has a name that others may use. */
export function definesAnchor(node: YamlNode): boolean {
  let isFound = false;
  walkYaml(node, (inner) => {
    if (inner.anchor !== undefined) isFound = true;
    return !isFound;
  });
  return isFound;
}

function isOnOneLine(text: string, range: Range): boolean {
  return !text.slice(range.start, range.end).includes('\n');
}

function lineOf(text: string, offset: number): number {
  return lineStartAt(text, offset);
}

/** A comment behind the last line of a block would end up behind the new value, which it is not about. */
function needsOwnLine(source: PatchSource, old: YamlNode): boolean {
  return (old.kind === 'map' || old.kind === 'list') && trailsComment(source, old.range.end);
}

/** A block scalar with `+` keeps the blank lines behind it: what is written there would change it. */
function endsInKeptBlock(text: string, node: YamlNode | undefined): boolean {
  let last: YamlNode | undefined = node;
  while (last !== undefined && (last.kind === 'map' || last.kind === 'list')) {
    last =
      last.kind === 'map'
        ? last.entries[last.entries.length - 1]?.value
        : last.items[last.items.length - 1]?.node;
  }
  if (last?.kind !== 'scalar' || (last.style !== 'literal' && last.style !== 'folded')) return false;
  return (
    text.slice(last.range.start, lineEndAt(text, last.range.start)).split(/[ #]/, 1)[0]?.includes('+') ??
    false
  );
}
