import { insideOf } from '../facts/addressBlock';
import type { NetworkPeerFact } from '../facts/fact';
import { insertAfter, setEntry } from '../languages/yaml/patch';
import { render, styleOf } from '../languages/yaml/render';
import type { Region } from '../regions/region';
import { review, withStops, type Fix } from './fix';
import { notes, oneNamespace, samePods, titles, toFix } from './networkChoice';
import { join, portEdits, replaceEntry, type Edits } from './networkEdits';

const networkStop = '‹network that may connect, such as 203.0.113.0/24›';

/**
 * Fixes of one or several `ipBlock`s that hold every address, the cluster's own among them. `peer` is the first of
 * its group.
 */
export function everyAddressFixes(peer: NetworkPeerFact, region: Region): readonly Fix[] {
  const { rule } = peer;
  const blocks = peer.group?.peers ?? [peer];
  if (rule.direction === 'ingress') return everySourceFixes(peer, blocks, region);
  const excepted = blocks.map((block) => exceptEdits(block, region)).reduce(join, []);
  const hasPorts =
    rule.ports.state === 'unknown' || (rule.ports.state === 'known' && rule.ports.value.length > 0);
  const isIPv6 = peer.addresses.state === 'known' && peer.addresses.value.cidr.includes(':');
  const note = isIPv6 ? notes.ipv6 : notes.outside;
  if (hasPorts) return toFix(titles.except, excepted, note);
  const rules = [...new Set(blocks.map((block) => block.rule))];
  const ports = rules.map((other) => portEdits(region, other)).reduce(join, []);
  return toFix(titles.https, join(excepted, ports), note);
}

/** For one block another peer; several have to be thought over, so no fix takes them away. */
function everySourceFixes(
  peer: NetworkPeerFact,
  blocks: readonly NetworkPeerFact[],
  region: Region,
): readonly Fix[] {
  if (peer.addresses.state !== 'known' || blocks.length > 1) return [];
  const { entry, cidrRange, except } = peer.addresses.value;
  const limited: Fix = review(
    'Limit to one network',
    [withStops({ range: cidrRange, text: JSON.stringify(networkStop) }, networkStop)],
    notes.ingress,
  );
  return [
    ...toFix(titles.same, replaceEntry(region, peer.map, entry, samePods), notes.ingress),
    ...toFix(titles.namespace, replaceEntry(region, peer.map, entry, oneNamespace), notes.ingress),
    // What is left out of every address need not be in the one network.
    ...(except.length > 0 ? [] : [limited]),
  ];
}

/** Leaves out of a block what it holds of the addresses inside, beside what it leaves out already. */
function exceptEdits({ addresses }: NetworkPeerFact, region: Region): Edits {
  if (addresses.state !== 'known') return undefined;
  const { entry, cidr } = addresses.value;
  const block = entry.value?.kind === 'map' ? entry.value : undefined;
  const inside = insideOf(cidr);
  if (block === undefined) return undefined;
  if (inside.length === 0) return [];
  const old = block.entries.find(({ key }) => key.value === 'except')?.value;
  // What stands under a name may be others' too.
  if (old?.kind === 'alias' || old?.anchor !== undefined) return undefined;
  const last = old?.kind === 'list' ? old.items.at(-1) : undefined;
  if (old?.kind !== 'list' || last === undefined)
    return setEntry(region, block, 'except', render(inside, styleOf(block, region.text)));
  if (!old.isFlow) return insertAfter(region, old, last, render(inside, 'block'));
  const { end } = last.range;
  return [
    {
      range: { start: end, end },
      text: `, ${inside.map((cidr) => render(cidr, styleOf(block, region.text))).join(', ')}`,
    },
  ];
}
