import type { NetworkPeerFact, NetworkRuleFact } from '../facts/fact';
import { indented, removeChild, replaceValue, setEntry } from '../languages/yaml/patch';
import type { YamlEntry, YamlMap } from '../languages/yaml/tree';
import type { Region } from '../regions/region';
import { lineEndAt } from '../text/lines';
import { review, withStops, type Fix, type FixEdit } from './fix';

/**
 * What every address of IPv4 contains that is not outside the cluster: private (RFC 1918), shared
 * (RFC 6598, which EKS uses for pods) and link-local addresses (RFC 3927, the metadata service among them).
 */
const insideIPv4 = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'];
/** The same for IPv6: unique local (RFC 4193, the metadata service among them) and link-local addresses. */
const insideIPv6 = ['fc00::/7', 'fe80::/10'];

const namespaceStop = '‹namespace›';
const httpsPorts = { block: '- protocol: TCP\n  port: 443', flow: '[{ protocol: TCP, port: 443 }]' };

/** A peer as YAML at indentation 0: in lines, and in one. */
interface PeerText {
  readonly block: string;
  readonly flow: string;
}

const samePods: PeerText = { block: 'podSelector: {}', flow: 'podSelector: {}' };
const oneNamespace: PeerText = {
  block: `namespaceSelector:\n  matchLabels:\n    kubernetes.io/metadata.name: "${namespaceStop}"`,
  flow: `namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: "${namespaceStop}" } }`,
};
const outside: PeerText = {
  block: `ipBlock:\n  cidr: 0.0.0.0/0\n  except:\n${insideIPv4.map((block) => `    - ${block}`).join('\n')}`,
  flow: `ipBlock: { cidr: 0.0.0.0/0, except: [${insideIPv4.join(', ')}] }`,
};

export const networkFixTitles = {
  outside: 'Limit to addresses outside the cluster',
  https: 'Limit to HTTPS outside the cluster',
  same: 'Limit to pods of this namespace',
  namespace: 'Limit to one namespace',
  except: 'Leave out the addresses of the cluster',
  ports: 'Limit to HTTPS',
} as const;

/**
 * Peers that a rule can be limited to, the likeliest first: outside of the cluster for the ports of the web
 * in egress, else the pods of the policy's own namespace, else one namespace.
 */
function choices(
  rule: NetworkRuleFact,
): readonly { readonly title: string; readonly peer: PeerText; readonly withPorts: boolean }[] {
  const same = { title: networkFixTitles.same, peer: samePods, withPorts: false };
  const one = { title: networkFixTitles.namespace, peer: oneNamespace, withPorts: false };
  if (rule.direction === 'ingress') return [same, one];
  const ports = rule.ports.state === 'known' ? rule.ports.value : [];
  if (rule.ports.state === 'absent' || (rule.ports.state === 'known' && ports.length === 0)) {
    return [same, one, { title: networkFixTitles.https, peer: outside, withPorts: true }];
  }
  const away = { title: networkFixTitles.outside, peer: outside, withPorts: false };
  const isWeb = ports.every(({ port }) => port === 443 || port === 80 || port === 'https' || port === 'http');
  return isWeb ? [away, same, one] : [same, away, one];
}

/** Fixes that put another peer in the place of one that opens every namespace. */
export function peerFixes(peer: NetworkPeerFact, region: Region): readonly Fix[] {
  const { rule, map } = peer;
  const [namespaces, pods] = [peer.namespaces, peer.pods].map((reading) =>
    reading.state === 'known' ? reading.value.entry : undefined,
  );
  if (namespaces === undefined) return [];
  return choices(rule).flatMap(({ title, peer: text, withPorts }) => {
    const replaced = replaceEntry(region, map, namespaces.range, text);
    let edits = replaced;
    // An empty podSelector means nothing beside a namespace, is the own namespace alone, and may not stand
    // beside addresses.
    if (pods !== undefined && text === samePods) edits = removeChild(region, map, namespaces);
    else if (pods !== undefined && text === outside) edits = join(replaced, removeChild(region, map, pods));
    return toFix(title, withPorts ? join(edits, portEdits(region, rule)) : edits);
  });
}

/** Fixes that name peers where a rule has none. */
export function ruleFixes(rule: NetworkRuleFact, region: Region): readonly Fix[] {
  const key = rule.direction === 'ingress' ? 'from' : 'to';
  return choices(rule).flatMap(({ title, peer, withPorts }) =>
    toFix(title, writePeers(region, rule, key, peer, withPorts)),
  );
}

