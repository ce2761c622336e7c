/**
 * Programs whose commands some rule speaks about; code that starts with another word is no command to look at.
 *
 * Programs that only verify or make a cluster on the reader's machine are left out: what a sentence mentions verifies
 * nothing, and says nothing about where a document's commands run.
 */
const programs = new Set(
  (
    'apk apt apt-get apt-key argocd aria2c aws az chgrp chmod chown curl deno dnf docker docker-compose dockerd ' +
    'echo eksctl export finch flux gcloud git grafana grafana-cli grpcurl helm helmfile istioctl k3s kops ' +
    'kube-apiserver kubeadm kubectl kubelet kustomize linkerd mariadb mariadb-dump microdnf mongosh mysql mysqldump ' +
    'nerdctl node npm oc openssl pip pip3 pnpm podman printf psql python python3 redis-cli redis-server rpm scp ' +
    'setsebool ssh ssh-keyscan systemctl ufw umask vault wget yarn yum zypper'
  ).split(' '),
);

/** Prompt, `sudo` with its options, variables in front: then the program. */
const head = /^(?:\$ )?(?:sudo\s+(?:-[A-Za-z]+\s+)*)?(?:[A-Za-z_]\w*=[^\s`]*\s+)*([a-z][\w.-]*)\s+\S/;

/** True for code that starts like a command of a program that rules know, and has more than its name. */
export function startsCommand(code: string): boolean {
  const program = head.exec(code.trimStart())?.[1];
  return program !== undefined && programs.has(program);
}

/** What only looks, stops or takes away says nothing that a rule speaks about; most commands of prose are such. */
const idle = new Set(
  (
    'api-resources api-versions api-server cluster-info cordon delete describe diff doctor drain edit explain get help ' +
    'images info inspect kill list log logs ls port ps rm rmi rolling-update rollout scale search show start status ' +
    'stop test top tree uncordon uninstall update validate version wait'
  ).split(' '),
);

/** Something is left out, or it is the synopsis of a manual: `docker run … nginx`, `docker run [OPTIONS] IMAGE`. */
const elided = /…|(?:^|\s)\.{3}|\.{3}$|\[(?:-|[A-Za-z][\w .-]*\])/;

/**
 * True for code that is a command from its first word to its last, one that a reader could type, and does more than
 * look (`docker ps`). That it lacks what its program needs is for the facts to see (facts/shell/mention.ts).
 */
export function isWholeCommand(code: string): boolean {
  return startsCommand(code) && !isIdle(code) && !elided.test(code);
}

function isIdle(code: string): boolean {
  const [first, second = ''] = code.slice(code.startsWith('$ ') ? 2 : 0).split(/\s+/, 3);
  return first !== 'systemctl' && idle.has(second) && !/[|&;$(]/.test(code);
}
