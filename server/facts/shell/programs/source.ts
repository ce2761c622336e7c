import { list, type Program } from './program';

const pip: Program = {
  values: list(
    '-r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links --trusted-host -t --target --proxy --cert',
  ),
  style: 'getopt',
};

const aptGet: Program = { values: list('-o --option -t --target-release -c --config-file'), style: 'getopt' };

const script: Program = { values: ['-c', '-e', '-m', '-r', '-W', '-X'], style: 'getopt', stopAfter: 1 };

/** Sources, and what runs or installs them: version control, package managers, languages. */
export const sourcePrograms: { readonly [program: string]: Program } = {
  git: {
    values: list(`
      -C -c -b -B --branch -m --message -u --set-upstream -o --origin --depth -j --jobs --git-dir --work-tree --author
      --date --format --since --until -F --file --template --reference --config --filter
    `),
    style: 'getopt',
  },
  'git branch': { values: list('-u --set-upstream-to --sort --format --contains'), style: 'getopt' },
  'git push': { values: list('-o --push-option --repo'), switches: ['-u'], style: 'getopt' },
  gh: {
    values: list(`
      -R --repo -t --title -b --body -F --field -f --raw-field -H --header -X --method -q --jq --template -p --pattern
      -D --dir -O --output --body-file -e --env -o --org -a --app --visibility --hostname --owner --predicate-type
    `),
    style: 'pflag',
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
};
