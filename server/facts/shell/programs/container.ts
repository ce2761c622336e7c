import { list, type Program } from './program';

const dockerRun = list(`
  -a --attach --add-host --annotation --blkio-weight --blkio-weight-device --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile
  --cpu-period --cpu-quota -c --cpu-shares --cpus --cpuset-cpus --cpuset-mems --detach-keys --device
  --device-cgroup-rule --dns --dns-option --dns-search --domainname --entrypoint -e --env --env-file --expose --gpus
  --group-add --health-cmd --health-interval --health-retries --health-timeout -h --hostname --ip --ip6 --ipc
  --isolation -l --label --label-file --link --log-driver --log-opt --mac-address -m --memory --memory-reservation
  --memory-swap --mount --name --network --net --network-alias --oom-score-adj --pid --pids-limit --platform -p
  --publish --pull --restart --runtime --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl
  --tmpfs --ulimit -u --user --userns --uts -v --volume --volume-driver --volumes-from -w --workdir
  --cpu-count --cpu-percent --cpu-rt-period --cpu-rt-runtime --device-read-bps --device-read-iops --device-write-bps
  --device-write-iops --health-start-interval --health-start-period --kernel-memory --link-local-ip --memory-swappiness
`);

/** What `podman run` and `podman create` have besides (podman-run(1)). */
const podmanRun = list(`
  --arch --authfile --chrootdirs --conmon-pidfile --decryption-key --env-merge --gidmap --group-entry
  --health-log-destination --health-max-log-count --health-max-log-size --health-on-failure --health-startup-cmd
  --health-startup-interval --health-startup-retries --health-startup-success --health-startup-timeout --hooks-dir
  --hostuser --image-volume --init-ctr --init-path --os --passwd-entry --personality --pidfile --pod --pod-id-file
  --preserve-fd --preserve-fds --rdt-class --requires --retry --retry-delay --sdnotify --seccomp-policy --secret
  --shm-size-systemd --subgidname --subuidname --systemd --timeout --tz --uidmap --umask --unsetenv --variant
`);

/** Global options and some of `nerdctl run`, which may stand behind it (nerdctl, command reference). */
const nerdctlRun = list(`
  --address --namespace --snapshotter --storage-driver --cni-path --cni-netconfpath --data-root --cgroup-manager
  --hosts-dir --umask --rdt-class --cgroup-conf --pidfile --verify --cosign-key --cosign-certificate-identity --systemd
`);

const dockerBuild = list(`
  -t --tag -f --file --build-arg --build-context --target --platform --secret --ssh --cache-from --cache-to -o
  --output --progress --network --label --add-host --iidfile --builder --metadata-file --shm-size --ulimit
`);

const dockerService = [
  ...dockerRun,
  ...list(`
    --config --constraint --container-label --credential-spec --endpoint-mode --generic-resource --group --host
    --limit-cpu --limit-memory --limit-pids --max-concurrent --mode --placement-pref --replicas
    --replicas-max-per-node --reserve-cpu --reserve-memory --restart-condition --restart-delay
    --restart-max-attempts --restart-window --rollback-delay --rollback-parallelism --secret
    --stop-grace-period --update-delay --update-failure-action --update-order --update-parallelism --image
  `),
];

const dockerExec = list('-e --env --env-file -u --user -w --workdir --detach-keys');

const dockerCompose = list(
  '-f --file -p --project-name --profile --env-file --project-directory --ansi --progress',
);

/** The part that docker, podman and nerdctl share. */
function containerEngine(name: string, own: readonly string[] = []): { readonly [program: string]: Program } {
  const style = 'pflag';
  const run: Program = { values: [...dockerRun, ...own], style, stopAfter: 2 };
  const build: Program = { values: dockerBuild, style };
  const exec: Program = { values: dockerExec, style, stopAfter: 3 };
  const long = list(
    '-H --host --context -c --config --log-level -l --tlscacert --tlscert --tlskey --connection -n',
  );
  return {
    [name]: { values: [...long, '--namespace', '--platform', '--filter', '--format', '-f'], style },
    [`${name} run`]: run,
    [`${name} create`]: run,
    [`${name} container run`]: { ...run, stopAfter: 3 },
    [`${name} container create`]: { ...run, stopAfter: 3 },
    [`${name} service create`]: { values: dockerService, style, stopAfter: 3 },
    [`${name} service update`]: { values: dockerService, style },
    [`${name} exec`]: exec,
    [`${name} container exec`]: { ...exec, stopAfter: 4 },
    [`${name} build`]: build,
    [`${name} image build`]: build,
    [`${name} buildx build`]: build,
    [`${name} login`]: { values: list('-u --username -p --password'), style },
    [`${name} pull`]: { values: [...list('--platform --creds --cert-dir --policy'), ...own], style },
    [`${name} logs`]: { values: list('-n --tail --since --until'), style },
    [`${name} rm`]: { values: [], style },
    [`${name} rmi`]: { values: [], style },
    [`${name} compose`]: { values: dockerCompose, style },
    [`${name} compose exec`]: { values: [...dockerCompose, ...dockerExec, '--index'], style, stopAfter: 4 },
    [`${name} compose run`]: { values: [...dockerCompose, ...dockerRun], style, stopAfter: 3 },
    [`${name} compose logs`]: { values: [...dockerCompose, '-n', '--tail'], switches: ['-f'], style },
  };
}

/** What builds, runs and moves images. */
export const containerPrograms: { readonly [program: string]: Program } = {
  ...containerEngine('docker'),
  ...containerEngine('podman', podmanRun),
  ...containerEngine('nerdctl', nerdctlRun),
  'docker-compose': { values: dockerCompose, style: 'pflag' },
  crane: { values: ['--platform'], style: 'pflag' },
  skopeo: {
    values: list(`
      --src-creds --dest-creds --creds --authfile --src-authfile --dest-authfile --src-tls-verify --src-cert-dir
      --dest-cert-dir -f --format --sign-by --digestfile --additional-tag --multi-arch --retry-times
      --override-arch --override-os --override-variant --policy --registries.d --command-timeout --tmpdir
      --src-username --src-password --dest-username --dest-password --src-registry-token --dest-registry-token
    `),
    style: 'pflag',
  },
  // cri-tools, docs/crictl.md.
  crictl: {
    values: list(`
      -r --runtime-endpoint -i --image-endpoint -c --config -t --timeout --creds --auth --username -u --annotation -a
      --pod-config --pull-timeout
    `),
    style: 'pflag',
  },
  // containerd, cmd/ctr.
  ctr: {
    values: list(`
      -a --address -n --namespace --timeout --connect-timeout --platform -u --user --hosts-dir --tlscacert --tlscert
      --tlskey --snapshotter --label --max-concurrent-downloads
    `),
    style: 'pflag',
  },
  cosign: {
    values: list(`
      --key --certificate --signature --bundle --certificate-identity --certificate-identity-regexp
      --certificate-oidc-issuer --certificate-oidc-issuer-regexp --type --predicate
    `),
    style: 'pflag',
  },
};
