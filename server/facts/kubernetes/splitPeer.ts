import { get, mapOf, stringOf } from '../../languages/yaml/read';
import type { NetworkPeerFact } from '../fact';
import { valueOf } from '../reading';

/** Two items of one list that stand beside each other: the one selects namespaces alone, the other pods alone. */
export interface SplitPeers {
  readonly namespaces: NetworkPeerFact;
  readonly pods: NetworkPeerFact;
  /** True where what they select shows that they were meant as one. */
  readonly belongTogether: boolean;
}

/**
 * The pairs among the peers of a document, in order. One item with both selectors means both have to match; two
 * items mean that either is enough (Kubernetes API, `NetworkPolicyPeer`).
 */
export function splitPeers(peers: readonly NetworkPeerFact[]): readonly SplitPeers[] {
  const pairs: SplitPeers[] = [];
  peers.forEach((first, index) => {
    const second = peers[index + 1];
    if (second === undefined || second.rule !== first.rule) return;
    const [namespaces, pods] = first.namespaces.state === 'known' ? [first, second] : [second, first];
    if (namespaces.namespaces.state !== 'known' || namespaces.pods.state !== 'absent') return;
    if (pods.pods.state !== 'known' || pods.pods.value.isEmpty || pods.namespaces.state !== 'absent') return;
    pairs.push({ namespaces, pods, belongTogether: belongTogether(namespaces, pods) });
  });
  return pairs;
}

const dnsNames = /^(?:kube-dns|coredns|core-dns|node-local-dns|default)$/;
const monitoring = /^(?:monitoring|observability|prometheus|metrics)$/;
const monitors = /^(?:prometheus|grafana|grafana-agent|alloy|alertmanager|vmagent|otel-collector)(?:-|$)/;

/** Pods of the cluster's DNS, pods called as their namespace, and the tools of a namespace for monitoring. */
function belongTogether(namespaces: NetworkPeerFact, pods: NetworkPeerFact): boolean {
  const spaces = labelsOf(namespaces, 'namespaceSelector');
  return labelsOf(pods, 'podSelector').some(([label, value]) => {
    const isDns = /^k8s-app$|^dns\.operator\.openshift\.io\//.test(label) && dnsNames.test(value);
    return (
      isDns || spaces.some(([, space]) => space === value || (monitoring.test(space) && monitors.test(value)))
    );
  });
}

function labelsOf(
  peer: NetworkPeerFact,
  key: 'namespaceSelector' | 'podSelector',
): readonly (readonly [string, string])[] {
  const reading = key === 'podSelector' ? peer.pods : peer.namespaces;
  const labels = mapOf(get(mapOf(valueOf(reading)?.entry.value), 'matchLabels'));
  return (labels?.entries ?? []).flatMap(({ key: label, value }) => {
    const text = stringOf(value);
    return text === undefined ? [] : [[label.value, text] as const];
  });
}
