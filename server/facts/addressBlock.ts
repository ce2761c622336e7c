/** What of one family of addresses a set of blocks holds. */
export type AddressReach =
  /** The whole internet, and every private address: of pods, of services, of the metadata service. */
  | 'everything'
  /** The whole internet, and not all of the private addresses. */
  | 'internet'
  | 'part';

/** A block as policies write it: the addresses of a CIDR without those of other blocks. */
export interface WrittenBlock {
  readonly cidr: string;
  readonly except: readonly string[];
}

/**
 * Addresses that no host of the internet has: private (RFC 1918), shared (RFC 6598, which EKS uses for pods) and
 * link-local ones (RFC 3927, the metadata service among them).
 */
export const insideIPv4 = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
];
/** The same for IPv6: unique local (RFC 4193, the metadata service among them) and link-local addresses. */
export const insideIPv6 = ['fc00::/7', 'fe80::/10'];

/** Addresses from the first to the one behind the last. */
interface Span {
  readonly start: bigint;
  readonly end: bigint;
}

export type AddressFamily = 4 | 6;

interface Block extends Span {
  readonly family: AddressFamily;
}

const bits = { 4: 32, 6: 128 } as const;

/** Unicast addresses of the internet: IPv4 below multicast (RFC 5771), IPv6's global unicast (RFC 4291, 2.4). */
const unicast: { readonly [F in AddressFamily]: Span } = {
  4: { start: 1n << 24n, end: 224n << 24n },
  6: { start: 0x2n << 124n, end: 0x4n << 124n },
};

/**
 * The addresses of a CIDR, or of a single address (RFC 4632; RFC 4291, 2.2 and 2.3); undefined for anything else.
 * Bits behind the prefix count as zero, and missing octets of IPv4 do, too.
 */
function blockOf(cidr: string): Block | undefined {
  const match = /^([0-9a-fA-F.:]{1,45})(?:\/(\d{1,3}))?$/.exec(cidr.trim());
  const address = match?.[1];
  if (address === undefined) return undefined;
  const family = address.includes(':') ? 6 : 4;
  const value = family === 6 ? valueOfIPv6(address) : valueOfIPv4(address);
  const prefix = match?.[2] === undefined ? bits[family] : Number(match[2]);
  if (value === undefined || prefix > bits[family]) return undefined;
  const size = 1n << BigInt(bits[family] - prefix);
  const start = value - (value % size);
  return { family, start, end: start + size };
}

function valueOfIPv4(text: string): bigint | undefined {
  const octets = text.split('.');
  if (octets.length > 4 || octets.some((octet) => !/^\d{1,3}$/.test(octet) || Number(octet) > 255))
    return undefined;
  while (octets.length < 4) octets.push('0');
  return octets.reduce((value, octet) => (value << 8n) + BigInt(octet), 0n);
}

/** `::` once, in the place of zeros; the last two groups may be an IPv4 address. */
function valueOfIPv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(groupsOf)));
  if (head === undefined) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) + BigInt(`0x${group}`), 0n);
}

function groupsOf(group: string): readonly string[] {
  if (!group.includes('.')) return [group];
  const value = valueOfIPv4(group);
  return value === undefined || group.split('.').length !== 4
    ? ['']
    : [(value >> 16n).toString(16), (value & 0xffffn).toString(16)];
}

/** The family of a block, or undefined where it is none. */
export function familyOf(cidr: string): AddressFamily | undefined {
  return blockOf(cidr)?.family;
}

/**
 * What blocks of one family hold together: `everything` also where they are many, and where what they leave out
 * is on the internet. Blocks of the other family, and texts that are none, are not looked at; among what is left out a
 * text that is none may be any of the private addresses.
 */
export function reachOf(blocks: readonly WrittenBlock[], family: AddressFamily): AddressReach {
  const spans = joined(
    blocks.flatMap(({ cidr, except }) => {
      const block = blockOf(cidr);
      return block?.family === family ? without(block, except) : [];
    }),
  );
  const internet = unicast[family];
  // What is left out of the internet is little next to it; private addresses are less than a hundredth of IPv4.
  if (overlap(spans, internet) * 10n < (internet.end - internet.start) * 9n) return 'part';
  const inside = (family === 6 ? insideIPv6 : insideIPv4).flatMap((cidr) => blockOf(cidr) ?? []);
  // Nobody knows what a placeholder leaves out.
  if (blocks.some(({ except }) => except.some((text) => blockOf(text) === undefined))) return 'internet';
  return inside.every((block) => overlap(spans, block) === block.end - block.start)
    ? 'everything'
    : 'internet';
}

/** The addresses inside of a cluster or network that a block holds as whole blocks, as they would be left out of it. */
export function insideOf(cidr: string): readonly string[] {
  const block = blockOf(cidr);
  if (block === undefined) return [];
  return (block.family === 6 ? insideIPv6 : insideIPv4).filter((other) => {
    const inner = blockOf(other);
    return inner !== undefined && block.start <= inner.start && inner.end <= block.end;
  });
}

/** True for the address block that holds every address of IPv4 or of IPv6. */
export function isWorldCidr(cidr: string): boolean {
  const block = blockOf(cidr);
  return block !== undefined && block.end - block.start === 1n << BigInt(bits[block.family]);
}

function without(block: Block, except: readonly string[]): readonly Span[] {
  let left: readonly Span[] = [block];
  for (const text of except) {
    const hole = blockOf(text);
    if (hole?.family !== block.family) continue;
    left = left.flatMap(({ start, end }) =>
      [
        { start, end: end < hole.start ? end : hole.start },
        { start: start > hole.end ? start : hole.end, end },
      ].filter((span) => span.start < span.end),
    );
  }
  return left;
}

function joined(spans: readonly Span[]): readonly Span[] {
  const sorted = [...spans].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  const found: Span[] = [];
  for (const span of sorted) {
    const last = found.at(-1);
    if (last === undefined || last.end < span.start) found.push(span);
    else if (last.end < span.end) found[found.length - 1] = { start: last.start, end: span.end };
  }
  return found;
}

function overlap(spans: readonly Span[], { start, end }: Span): bigint {
  return spans.reduce((sum, span) => {
    const from = span.start > start ? span.start : start;
    const to = span.end < end ? span.end : end;
    return to > from ? sum + (to - from) : sum;
  }, 0n);
}