function writePeers(
  region: Region,
  rule: NetworkRuleFact,
  key: string,
  peer: PeerText,
  withPorts: boolean,
): Edits {
  const { map, peersEntry } = rule;
  const { text } = region;
  const item = `- ${indented(peer.block, 2).trimStart()}`;
  const isDashed = text[rule.range.start] === '-';
  if (map === undefined || map.entries.length === 0) {
    const ports = withPorts
      ? { block: `\nports:\n${indented(httpsPorts.block, 2)}`, flow: `, ports: ${httpsPorts.flow}` }
      : { block: '', flow: '' };
    const range = map?.range ?? { start: rule.range.end, end: rule.range.end };
    if (!isDashed) return map && [{ range, text: `{ ${key}: [{ ${peer.flow} }]${ports.flow} }` }];
    const gap = map === undefined ? ' ' : '';
    const column = range.start + gap.length - (text.lastIndexOf('\n', range.start - 1) + 1);
    return [
      { range, text: gap + indented(`${key}:\n${indented(item, 2)}${ports.block}`, column).trimStart() },
    ];
  }
  const ports = withPorts ? portEdits(region, rule) : [];
  if (peersEntry !== undefined) {
    return join(
      map.isFlow
        ? replaceValue(region, map, peersEntry, `[{ ${peer.flow} }]`)
        : writeItem(region, map, peersEntry, item),
      ports,
    );
  }
  const { start } = map.entries[0]?.range ?? map.range;
  const written = map.isFlow
    ? `${key}: [{ ${peer.flow} }], `
    : `${indented(`${key}:\n${indented(item, 2)}`, map.indent).trimStart()}\n${' '.repeat(map.indent)}`;
  return join([{ range: { start, end: start }, text: written }], ports);
}

/** Writes the first item under a key that holds none; a comment stays on the line of the key. */
function writeItem(region: Region, map: YamlMap, entry: YamlEntry, item: string): Edits {
  const { text } = region;
  const colon = text.indexOf(':', entry.key.range.end);
  const { value } = entry;
  const end = value?.range.end ?? colon + 1;
  if (colon < 0 || value?.anchor !== undefined || text.slice(colon, end).includes('\n')) return undefined;
  const lineEnd = lineEndAt(text, end);
  const written = { range: { start: lineEnd, end: lineEnd }, text: `\n${indented(item, map.indent + 2)}` };
  return value === undefined ? [written] : [{ range: { start: colon + 1, end }, text: '' }, written];
}

/** Fixes of an `ipBlock` that holds every address, the cluster's own among them. */
export function everyAddressFixes(peer: NetworkPeerFact, region: Region): readonly Fix[] {
  const { rule, addresses } = peer;
  if (addresses.state !== 'known') return [];
  const { entry, cidr, cidrRange } = addresses.value;
  const block = entry.value?.kind === 'map' ? entry.value : undefined;
  if (rule.direction === 'ingress') {
    const network = '"‹network that may connect, such as 203.0.113.0/24›"';
    const limited: Fix = review('Limit to one network', [
      withStops({ range: cidrRange, text: network }, network),
    ]);
    return [
      ...toFix(networkFixTitles.same, replaceEntry(region, peer.map, entry.range, samePods)),
      ...toFix(networkFixTitles.namespace, replaceEntry(region, peer.map, entry.range, oneNamespace)),
      limited,
    ];
  }
  if (block === undefined) return [];
  const inside = cidr.includes(':') ? insideIPv6 : insideIPv4;
  const excepted = setEntry(
    region,
    block,
    'except',
    block.isFlow ? `[${inside.join(', ')}]` : inside.map((range) => `- ${range}`).join('\n'),
  );
  const hasPorts =
    rule.ports.state === 'unknown' || (rule.ports.state === 'known' && rule.ports.value.length > 0);
  return hasPorts
    ? toFix(networkFixTitles.except, excepted)
    : toFix(networkFixTitles.https, join(excepted, portEdits(region, rule)));
}

/** The fix of a rule whose peers are outside of the cluster, and that limits no ports. */
export function portFixes(rule: NetworkRuleFact, region: Region): readonly Fix[] {
  return toFix(networkFixTitles.ports, portEdits(region, rule));
}

type Edits = readonly FixEdit[] | undefined;

function portEdits(region: Region, rule: NetworkRuleFact): Edits {
  return (
    rule.map && setEntry(region, rule.map, 'ports', rule.map.isFlow ? httpsPorts.flow : httpsPorts.block)
  );
}

/**
 * Puts a peer in the place of an entry. A comment behind a value of one line stays on the line of the new
 * key; declines where a comment stands inside the old value.
 */
function replaceEntry(
  region: Region,
  map: YamlMap,
  range: { readonly start: number; readonly end: number },
  peer: PeerText,
): Edits {
  const { text, comments } = region;
  if (comments.some((comment) => range.start < comment.range.start && comment.range.start < range.end))
    return undefined;
  if (map.isFlow) return [{ range, text: peer.flow }];
  const [first = '', ...rest] = indented(peer.block, map.indent).trimStart().split('\n');
  const isOneLine = !text.slice(range.start, range.end).includes('\n');
  if (rest.length === 0 || !isOneLine) return [{ range, text: [first, ...rest].join('\n') }];
  const end = lineEndAt(text, range.end);
  return [
    { range, text: first },
    { range: { start: end, end }, text: `\n${rest.join('\n')}` },
  ];
}

/** Both, or neither. */
function join(a: Edits, b: Edits): Edits {
  return a === undefined || b === undefined ? undefined : [...a, ...b];
}

function toFix(title: string, edits: Edits): readonly Fix[] {
  if (edits === undefined) return [];
  return [
    review(
      title,
      edits.map((edit) => withStops(edit, namespaceStop)),
    ),
  ];
}
