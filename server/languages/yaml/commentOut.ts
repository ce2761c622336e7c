import { lineEndAt, lineStartAt } from '../../text/lines';
import { at } from '../../text/range';
import { definesAnchor, removeChild, type Patch, type PatchSource } from './patch';
import type { YamlEntry, YamlItem, YamlList, YamlMap } from './tree';

/** More lines than this are no remark on a line: what they say goes with the text or stays with it. */
const maxLines = 6;

/**
 * Removes a child as `removeChild` does; where a comment stands in it or behind it, the child becomes a comment
 * as a whole, since on a line of its own the comment would speak of the next sibling.
 *
 * For what is no secret: a value stays readable in a comment. Undefined in flow style, for an only child, for
 * the first entry behind a dash, and for more than a few lines.
 */
export function removeOrCommentOut(
  source: PatchSource,
  parent: YamlMap | YamlList,
  child: YamlEntry | YamlItem,
): Patch {
  return removeChild(source, parent, child) ?? commentOut(source, parent, child);
}

function commentOut(source: PatchSource, parent: YamlMap | YamlList, child: YamlEntry | YamlItem): Patch {
  const { text, comments } = source;
  const children: readonly unknown[] = parent.kind === 'map' ? parent.entries : parent.items;
  const node = 'key' in child ? child.value : child.node;
  if (parent.isFlow || children.length < 2 || !children.includes(child)) return undefined;
  if (node !== undefined && definesAnchor(node)) return undefined;
  if ('key' in child && child.key.anchor !== undefined) return undefined;
  const start = lineStartAt(text, child.range.start);
  const end = lineEndAt(text, child.range.end);
  const pad = text.slice(start, child.range.start);
  if (!/^ *$/.test(pad)) return undefined;
  const behind = comments.find(({ range }) => range.start >= child.range.end && range.start < end);
  if (text.slice(child.range.end, behind?.range.start ?? end).trim() !== '') return undefined;
  if (!comments.some(({ range }) => range.start >= child.range.start && range.start < end)) return undefined;
  const lines = text.slice(start, end).split('\n');
  if (lines.length > maxLines) return undefined;
  let offset = start;
  return lines.flatMap((line) => {
    const place = offset + pad.length;
    offset += line.length + 1;
    const isLeft = line.trim() === '' || line.trimStart().startsWith('#') || !line.startsWith(pad);
    return isLeft ? [] : [{ range: at(place), text: '# ' }];
  });
}
