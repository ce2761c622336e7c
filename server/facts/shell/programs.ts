/**
 * Which options of well-known programs take a value, from their manuals (curl 8.15, kubectl 1.34, helm 3.19,
 * docker 28, eksctl 0.214, GNU coreutils 9.7 and the like).
 *
 * A key is a program, or a program and its subcommands (`docker run`), which then stands for the whole.
 */
export interface Program {
  /** Options that take the next word (or what is attached); `all`: every long one that has one behind it. */
  readonly values: readonly string[] | 'all';
  /** With `all`: long options that take none. With an inherited list: options that take none here. */
  readonly switches?: readonly string[];
  /** Options whose value must be attached: `mysql -pSECRET`. */
  readonly attached?: readonly string[];
  /**
   * `getopt`: `-fsSL`, `-ofile`. `pflag` (Go): the same, and `-n=name`. `single`: long options have one dash.
   */
  readonly style: 'getopt' | 'pflag' | 'single';
  /** Words behind so many operands belong to something else: the command in a container or on a host. */
  readonly stopAfter?: number;
}

function list(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

const kubectl = list(`
  -n --namespace --context --kubeconfig --cluster --user -s --server --token --as --as-group --as-uid
  --certificate-authority --client-certificate --client-key --request-timeout --cache-dir --tls-server-name -v --v
  --username --password -f --filename -l --selector -o --output -k --kustomize --field-selector --sort-by --template
  --image --port --target-port --replicas --type -p --patch --patch-file --from-literal --from-file --from-env-file
  --docker-server --docker-username --docker-password --docker-email --cert --key --overrides --restart --env --labels
  -c --container --timeout --for --tail --since --since-time --serviceaccount --clusterrole --role --verb --resource
  --resource-name --group --max --min --cpu-percent --requests --limits --hard --schedule --class --rule
  --field-manager --grace-period --subresource --name --protocol --external-ip --cluster-ip --address --duration
  --audience --raw --copy-to --set-image --target --profile --to-revision --revision -L --label-columns
`);

const helm = list(`
  -f --values --set --set-string --set-file --set-json --set-literal --version -n --namespace --repo --kube-context
  --kubeconfig --timeout --username --password -u -p --ca-file --cert-file --key-file --keyring -o --output --name
  --history-max --description --post-renderer --kube-token --kube-apiserver --kube-as-user --kube-as-group
  --registry-config --repository-cache --repository-config -d --destination --untardir --api-versions --kube-version
  -s --show-only --output-dir --revision --app-version
`);

const eksctl = list(`
  --name -n --cluster -c --region -r -p --profile -f --config-file --node-type -t --nodes -N --nodes-min -m
  --nodes-max -M --node-volume-size --node-volume-type --max-pods-per-node --ssh-public-key --node-ami
  --node-ami-family --node-security-groups --node-labels --node-zones --zones --version --tags --vpc-cidr
  --vpc-private-subnets --vpc-public-subnets --vpc-nat-mode --vpc-from-kops-cluster --nodegroup-name --timeout
  --cfn-role-arn --kubeconfig --authenticator-role-arn --namespace --role-name --role-arn --attach-policy-arn
  --attach-role-arn --arn --username --group --service-name --service-account-role-arn --permissions-boundary
  --include --exclude --enable-types --disable-types --selectors --labels -l --output -o --verbose -v --color -C
  --instance-types --instance-name --instance-prefix --account --addon --wait-timeout
`);

const dockerRun = list(`
  -a --attach --add-host --annotation --blkio-weight --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile
  --cpu-period --cpu-quota -c --cpu-shares --cpus --cpuset-cpus --cpuset-mems --detach-keys --device
  --device-cgroup-rule --dns --dns-option --dns-search --domainname --entrypoint -e --env --env-file --expose --gpus
  --group-add --health-cmd --health-interval --health-retries --health-timeout -h --hostname --ip --ip6 --ipc
  --isolation -l --label --label-file --link --log-driver --log-opt --mac-address -m --memory --memory-reservation
  --memory-swap --mount --name --network --net --network-alias --oom-score-adj --pid --pids-limit --platform -p
  --publish --pull --restart --runtime --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl
  --tmpfs --ulimit -u --user --userns --uts -v --volume --volume-driver --volumes-from -w --workdir
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
function containerEngine(name: string): { readonly [program: string]: Program } {
  const style = 'pflag';
  const run: Program = { values: dockerRun, style, stopAfter: 2 };
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
    [`${name} pull`]: { values: ['--platform', '--creds', '--tls-verify'], style },
    [`${name} logs`]: { values: list('-n --tail --since --until'), style },
    [`${name} rm`]: { values: [], style },
    [`${name} rmi`]: { values: [], style },
    [`${name} compose`]: { values: dockerCompose, style },
    [`${name} compose exec`]: { values: [...dockerCompose, ...dockerExec, '--index'], style, stopAfter: 4 },
    [`${name} compose run`]: { values: [...dockerCompose, ...dockerRun], style, stopAfter: 3 },
    [`${name} compose logs`]: { values: [...dockerCompose, '-n', '--tail'], switches: ['-f'], style },
  };
}

const shellProgram: Program = {
  values: list('-c -o -O +o +O --rcfile --init-file'),
  style: 'getopt',
  stopAfter: 1,
};
const checksum: Program = { values: ['-a', '--algorithm'], style: 'getopt' };
const tar: Program = {
  values: list(
    '-f --file -C --directory -T --files-from -X --exclude-from --exclude --strip-components --owner --group --mode --transform -I --use-compress-program',
  ),
  style: 'getopt',
};
const sqlClient: Program = {
  values: list(
    '-h --host -P --port -u --user -e --execute -D --database -S --socket --defaults-file -B --databases',
  ),
  attached: ['-p', '--password'],
  style: 'getopt',
};
const postgres: Program = {
  values: list(
    '-h --host -p --port -U --username -d --dbname -c --command -f --file -v --set -o --output -F -t --table',
  ),
  switches: [],
  style: 'getopt',
};
const pip: Program = {
  values: list(
    '-r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links --trusted-host -t --target --proxy --cert',
  ),
  style: 'getopt',
};
const aptGet: Program = { values: list('-o --option -t --target-release -c --config-file'), style: 'getopt' };
const script: Program = { values: ['-c', '-e', '-m', '-r', '-W', '-X'], style: 'getopt', stopAfter: 1 };

export const programs: { readonly [program: string]: Program | undefined } = {
  curl: {
    values: list(`
      -A --user-agent -b --cookie -C --continue-at -c --cookie-jar -d --data -D --dump-header -e --referer -E --cert
      -F --form -h -H --header -K --config -m --max-time -o --output -P --ftp-port -Q --quote -r --range -t
      --telnet-option -T --upload-file -u --user -U --proxy-user -w --write-out -x --proxy -X --request -y
      --speed-time -Y --speed-limit -z --time-cond --cacert --capath --cert-type --ciphers --connect-timeout
      --connect-to --create-file-mode --data-ascii --data-binary --data-raw --data-urlencode --dns-servers
      --doh-url --form-string --interface --json --key --key-type --limit-rate --local-port --max-filesize
      --max-redirs --netrc-file --noproxy --oauth2-bearer --output-dir --pass --pinnedpubkey --proto --proto-default
      --proto-redir --proxy-header --resolve --retry --retry-delay --retry-max-time --socks5 --socks5-hostname
      --stderr --tls-max --tls13-ciphers --trace --trace-ascii --unix-socket --url --url-query --variable --aws-sigv4
    `),
    style: 'getopt',
  },
  wget: {
    values: list(`
      -O --output-document -o --output-file -a --append-output -P --directory-prefix -e --execute -i --input-file -B
      --base -t --tries -T --timeout -w --wait -Q --quota -U --user-agent --user --password --http-user
      --http-password --ftp-user --ftp-password --header --post-data --post-file --method --body-data --body-file
      --referer --load-cookies --save-cookies --certificate --private-key --ca-certificate --ca-directory
      --secure-protocol --limit-rate --level -l --accept -A --reject -R --domains -D --proxy-user --proxy-password
    `),
    style: 'getopt',
  },
  kubectl: { values: kubectl, style: 'pflag' },
  'kubectl logs': { values: kubectl, switches: list('-f -p'), style: 'pflag' },
  'kubectl run': { values: kubectl, switches: list('-i -t'), style: 'pflag' },
  'kubectl exec': { values: kubectl, switches: list('-i -t'), style: 'pflag' },
  oc: { values: kubectl, style: 'pflag' },
  helm: { values: helm, style: 'pflag' },
  'helm list': { values: helm, switches: ['-d'], style: 'pflag' },
  eksctl: { values: eksctl, style: 'pflag' },
  kustomize: {
    values: list('-o --output -e --env --helm-command --load-restrictor --network-name'),
    style: 'pflag',
  },
  gh: {
    values: list(`
      -R --repo -t --title -b --body -F --field -f --raw-field -H --header -X --method -q --jq --template -p --pattern
      -D --dir -O --output --body-file -e --env -o --org -a --app --visibility --hostname --owner --predicate-type
    `),
    style: 'pflag',
  },
  ...containerEngine('docker'),
  ...containerEngine('podman'),
  ...containerEngine('nerdctl'),
  'docker-compose': { values: dockerCompose, style: 'pflag' },
  crane: { values: ['--platform'], style: 'pflag' },
  skopeo: { values: list('--src-creds --dest-creds --creds --authfile --src-tls-verify'), style: 'pflag' },
  cosign: {
    values: list(`
      --key --certificate --signature --bundle --certificate-identity --certificate-identity-regexp
      --certificate-oidc-issuer --certificate-oidc-issuer-regexp --type --predicate
    `),
    style: 'pflag',
  },
  aws: {
    values: 'all',
    switches: list(`
      --debug --recursive --quiet --follow --force --delete --with-decryption --dry-run --dryrun --only-show-errors
      --public --private --enable-dns-hostnames --ignore-cli-dialect --no-paginate --no-verify-ssl --no-sign-request
      --no-cli-pager --no-include-email --no-follow-symlinks --exact-timestamps --human-readable --summarize
      --no-enable-dns-hostnames --no-fail-on-empty-changeset --no-execute-changeset --force-delete-without-recovery
    `),
    style: 'getopt',
  },
  az: {
    values: 'all',
    switches: list('--yes --no-wait --debug --verbose --only-show-errors --help --use-device-code --admin'),
    style: 'getopt',
  },
  gcloud: {
    values: 'all',
    switches: list('--quiet --async --help --brief --preview --no-user-output-enabled'),
    style: 'getopt',
  },
  git: {
    values: list(`
      -C -c -b -B --branch -m --message -u --set-upstream -o --origin --depth -j --jobs --git-dir --work-tree --author
      --date --format --since --until -F --file --template --reference --config --filter
    `),
    style: 'getopt',
  },
  'git branch': { values: list('-u --set-upstream-to --sort --format --contains'), style: 'getopt' },
  'git push': { values: list('-o --push-option --repo'), switches: ['-u'], style: 'getopt' },
  tar,
  bsdtar: tar,
  gtar: tar,
  install: {
    values: list('-m --mode -o --owner -g --group -t --target-directory -S --suffix'),
    style: 'getopt',
  },
  cp: { values: list('-t --target-directory -S --suffix'), style: 'getopt' },
  mv: { values: list('-t --target-directory -S --suffix'), style: 'getopt' },
  ln: { values: list('-t --target-directory -S --suffix'), style: 'getopt' },
  mkdir: { values: list('-m --mode'), style: 'getopt' },
  unzip: { values: list('-d -x -P'), style: 'getopt' },
  shasum: checksum,
  sha256sum: checksum,
  sha512sum: checksum,
  sha1sum: checksum,
  md5sum: checksum,
  cksum: checksum,
  b2sum: { values: ['-l', '--length'], style: 'getopt' },
  sh: shellProgram,
  bash: shellProgram,
  dash: shellProgram,
  ash: shellProgram,
  ksh: shellProgram,
  zsh: shellProgram,
  python: script,
  python3: script,
  perl: { values: ['-e', '-E', '-I'], style: 'getopt', stopAfter: 1 },
  ruby: { values: ['-e', '-I', '-r'], style: 'getopt', stopAfter: 1 },
  node: {
    values: ['-e', '-p', '-r', '--eval', '--print', '--require', '--import'],
    style: 'getopt',
    stopAfter: 1,
  },
  java: { values: ['-jar', '-cp', '-classpath', '--module-path', '-m'], style: 'single', stopAfter: 1 },
  ssh: {
    values: list('-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w -B'),
    style: 'getopt',
    stopAfter: 2,
  },
  scp: { values: list('-c -D -F -i -J -l -o -P -S -X'), style: 'getopt' },
  'ssh-keygen': { values: list('-t -b -f -C -N -P -m -O -I -n -s -V'), style: 'single' },
  sshpass: { values: list('-p -f -d -P'), style: 'getopt', stopAfter: 1 },
  psql: postgres,
  pg_dump: postgres,
  pg_restore: postgres,
  pg_isready: postgres,
  createdb: postgres,
  mysql: sqlClient,
  mysqldump: sqlClient,
  mysqladmin: sqlClient,
  mariadb: sqlClient,
  'redis-cli': {
    values: list('-h -p -s -a -u -r -i -n -d -x --user --pass --uri --cacert --cert --key --sni'),
    style: 'single',
  },
  mongosh: {
    values: list('-u --username -p --password --host --port --authenticationDatabase --eval -f --file --db'),
    style: 'getopt',
  },
  mongo: {
    values: list('-u --username -p --password --host --port --authenticationDatabase --eval'),
    style: 'getopt',
  },
  openssl: {
    values: list(`
      -in -out -inkey -passin -passout -pass -k -K -iv -subj -days -newkey -key -CA -CAkey -CAfile -CApath -config
      -extensions -extfile -connect -servername -cert -name -sign -verify -signature -keyform -inform -outform -set_serial
      -addext -rand
    `),
    style: 'single',
  },
  htpasswd: { values: ['-C', '-r'], style: 'getopt' },
  htdigest: { values: [], style: 'getopt' },
  gpg: {
    values: list(`
      -o --output -u --local-user -r --recipient --homedir --keyring --keyserver --recv-keys --recv-key --passphrase
      --passphrase-file --passphrase-fd --pinentry-mode --default-key --trust-model --status-fd
    `),
    style: 'getopt',
  },
  vault: {
    values: list('-address -namespace -field -format -path -ca-cert -client-cert -client-key -token-only'),
    style: 'single',
  },
  terraform: { values: list('-var -var-file -target -out -backend-config -state -chdir'), style: 'single' },
  find: {
    values: list(
      '-name -iname -path -type -mtime -mmin -size -user -group -perm -maxdepth -mindepth -newer -regex',
    ),
    style: 'single',
  },
  pip,
  pip3: pip,
  'apt-get': aptGet,
  apt: aptGet,
  yum: { values: list('-c --enablerepo --disablerepo --setopt -x'), style: 'getopt' },
  dnf: { values: list('-c --enablerepo --disablerepo --setopt -x --repo'), style: 'getopt' },
  apk: { values: list('-X --repository -p --root -t --virtual --keys-dir'), style: 'getopt' },
  npm: { values: list('--registry --prefix -w --workspace --tag --otp --userconfig'), style: 'getopt' },
  npx: { values: list('-p --package -c --call'), style: 'getopt', stopAfter: 1 },
  useradd: {
    values: list('-u --uid -g --gid -G --groups -d --home-dir -s --shell -p --password -c --comment'),
    style: 'getopt',
  },
  usermod: { values: list('-u -g -G -d -s -p --password -l'), style: 'getopt' },
  chmod: { values: ['--reference'], style: 'getopt' },
  chown: { values: ['--reference', '--from'], style: 'getopt' },
  systemctl: {
    values: list('-t --type -p --property -H --host -M --machine -n --lines -o --output'),
    style: 'getopt',
  },
  xargs: {
    values: list('-a --arg-file -d --delimiter -E -I -i -L -n --max-args -P --max-procs -s'),
    style: 'getopt',
    stopAfter: 1,
  },
  sed: { values: list('-e --expression -f --file'), style: 'getopt' },
  awk: { values: list('-F -v -f'), style: 'getopt' },
  grep: {
    values: list('-e --regexp -f --file -m --max-count -A -B -C --include --exclude --exclude-dir'),
    style: 'getopt',
  },
  head: { values: list('-n --lines -c --bytes'), style: 'getopt' },
  tail: { values: list('-n --lines -c --bytes'), style: 'getopt' },
  tee: { values: [], style: 'getopt' },
  jq: { values: list('-f --from-file --indent -L'), style: 'getopt' },
  flux: {
    values: list(`
      --owner --repository --branch --path --url --namespace -n --interval --source --token-env --username --password
      --private-key-file --components --components-extra --context --kubeconfig --export-path
    `),
    style: 'pflag',
  },
  argocd: {
    values: list(
      '--username --password --server --auth-token --repo --path --dest-server --dest-namespace --project --current-password --new-password --account',
    ),
    style: 'pflag',
  },
  kops: {
    values: list(
      '--name --state --zones --cloud --node-count --node-size --master-size --control-plane-size --ssh-public-key --ssh-access --admin-access --networking --topology --dns-zone --image --kubernetes-version --vpc --out -o --output --target -f --filename',
    ),
    style: 'pflag',
  },
  kubeadm: {
    values: list(
      '--token --discovery-token-ca-cert-hash --apiserver-advertise-address --pod-network-cidr --config --certificate-key --kubernetes-version --service-cidr --cri-socket --discovery-token --control-plane-endpoint',
    ),
    style: 'pflag',
  },
};

/** What runs another program: its own options that take a value, and how many operands stand before it. */
export interface Wrapper {
  readonly values: readonly string[];
  readonly operands: number;
  /** Options with which it runs nothing. */
  readonly query: readonly string[];
}

function wrapper(values: string, operands = 0, query: readonly string[] = []): Wrapper {
  return { values: values === '' ? [] : list(values), operands, query };
}

export const wrappers: { readonly [program: string]: Wrapper | undefined } = {
  sudo: wrapper(
    '-u --user -g --group -h --host -p --prompt -C --close-from -r --role -t --type -T --command-timeout -U --other-user -D --chdir -R --chroot',
    0,
    ['-l', '--list', '-v', '--validate', '-k', '--reset-timestamp', '-K', '-e', '--edit', '-V', '--version'],
  ),
  doas: wrapper('-u -C -a', 0, ['-L']),
  env: wrapper('-u --unset -C --chdir -S --split-string -a --argv0'),
  time: wrapper('-o --output -f --format'),
  nohup: wrapper(''),
  exec: wrapper('-a'),
  command: wrapper('', 0, ['-v', '-V']),
  builtin: wrapper(''),
  timeout: wrapper('-s --signal -k --kill-after', 1),
  nice: wrapper('-n --adjustment'),
  ionice: wrapper('-c --class -n --classdata'),
  stdbuf: wrapper('-i --input -o --output -e --error'),
  setsid: wrapper(''),
};
