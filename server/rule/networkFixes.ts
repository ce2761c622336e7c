import type { NetworkPeerFact, NetworkRuleFact } from '../facts/fact';
import {
  definesAnchor,
  indented,
  listStep,
  removeChild,
  replaceValue,
  setEntry,
} from '../languages/yaml/patch';
import { render, renderEntries, styleOf, type Plain } from '../languages/yaml/render';
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
const networkStop = '‹network that may connect, such as 203.0.113.0/24›';
const httpsPorts: Plain = [{ protocol: 'TCP', port: 443 }];

interface PeerEntries {
  readonly [key: string]: Plain;
}

const samePods: PeerEntries = { podSelector: {} };
const oneNamespace: PeerEntries = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespaceStop } },
};
const outside: PeerEntries = { ipBlock: { cidr: '0.0.0.0/0', except: insideIPv4 } };

export const networkFixTitles = {
  outside: 'Limit to addresses outside the cluster',
  https: 'Limit to HTTPS outside the cluster',
  same: 'Limit to pods of this namespace',
  namespace: 'Limit to one namespace',
  except: 'Leave out the addresses of the cluster',
  ports: 'Limit to HTTPS',
  joined: 'Join it with the pods beside it',
  cluster: 'Limit to the cluster',
} as const;

const notes = {
  /** What people forget to be private. */
  outside:
    'Closes the API server, VPC endpoints and databases at private addresses, too; DNS needs a rule of its own, and IPv6 an ipBlock for ::/0',
  ipv6: 'Closes what has a private address, too: the API server, databases, endpoints; DNS needs a rule of its own',
  egress: 'What goes elsewhere stops, DNS too where no other rule lets port 53 through',
  ingress:
    'Who connects from elsewhere is refused: monitoring, the ingress controller and other namespaces among them',
  ports: 'What uses other ports stops',
} as const;

/**
 * Peers that a rule can be limited to, the likeliest first: outside of the cluster for the ports of the web
 * in egress, else the pods of the policy's own namespace, else one namespace.
 */
function choices(
  rule: NetworkRuleFact,
): readonly { readonly title: string; readonly peer: PeerEntries; readonly withPorts: boolean }[] {
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
  return choices(rule).flatMap(({ title, peer: other, withPorts }) => {
    const replaced = replaceEntry(region, map, namespaces, other);
    let edits = replaced;
    // An empty podSelector means nothing beside a namespace, is the own namespace alone, and may not stand
    // beside addresses.
    if (pods !== undefined && other === samePods) edits = removeChild(region, map, namespaces);
    else if (pods !== undefined && other === outside) edits = join(replaced, removeChild(region, map, pods));
    return toFix(title, withPorts ? join(edits, portEdits(region, rule)) : edits, noteOf(rule, other));
  });
}

/** Fixes that name peers where a rule has none. */
export function ruleFixes(rule: NetworkRuleFact, region: Region): readonly Fix[] {
  const key = rule.direction === 'ingress' ? 'from' : 'to';
  return choices(rule).flatMap(({ title, peer, withPorts }) =>
    toFix(title, writePeers(region, rule, key, peer, withPorts), noteOf(rule, peer)),
  );
}

function writePeers(
  region: Region,
  rule: NetworkRuleFact,
  key: string,
  peer: PeerEntries,
  withPorts: boolean,
): Edits {
  const { map, peersEntry } = rule;
  const { text } = region;
  if (map === undefined || map.entries.length === 0) {
    const entries: PeerEntries = { [key]: [peer], ...(withPorts ? { ports: httpsPorts } : {}) };
    return writeRule(region, rule, entries);
  }
  const style = styleOf(map, text);
  const step = listStep(region, map);
  const ports = withPorts ? portEdits(region, rule) : [];
  if (peersEntry !== undefined) {
    return join(
      map.isFlow
        ? replaceValue(region, map, peersEntry, render([peer], style))
        : writeItem(region, map, peersEntry, indented(render([peer], style, step), step)),
      ports,
    );
  }
  const { start } = map.entries[0]?.range ?? map.range;
  const entries = renderEntries({ [key]: [peer] }, style, step);
  const written = map.isFlow
    ? `${entries}, `
    : `${indented(entries, map.indent).trimStart()}\n${' '.repeat(map.indent)}`;
  return join([{ range: { start, end: start }, text: written }], ports);
}

