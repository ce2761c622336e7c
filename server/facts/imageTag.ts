/**
 * How firmly a tag says what runs.
 *
 * `full`: a whole version, a date, a build number or a commit, which publishers by custom push once.
 * `minor`, `major`: a version's first two numbers or the first one, which are pushed again with each
 * release. `moving`: a word for "the newest of its kind". `name`: anything else, of which we know nothing.
 */
export type TagTier = 'full' | 'minor' | 'major' | 'moving' | 'name';

/** Words for a channel, a branch or an environment: all of them are pushed again and again. */
const channels = new Set(
  (
    'latest stable unstable main master trunk head tip dev devel develop development edge nightly canary ' +
    'snapshot preview current release lts prod production staging stage test testing mainline rolling next ' +
    'alpha beta insiders'
  ).split(' '),
);

/** Words for what the image is built on: without a version beside them, the newest version on that base. */
const bases = new Set(
  (
    'alpine debian ubuntu slim bullseye bookworm trixie jammy noble focal ubi minimal distroless nonroot ' +
    'debug musl glibc uclibc fpm perl cli dind rootless apache jdk jre amd64 arm64 linux'
  ).split(' '),
);

const counters: ReadonlyMap<string, TagTier> = new Map([
  ...['pr', 'mr', 'pull', 'branch'].map((word) => [word, 'name'] as const),
  ...['build', 'run', 'job', 'b'].map((word) => [word, 'full'] as const),
]);

/**
 * Judges the tag of an image reference.
 *
 * The parts between `-`, `_` and `+` are read one by one: the first that is a version decides, a date or a
 * commit wins over it, and a tag of nothing but channels and bases moves. Case does not matter.
 */
export function tierOfTag(tag: string): TagTier {
  const lower = tag.toLowerCase();
  if (/(?:^|[^0-9])20\d{2}[-.]?(?:0[1-9]|1[0-2])[-.]?(?:0[1-9]|[12]\d|3[01])(?![0-9])/.test(lower))
    return 'full';
  const parts = lower.split(/[-_+]/).filter((part) => part !== '');
  if (parts.some(isCommit)) return 'full';
  // `2022-latest` is the newest build of a version.
  if (parts.includes('latest')) return 'moving';
  for (const [index, part] of parts.entries()) {
    // `pr-17` names a branch, `build-412` one build: their numbers are no versions.
    const counter = /^\d+$/.test(part) ? counters.get(parts[index - 1] ?? '') : undefined;
    if (counter !== undefined) return counter;
    const version = /^v?(\d+)((?:\.\d+)*)((?:\.[x*])?)(?:[a-z].*)?$/.exec(part);
    if (version === null) continue;
    const [, first = '', rest = ''] = version;
    const count = rest.split('.').length;
    if (count >= 3 || (count === 1 && first.length >= 4)) return 'full';
    return count === 2 ? 'minor' : 'major';
  }
  const words = parts.map((part) => part.replace(/[\d.]+$/, ''));
  return words.length > 0 && words.every((word) => channels.has(word) || bases.has(word)) ? 'moving' : 'name';
}

/** Seven to forty hex digits of both kinds: digits alone are a number, letters alone may be a word. */
function isCommit(part: string): boolean {
  const hex = part.replace(/^(?:sha|git|g)(?=[0-9a-f]{7})/, '');
  return /^[0-9a-f]{7,64}$/.test(hex) && /[0-9]/.test(hex) && /[a-f]/.test(hex);
}

/**
 * Orders full versions: negative when `a` is older. Numbers compare as numbers, a version with more of
 * them is newer, and what is no number compares as text.
 */
export function compareTags(a: string, b: string): number {
  const left = a.match(/\d+/g) ?? [];
  const right = b.match(/\d+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = Number(left[i]) - Number(right[i]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length || (a < b ? -1 : Number(a > b));
}
