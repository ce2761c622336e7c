import { list, type Program } from './program';

const shellProgram: Program = {
  values: list('-c -o -O +o +O --rcfile --init-file'),
  style: 'getopt',
  stopAfter: 1,
};

const tar: Program = {
  values: list(
    '-f --file -C --directory -T --files-from -X --exclude-from --exclude --strip-components --owner --group --mode --transform -I --use-compress-program',
  ),
  style: 'getopt',
};

const checksum: Program = { values: ['-a', '--algorithm'], style: 'getopt' };

/** Shells, files, texts, accounts and services of the system. */
export const systemPrograms: { readonly [program: string]: Program } = {
  sh: shellProgram,
  bash: shellProgram,
  dash: shellProgram,
  ash: shellProgram,
  ksh: shellProgram,
  zsh: shellProgram,
  tar,
  bsdtar: tar,
  gtar: tar,
  unzip: { values: list('-d -x -P'), style: 'getopt' },
  install: {
    values: list('-m --mode -o --owner -g --group -t --target-directory -S --suffix'),
    style: 'getopt',
  },
  cp: { values: list('-t --target-directory -S --suffix'), style: 'getopt' },
  mv: { values: list('-t --target-directory -S --suffix'), style: 'getopt' },
  ln: { values: list('-t --target-directory -S --suffix'), style: 'getopt' },
  mkdir: { values: list('-m --mode'), style: 'getopt' },
  chmod: { values: ['--reference'], style: 'getopt' },
  chown: { values: ['--reference', '--from'], style: 'getopt' },
  find: {
    values: list(
      '-name -iname -path -type -mtime -mmin -size -user -group -perm -maxdepth -mindepth -newer -regex',
    ),
    style: 'single',
  },
  shasum: checksum,
  sha256sum: checksum,
  sha512sum: checksum,
  sha1sum: checksum,
  md5sum: checksum,
  cksum: checksum,
  b2sum: { values: ['-l', '--length'], style: 'getopt' },
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
  xargs: {
    values: list('-a --arg-file -d --delimiter -E -I -i -L -n --max-args -P --max-procs -s'),
    style: 'getopt',
    stopAfter: 1,
  },
  useradd: {
    values: list('-u --uid -g --gid -G --groups -d --home-dir -s --shell -p --password -c --comment'),
    style: 'getopt',
  },
  usermod: { values: list('-u -g -G -d -s -p --password -l'), style: 'getopt' },
  htpasswd: { values: ['-C', '-r'], style: 'getopt' },
  htdigest: { values: [], style: 'getopt' },
  systemctl: {
    values: list('-t --type -p --property -H --host -M --machine -n --lines -o --output'),
    style: 'getopt',
  },
};
