import type { Region } from '../regions/region';
import { get, isNull, isOpenMap, scalarOf } from '../languages/yaml/read';
import type { YamlMap, YamlNode, YamlScalar } from '../languages/yaml/tree';

import type { ImageFact, ImageRole } from './fact';
import { fallbackIn, type Fallback } from './fallback';
import { contentStart, innerRange, readField } from './field';
import { parseImageReference, splitReference } from './image';
import { absent, known, unknown, type Reading } from './reading';

/** `image: registry/name:tag@digest` in one scalar; `skip` characters in front are no part of it (`docker://`). */
export function referenceImage(
  region: Region,
  scalar: YamlScalar,
  role: ImageRole,
  skip = 0,
): ImageFact | undefined {
  const start = contentStart(region.text, scalar);
  if (start === undefined) return undefined;
  return imageOfText(scalar.value.slice(skip), start + skip, scalar.hasHole, role);
}

/**
 * The image that a text names, whose first character stands at `start`.
 *
 * With a hole in it the reference is unknown, but a tag that is written out behind the name is known:
 * `${REGISTRY}/app:latest` runs whatever was pushed last, wherever it comes from. Undefined for a text
 * that is no reference at all.
 */
export function imageOfText(
  text: string,
  start: number,
  hasHole: boolean,
  role: ImageRole,
): ImageFact | undefined {
  const range = { start, end: start + text.length };
  const fallback = fallbackOf(text);
  if (fallback !== undefined && !fallback.isTag)
    return imageOfText(fallback.value, start + fallback.start, false, role);
  const reference = hasHole || fallback !== undefined ? undefined : parseImageReference(text);
  if (!hasHole && fallback === undefined && reference === undefined) return undefined;
  const parts = splitReference(text);
  const place = (offset: number) => absent({ offset: start + offset, indent: undefined, isFirst: false });
  const piece = (from: number, to: number): Reading<string> =>
    known(text.slice(from, to), { start: start + from, end: start + to });
  const shared = { kind: 'image', range, shape: 'reference', role, map: undefined } as const;
  if (reference !== undefined) {
    return {
      ...shared,
      reference: known(reference, range),
      tag: reference.tag === undefined ? place(parts.nameEnd) : piece(parts.tagStart, parts.tagEnd),
      digest: reference.digest === undefined ? place(text.length) : piece(parts.digestStart, text.length),
    };
  }
  if (fallback !== undefined) {
    const from = fallback.start;
    return {
      ...shared,
      reference: unknown(range),
      tag: piece(from, from + fallback.value.length),
      digest: place(text.length),
    };
  }
  const tag = parts.tagStart < 0 ? '' : text.slice(parts.tagStart, parts.tagEnd);
  // A digest, or a hole behind the last slash, may decide everything.
  const isTagWritten =
    parts.digestStart < 0 && /^\w[\w.-]{0,127}$/.test(tag) && isWholeName(text, parts.nameEnd);
  return {
    ...shared,
    reference: unknown(range),
    tag: isTagWritten ? piece(parts.tagStart, parts.tagEnd) : unknown(range),
    digest: isTagWritten ? place(text.length) : unknown(range),
  };
}

/**
 * What runs where nobody sets the variable: `nginx:${TAG:-latest}` has the tag latest, `${IMAGE:-nginx}` is
 * nginx. Undefined for a text that ends in no such expansion, and for a default with more in it.
 */
function fallbackOf(text: string): (Fallback & { readonly isTag: boolean }) | undefined {
  const open = text.lastIndexOf('${');
  if (open < 0 || !text.endsWith('}')) return undefined;
  const found = fallbackIn(text.slice(open));
  if (found === undefined || open + found.start + found.value.length !== text.length - 1) return undefined;
  const isTag = text[open - 1] === ':' && isWholeName(text, open - 1);
  if (open > 0 && !(isTag && /^\w[\w.-]{0,127}$/.test(found.value))) return undefined;
  return { value: found.value, start: open + found.start, isTag };
}

/** The last path component before the tag is written out, so that its colon is the tag's. */
function isWholeName(text: string, nameEnd: number): boolean {
  const name = text.slice(text.lastIndexOf('/', nameEnd - 1) + 1, nameEnd);
  return /^[a-z0-9][a-z0-9._-]*$/.test(name) || /[)}]$/.test(name);
}

