/**
 * What a name says of a program that serves the node itself: networks, volumes, metrics, logs, devices, emulators for
 * programs of other processors (docs.docker.com, "Multi-platform builds").
 */
const agents = new Set(
  (
    'exporter csi cni cri flannel calico cilium weave antrea canal multus kube-proxy kube-router kubelet ' +
    'node-agent nodeagent node-exporter node-problem-detector device-plugin dcgm fluentd fluent-bit fluentbit ' +
    'filebeat metricbeat packetbeat auditbeat promtail cadvisor falco tetragon spire-agent nodelocaldns ' +
    'node-local-dns node-cache aws-node ebs efs fsx node-driver nvidia metallb binfmt qemu-user-static'
  ).split(' '),
);

const systemNamespaces = new Set([
  'kube-system',
  'kube-node-lease',
  'calico-system',
  'tigera-operator',
  'kube-flannel',
  'cilium',
  'metallb-system',
  'openebs',
  'longhorn-system',
  'rook-ceph',
  'gpu-operator',
  'amazon-cloudwatch',
  'falco',
]);

/**
 * True for a workload that is a part of the node, for which host namespaces and paths are the job: in a
 * namespace of the system, or named as a network, a storage driver, an exporter or a log collector is
 * (`node-exporter`, `ebs-csi-node`, `kube-flannel-ds`).
 */
export function isNodeAgent(name: string, namespace: string): boolean {
  if (systemNamespaces.has(namespace)) return true;
  const parts = name.toLowerCase().split(/[-_.]/);
  return parts.some(
    (part, index) =>
      agents.has(part) ||
      agents.has(parts.slice(index, index + 2).join('-')) ||
      agents.has(parts.slice(index, index + 3).join('-')),
  );
}
