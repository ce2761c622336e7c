import { insideIPv4 } from '../facts/addressBlock';
import type { NetworkRuleFact } from '../facts/fact';
import { review, withStops, type Fix } from './fix';
import type { Edits, PeerEntries } from './networkEdits';

/** A name that only the reader knows, in the new text of fixes. */
export const namespaceStop = '‹namespace›';

/** Peers to put in place of too many: the pods of the policy's own namespace, … */
export const samePods: PeerEntries = { podSelector: {} };
/** … the pods of one namespace, … */
export const oneNamespace: PeerEntries = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespaceStop } },
};
/** … and what is not in the cluster. */
export const outside: PeerEntries = { ipBlock: { cidr: '0.0.0.0/0', except: insideIPv4 } };

/** Titles of fixes of network rules: what is left when the fix is applied. */
export const titles = {
  outside: 'Limit to addresses outside the cluster',
  https: 'Limit to HTTPS outside the cluster',
  same: 'Limit to pods of this namespace',
  namespace: 'Limit to one namespace',
  except: 'Leave out the addresses of the cluster',
  ports: 'Limit to HTTPS',
  joined: 'Join it with the pods beside it',
  cluster: 'Limit to the cluster',
} as const;

/** What stops when a fix is applied: policies cut off what nobody thought of. */
export const notes = {
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
export function choices(
  rule: NetworkRuleFact,
): readonly { readonly title: string; readonly peer: PeerEntries; readonly withPorts: boolean }[] {
  const same = { title: titles.same, peer: samePods, withPorts: false };
  const one = { title: titles.namespace, peer: oneNamespace, withPorts: false };
  if (rule.direction === 'ingress') return [same, one];
  const ports = rule.ports.state === 'known' ? rule.ports.value : [];
  if (rule.ports.state === 'absent' || (rule.ports.state === 'known' && ports.length === 0)) {
    return [same, one, { title: titles.https, peer: outside, withPorts: true }];
  }
  const away = { title: titles.outside, peer: outside, withPorts: false };
  const isWeb = ports.every(({ port }) => port === 443 || port === 80 || port === 'https' || port === 'http');
  return isWeb ? [away, same, one] : [same, away, one];
}

/** What stops once a rule is limited to other peers. */
export function noteOf({ direction }: NetworkRuleFact, peer: PeerEntries): string {
  return peer === outside ? notes.outside : notes[direction];
}

/** The fix, if its edits can be written; a person has to look at it, and fills in what only they know. */
export function toFix(title: string, edits: Edits, note?: string): readonly Fix[] {
  if (edits === undefined) return [];
  return [
    review(
      title,
      edits.map((edit) => withStops(edit, namespaceStop)),
      note,
    ),
  ];
}