/** Writes entries where a rule is nothing but `{}` or its dash; a comment stays on that line. */
function writeRule(region: Region, { map, range }: NetworkRuleFact, entries: PeerEntries): Edits {
  const { text } = region;
  if (map !== undefined && text[range.start] !== '-') {
    return [{ range: map.range, text: render(entries, styleOf(map, text)) }];
  }
  const old = map?.range ?? { start: range.end, end: range.end };
  if (map?.anchor !== undefined || text[range.start] !== '-') return undefined;
  const gap = map === undefined ? ' ' : '';
  const column = old.start + gap.length - (text.lastIndexOf('\n', old.start - 1) + 1);
  const lines = indented(renderEntries(entries, 'block', listStep(region)), column)
    .trimStart()
    .split('\n');
  return onLine(text, old, gap + (lines[0] ?? ''), lines.slice(1));
}

/** Writes the first item under a key that holds none; a comment stays on the line of the key. */
function writeItem(region: Region, map: YamlMap, entry: YamlEntry, item: string): Edits {
  const { text } = region;
  const colon = text.indexOf(':', entry.key.range.end);
  const { value } = entry;
  const end = value?.range.end ?? colon + 1;
  if (colon < 0 || value?.anchor !== undefined || text.slice(colon, end).includes('\n')) return undefined;
  const lineEnd = lineEndAt(text, end);
  const written = { range: { start: lineEnd, end: lineEnd }, text: `\n${indented(item, map.indent)}` };
  return value === undefined ? [written] : [{ range: { start: colon + 1, end }, text: '' }, written];
}

/** Fixes of an `ipBlock` that holds every address, the cluster's own among them. */
export function everyAddressFixes(peer: NetworkPeerFact, region: Region): readonly Fix[] {
  const { rule, addresses } = peer;
  if (addresses.state !== 'known') return [];
  const { entry, cidr, cidrRange } = addresses.value;
  const block = entry.value?.kind === 'map' ? entry.value : undefined;
  if (rule.direction === 'ingress') {
    const limited: Fix = review(
      'Limit to one network',
      [withStops({ range: cidrRange, text: JSON.stringify(networkStop) }, networkStop)],
      notes.ingress,
    );
    return [
      ...toFix(networkFixTitles.same, replaceEntry(region, peer.map, entry, samePods), notes.ingress),
      ...toFix(
        networkFixTitles.namespace,
        replaceEntry(region, peer.map, entry, oneNamespace),
        notes.ingress,
      ),
      limited,
    ];
  }
  if (block === undefined) return [];
  const inside = cidr.includes(':') ? insideIPv6 : insideIPv4;
  const excepted = setEntry(region, block, 'except', render(inside, styleOf(block, region.text)));
  const hasPorts =
    rule.ports.state === 'unknown' || (rule.ports.state === 'known' && rule.ports.value.length > 0);
  const note = inside === insideIPv6 ? notes.ipv6 : notes.outside;
  return hasPorts
    ? toFix(networkFixTitles.except, excepted, note)
    : toFix(networkFixTitles.https, join(excepted, portEdits(region, rule)), note);
}

/** The fix of a rule whose peers are outside of the cluster, and that limits no ports. */
export function portFixes(rule: NetworkRuleFact, region: Region): readonly Fix[] {
  return toFix(networkFixTitles.ports, portEdits(region, rule), notes.ports);
}

type Edits = readonly FixEdit[] | undefined;

function portEdits(region: Region, rule: NetworkRuleFact): Edits {
  const { map } = rule;
  return map && setEntry(region, map, 'ports', render(httpsPorts, styleOf(map, region.text)));
}

/**
 * Puts a peer in the place of an entry. A comment behind a value of one line stays on the line of the new
 * key; declines where a comment stands inside the old value, or a name that others may use.
 */
function replaceEntry(region: Region, map: YamlMap, entry: YamlEntry, peer: PeerEntries): Edits {
  const { text, comments } = region;
  const { range, value } = entry;
  if (comments.some((comment) => range.start < comment.range.start && comment.range.start < range.end))
    return undefined;
  if (entry.key.anchor !== undefined || (value !== undefined && definesAnchor(value))) return undefined;
  const style = styleOf(map, text);
  if (style !== 'block') return [{ range, text: renderEntries(peer, style) }];
  const lines = indented(renderEntries(peer, style, listStep(region)), map.indent)
    .trimStart()
    .split('\n');
  return onLine(text, range, lines[0] ?? '', lines.slice(1));
}

