/** What a path of the host gives to a container that mounts it. */
export type HostPathReach = 'containerSocket' | 'hostRoot' | 'sensitivePath' | 'hostPath';

/** Sockets of container runtimes: who may write there starts privileged containers. */
const socket = /^(?:docker|containerd|crio|cri-dockerd|dockershim|podman|buildkitd|k3s)\.sock$/;

/** Folders that hold the node's credentials, programs, devices or running state, themselves. */
const sensitive = new Set(
  (
    '/etc /proc /sys /dev /root /root/.ssh /home /boot /run /var /var/run /var/lib /usr /usr/bin /usr/sbin ' +
    '/usr/local/bin /usr/lib /bin /sbin /lib /lib64 /opt /etc/kubernetes /etc/passwd /etc/shadow /etc/sudoers ' +
    '/etc/ssh /etc/systemd /etc/cron.d /etc/crontab /var/lib/kubelet /var/lib/docker /var/lib/containerd ' +
    '/var/lib/etcd /var/lib/rancher /var/run/docker /run/containerd /var/run/containerd /run/crio /var/run/crio'
  ).split(' '),
);

/** Folders of which every part is as sensitive. */
const sensitiveTrees = [
  '/etc/kubernetes/',
  '/etc/ssh/',
  '/var/lib/kubelet/pki',
  '/var/lib/kubelet/pods',
  '/var/lib/etcd/',
  '/proc/',
];

/**
 * What mounting an absolute path of the host gives away, or undefined for a text that is no absolute path
 * (a name of a volume, a relative path, an expansion).
 *
 * A final slash and doubled ones change nothing. `hostPath` is a path that is none of the others, so what
 * it gives depends on what is kept there.
 */
export function reachOfHostPath(path: string): HostPathReach | undefined {
  if (!path.startsWith('/') || /[$`{]/.test(path)) return undefined;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0) return 'hostRoot';
  const clean = `/${parts.join('/')}`;
  if (socket.test(parts[parts.length - 1] ?? '')) return 'containerSocket';
  if (sensitive.has(clean) || sensitiveTrees.some((tree) => clean.startsWith(tree))) return 'sensitivePath';
  return 'hostPath';
}
