import { setEntry } from '../languages/yaml/patch';
import { mapOf } from '../languages/yaml/read';
import type { Region } from '../regions/region';
import type { TextEdit } from '../text/edit';
import type { ImageFact } from './fact';

/**
 * An image reference, taken apart once, by the grammar of the distribution project
 * (github.com/distribution/reference, v0.6): `[registry/]path[:tag][@digest]`.
 */
export interface ImageReference {
  /** `docker.io` when none is written. */
  readonly registry: string;
  readonly hasRegistry: boolean;
  /** `library/nginx` is written `nginx`; this is as written, without registry, tag and digest. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
}

/** Where the parts of a reference stand in its text; -1 for what is not written. */
export interface ReferenceParts {
  /** End of registry and repository. */
  readonly nameEnd: number;
  readonly tagStart: number;
  readonly tagEnd: number;
  readonly digestStart: number;
}

/**
 * True for a name that stands for an image which the reader chooses: `example`, `your-image`, `my-app-image`. Without a
 * registry or a folder a name is one of Docker's official images, or one of the reader's own machine.
 */
export function isStandIn({ hasRegistry, repository }: ImageReference): boolean {
  return (
    !hasRegistry &&
    /^(?:example|(?:(?:my|your|our|some|any|the|an?|example|sample)[-_.]?)?(?:(?:app|container|docker|custom)[-_.]?)?image(?:[-_.]?name)?)$/.test(
      repository,
    )
  );
}

const longest = 2048;

/** Cuts at the first `@` and at the last `:` behind the last `/`, without judging the pieces. */
export function splitReference(text: string): ReferenceParts {
  const digestAt = text.indexOf('@');
  const end = digestAt < 0 ? text.length : digestAt;
  const slash = text.lastIndexOf('/', end - 1);
  const colon = text.lastIndexOf(':', end - 1);
  const hasTag = colon > slash && colon < end && end > 0;
  return {
    nameEnd: hasTag ? colon : end,
    tagStart: hasTag ? colon + 1 : -1,
    tagEnd: hasTag ? end : -1,
    digestStart: digestAt < 0 ? -1 : digestAt + 1,
  };
}

/** The reference of a text without holes; undefined for what a registry would refuse. Cost: linear. */
export function parseImageReference(text: string): ImageReference | undefined {
  if (text === '' || text.length > longest) return undefined;
  const { nameEnd, tagStart, tagEnd, digestStart } = splitReference(text);
  const name = text.slice(0, nameEnd);
  const tag = tagStart < 0 ? undefined : text.slice(tagStart, tagEnd);
  const digest = digestStart < 0 ? undefined : text.slice(digestStart);
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) return undefined;
  if (
    digest !== undefined &&
    !/^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/.test(digest)
  ) {
    return undefined;
  }
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasRegistry = first === 'localhost' || first.includes('.') || first.includes(':');
  if (hasRegistry && !isDomain(first)) return undefined;
  const repository = hasRegistry ? name.slice(slash + 1) : name;
  if (!repository.split('/').every((part) => /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/.test(part)))
    return undefined;
  return { registry: hasRegistry ? first : 'docker.io', hasRegistry, repository, tag, digest };
}

function isDomain(text: string): boolean {
  const [host = '', port, ...rest] = text.split(':');
  if (rest.length > 0 || (port !== undefined && !/^\d+$/.test(port))) return false;
  return host.split('.').every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(label));
}

/** Registry and repository as they are written. */
export function imageName({ registry, hasRegistry, repository }: ImageReference): string {
  return hasRegistry ? `${registry}/${repository}` : repository;
}

/** What an image is pinned to. `tag: undefined` asks for one that the user fills in. */
export interface Pin {
  readonly tag?: string | undefined;
  readonly digest?: string;
}

/**
 * Edits that write the tag (and the digest) of an image where it has or would have one; undefined where
 * a hole stands in the way or the place is not the text's own.
 */
export function pinEdits(image: ImageFact, region: Region, pin: Pin): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  if ('tag' in pin) {
    const edit = tagEdits(image, region, pin.tag);
    if (edit === undefined) return undefined;
    edits.push(...edit);
  }
  if (pin.digest !== undefined) {
    const { digest } = image;
    if (digest.state === 'known') edits.push({ range: digest.range, text: pin.digest });
    else if (digest.state === 'unknown' || digest.slot === undefined) return undefined;
    else if (image.map !== undefined) {
      const edit = setEntry(region, image.map, 'digest', pin.digest);
      if (edit === undefined) return undefined;
      edits.push(...edit);
    } else
      edits.push({ range: { start: digest.slot.offset, end: digest.slot.offset }, text: `@${pin.digest}` });
  }
  return edits;
}

function tagEdits(
  image: ImageFact,
  region: Region,
  tag: string | undefined,
): readonly TextEdit[] | undefined {
  const written = tag ?? placeholder(image);
  const stops =
    tag === undefined ? (from: number) => [{ start: from, end: from + written.length }] : undefined;
  const make = (range: TextEdit['range'], before: string, after = ''): TextEdit => ({
    range,
    text: before + written + after,
    ...(stops === undefined ? {} : { stops: stops(before.length) }),
  });
  if (image.tag.state === 'known') {
    const { range } = image.tag;
    const isPlain = image.map !== undefined && !'"\''.includes(region.text[range.start - 1] ?? ' ');
    const quote = isPlain && needsQuotes(written) ? '"' : '';
    return [make(range, quote, quote)];
  }
  if (image.tag.state === 'unknown' || image.tag.slot === undefined) return undefined;
  const { offset } = image.tag.slot;
  if (image.map === undefined) return [make({ start: offset, end: offset }, ':')];
  const key = mapOf(image.map)?.entries.some((e) => e.key.value === 'newName' || e.key.value === 'newTag')
    ? 'newTag'
    : 'tag';
  const edits = setEntry(region, image.map, key, `"${written}"`);
  if (edits === undefined || stops === undefined) return edits;
  return edits.map((edit) => {
    const at = edit.text.indexOf(written);
    return at < 0 ? edit : { ...edit, stops: [{ start: at, end: at + written.length }] };
  });
}

/** A tag that YAML would read as a number or a word of its own. */
function needsQuotes(tag: string): boolean {
  return /^[\d.+_eExXo-]+$/.test(tag) || /^(?:true|false|yes|no|on|off|null|y|n)$/i.test(tag);
}

/** What the user replaces; until then no registry has such a tag, and a shell refuses to go on. */
function placeholder(image: ImageFact): string {
  if (image.role !== 'command' || image.isRaw === true) return '‹version›';
  const word = image.reference.state === 'known' ? image.reference.value.repository : 'image';
  const name = (word.split('/').pop() ?? 'image').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
  return `\${${/^\d/.test(name) ? `_${name}` : name}_VERSION:?set the version}`;
}