/** The first line in the place of a range, the others behind the comment that may follow it. */
function onLine(
  text: string,
  range: { readonly start: number; readonly end: number },
  first: string,
  rest: readonly string[],
): Edits {
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

function toFix(title: string, edits: Edits, note?: string): readonly Fix[] {
  if (edits === undefined) return [];
  return [
    review(
      title,
      edits.map((edit) => withStops(edit, namespaceStop)),
      note,
    ),
  ];
}

/** What stops once a rule is limited to other peers. */
function noteOf({ direction }: NetworkRuleFact, peer: PeerEntries): string {
  return peer === outside ? notes.outside : notes[direction];
}

/** A peer of two halves: an item with namespaces alone, and the next one with pods alone. */
export interface SplitPeer {
  readonly namespaces: NetworkPeerFact;
  readonly pods: NetworkPeerFact;
}

/**
 * Takes two neighboring items for one: in lines, the dash of the second goes; in braces, what stands between
 * their entries becomes a comma. The first of the two has to stand first.
 */
export function joinFixes({ namespaces, pods }: SplitPeer, region: Region): readonly Fix[] {
  const [first, second] = [namespaces, pods].sort((a, b) => a.range.start - b.range.start);
  if (first === undefined || second === undefined) return [];
  const { text, comments } = region;
  if (first.map.isFlow !== second.map.isFlow) return [];
  if (first.map.isFlow) {
    const range = {
      start: first.map.entries.at(-1)?.range.end ?? 0,
      end: second.map.entries[0]?.range.start ?? 0,
    };
    const isPlain = !comments.some((c) => c.range.start >= range.start && c.range.start < range.end);
    return range.end > range.start && isPlain ? toFix(networkFixTitles.joined, [{ range, text: ', ' }]) : [];
  }
  const { start } = second.range;
  if (text[start] !== '-' || first.map.indent !== second.map.indent) return [];
  return toFix(networkFixTitles.joined, [{ range: { start, end: start + 1 }, text: ' ' }]);
}

/** Fixes of a Calico rule that allows every destination: everything but the addresses of the cluster. */
export function calicoFixes(rule: NetworkRuleFact, region: Region): readonly Fix[] {
  const { map, peersEntry, direction } = rule;
  if (map === undefined || direction === 'ingress') return [];
  const style = styleOf(map, region.text);
  const value = peersEntry?.value?.kind === 'map' ? peersEntry.value : undefined;
  const isNamed =
    value?.entries.some(({ key }) => /^(?:nets|selector|namespaceSelector)$/.test(key.value)) === true;
  if (isNamed || (peersEntry !== undefined && value === undefined)) return [];
  return toFix(
    networkFixTitles.outside,
    value === undefined
      ? setEntry(region, map, 'destination', render({ notNets: insideIPv4 }, style))
      : setEntry(region, value, 'notNets', render(insideIPv4, styleOf(value, region.text))),
    notes.outside,
  );
}

/** Fixes of a Cilium rule that names ports and nobody: the world outside, or the cluster. */
export function ciliumFixes(rule: NetworkRuleFact, region: Region): readonly Fix[] {
  const { map, direction } = rule;
  if (map === undefined) return [];
  const [key, entity, title] =
    direction === 'egress'
      ? (['toEntities', 'world', networkFixTitles.outside] as const)
      : (['fromEntities', 'cluster', networkFixTitles.cluster] as const);
  return toFix(
    title,
    setEntry(region, map, key, render([entity], styleOf(map, region.text))),
    notes[direction],
  );
}

/** Fixes of a Cilium rule that reaches the world on every port. */
export function ciliumPortFixes({ map }: NetworkRuleFact, region: Region): readonly Fix[] {
  if (map === undefined) return [];
  const ports: Plain = [{ ports: [{ port: '443', protocol: 'TCP' }] }];
  return toFix(
    networkFixTitles.ports,
    setEntry(region, map, 'toPorts', render(ports, styleOf(map, region.text))),
    notes.ports,
  );
}