/** `{registry?, repository, tag?, digest?}` of Helm values; some charts have other names for the two. */
export function splitImage(
  region: Region,
  map: YamlMap,
  role: ImageRole,
  repositoryKey = 'repository',
  tagKey = 'tag',
): ImageFact | undefined {
  const repository = scalarOf(get(map, repositoryKey));
  if (repository === undefined || isNull(repository) || repository.value === '') return undefined;
  return partsImage(region, map, role, repository, tagKey);
}

/** A tag that stands alone, the image it belongs to being somebody else's business (`imageTag: latest`). */
export function loneTag(
  region: Region,
  map: YamlMap,
  scalar: YamlScalar,
  role: ImageRole,
): ImageFact | undefined {
  if (scalar.hasHole || contentStart(region.text, scalar) === undefined) return undefined;
  if (!/^\w[\w.-]{0,127}$/.test(scalar.value)) return undefined;
  const range = innerRange(scalar);
  const shared = { kind: 'image', range, shape: 'repositoryAndTag', role, map } as const;
  return { ...shared, reference: unknown(), tag: known(scalar.value, range), digest: absent() };
}

/** An item of `images:` in a kustomization: `name`, `newName?`, `newTag?`, `digest?`. */
export function kustomizeImage(region: Region, map: YamlMap): ImageFact | undefined {
  const name = scalarOf(get(map, 'newName')) ?? scalarOf(get(map, 'name'));
  if (name === undefined || isNull(name)) return undefined;
  const image = partsImage(region, map, 'kustomize', name, 'newTag');
  // Without a tag of its own the one in the manifests stays.
  return image?.tag.state === 'absent' ? { ...image, tag: unknown() } : image;
}

function partsImage(
  region: Region,
  map: YamlMap,
  role: ImageRole,
  repository: YamlScalar,
  tagKey: string,
): ImageFact | undefined {
  const { text } = region;
  const [tag, digestOfTag] = splitTag(partOf(text, map, tagKey));
  // Charts of the Prometheus community call the digest's hex digits `sha`.
  const sha = scalarOf(get(map, 'sha'));
  const isBySha = sha !== undefined && !isNull(sha) && sha.value !== '';
  const digest = isBySha ? unknown(sha.range) : (digestOfTag ?? partOf(text, map, 'digest'));
  const registry = scalarOf(get(map, 'registry'));
  const isStatic = !repository.hasHole && registry?.hasHole !== true;
  const prefix =
    registry === undefined || isNull(registry) || registry.value === '' ? '' : `${registry.value}/`;
  const suffix =
    (tag.state === 'known' ? `:${tag.value}` : '') + (digest.state === 'known' ? `@${digest.value}` : '');
  const written = parseImageReference(prefix + repository.value + suffix);
  const range = innerRange(repository);
  if (isStatic && written === undefined) {
    // A repository that already holds a tag, or no image at all (a Git repository, a chart's address).
    return undefined;
  }
  const isKnown = isStatic && written !== undefined && tag.state !== 'unknown' && digest.state !== 'unknown';
  return {
    kind: 'image',
    reference: isKnown ? known(written, range) : unknown(range),
    range,
    tag,
    digest,
    shape: 'repositoryAndTag',
    role,
    map,
  };
}

/**
 * A tag that brings its digest along, as charts without a field for it take it: `1.31.4@sha256:…`. The second
 * is undefined where there is none.
 */
function splitTag(tag: Reading<string>): readonly [Reading<string>, Reading<string> | undefined] {
  if (tag.state !== 'known') return [tag, undefined];
  const { value, range } = tag;
  const at = value.indexOf('@');
  if (at <= 0 || range.end - range.start !== value.length) return [tag, undefined];
  return [
    known(value.slice(0, at), { start: range.start, end: range.start + at }),
    known(value.slice(at + 1), { start: range.start + at + 1, end: range.end }),
  ];
}

/** An empty tag is the chart's own version, which nobody sees here; an empty digest is none. */
function partOf(text: string, map: YamlMap, key: string): Reading<string> {
  const node = get(map, key);
  const scalar = scalarOf(node);
  if (scalar !== undefined && !scalar.hasHole) {
    if (scalar.value !== '' && !isNull(scalar)) return known(scalar.value, innerRange(scalar));
    if (key !== 'digest') return unknown(scalar.range);
    return isOpenMap(map) ? unknown(scalar.range) : absent();
  }
  return readField<string>(text, map, key, () => undefined);
}

export function isImageText(node: YamlNode | undefined): node is YamlScalar {
  return node?.kind === 'scalar' && !isNull(node) && node.value !== '';
}
