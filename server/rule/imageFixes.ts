import type { ImageFact } from '../facts/fact';
import { pinEdits } from '../facts/image';
import { compareTags, tierOfTag } from '../facts/imageTag';
import { valueOf } from '../facts/reading';
import type { Region } from '../regions/region';
import type { Range } from '../text/range';
import { insert, review, type Fix, type FixEdit } from './fix';
import type { FixContext, Placed } from './rule';

/** What a finding about an image's tag marks: the tag, or the whole reference where there is none. */
export function rangeOfTag(image: ImageFact): Range {
  return image.tag.state === 'known' && image.tag.value !== '' ? image.tag.range : image.range;
}

/**
 * Ways to name the version of an image: the one that the document uses elsewhere, the one that the
 * workspace uses, and one that the user fills in. `wanted` narrows the first two.
 */
export function versionFixes(
  image: ImageFact,
  context: FixContext,
  wanted: (tag: string) => boolean = () => true,
): readonly Fix[] {
  const fixes: Fix[] = [];
  const places = [
    ['Use the version that stands elsewhere in this document', context.document.all('image')],
    ['Use the version that stands elsewhere in the workspace', context.workspace.all('image')],
  ] as const;
  for (const [title, others] of places) {
    const tag = newestVersion(image, others, wanted);
    const edits = tag === undefined ? undefined : pinEdits(image, context.region, { tag });
    if (edits !== undefined) fixes.push(review(title, edits));
    if (fixes.length > 0) break;
  }
  const edits = pinEdits(image, context.region, { tag: undefined });
  if (edits !== undefined) fixes.push(review('Pin to a version', quoted(edits, image, context.region)));
  return fixes;
}

/**
 * The same edits, with quotes around the plain YAML scalar that they write a placeholder into, so that
 * nobody takes it for a value.
 */
export function quoted(edits: readonly FixEdit[], image: ImageFact, region: Region): readonly FixEdit[] {
  if (region.language !== 'yaml') return edits;
  const isTagAlone = image.map !== undefined;
  const scalar = isTagAlone && image.tag.state === 'known' ? image.tag.range : image.range;
  const before = region.text[scalar.start - 1];
  if ((isTagAlone && image.tag.state !== 'known') || (before !== undefined && !/[\s[{,]/.test(before)))
    return edits;
  if (edits.some(({ text }) => text.includes('"'))) return edits;
  return [insert(scalar.start, '"'), ...edits, insert(scalar.end, '"')];
}

/** The newest full version under which the same image stands in one of the places, bad examples left out. */
function newestVersion(
  image: ImageFact,
  places: readonly Placed<ImageFact>[],
  wanted: (tag: string) => boolean,
): string | undefined {
  const own = valueOf(image.reference);
  if (own === undefined) return undefined;
  const tags = places.flatMap(({ fact, region }) => {
    const other = valueOf(fact.reference);
    const tag = valueOf(fact.tag);
    const isSame = other?.registry === own.registry && other.repository === own.repository;
    if (!isSame || tag === undefined || region.context.badExample !== undefined) return [];
    return tierOfTag(tag) === 'full' && wanted(tag) ? [tag] : [];
  });
  return tags.sort(compareTags).pop();
}
