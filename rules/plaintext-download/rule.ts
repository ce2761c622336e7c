import {
  cite,
  defineRule,
  insert,
  isExampleHost,
  isLocalHost,
  isNumericHost,
  message,
  parseAddress,
  review,
  type CommandFact,
  type DownloadFact,
  type Word,
} from '#rule';

const title = 'Fetch it over https';

/** Names of files that are run, installed, unpacked or trusted; a page or a picture is none. */
const software =
  /\.(sh|bash|py|pl|rb|ps1|tar|tar\.\w+|t[gxb]z|zip|gz|xz|bz2|deb|rpm|apk|pkg|dmg|msi|exe|bin|run|jar|whl|gem|iso|img|qcow2|ya?ml|gpg|asc|key|pem|crt)$/;

function isOpenHost(value: string): boolean {
  const { scheme, host } = parseAddress(value);
  if (scheme !== 'http' || host === undefined) return false;
  return !isLocalHost(host) && !isExampleHost(host) && !isNumericHost(host);
}

function matters({ file, intake }: DownloadFact): boolean {
  return intake !== undefined || (file !== undefined && software.test(file.name));
}

/** Addresses that a command installs or applies from: `kubectl apply -f`, `helm repo add`, `pip install -i`. */
function sourcesOf({ program, operands, flags, args }: CommandFact): readonly Word[] {
  const verb = operands[0]?.value ?? '';
  switch (program) {
    case 'kubectl':
    case 'oc':
      return /^(apply|create|replace)$/.test(verb) ? valuesOf(flags, /^(-f|--filename|-k|--kustomize)$/) : [];
    case 'helm':
      return /^(repo|install|upgrade|pull|template)$/.test(verb)
        ? [...operands, ...valuesOf(flags, /^--repo$/)]
        : [];
    case 'pip':
    case 'pip3':
      return [...operands, ...valuesOf(flags, /^(-i|--index-url|--extra-index-url|-f|--find-links)$/)];
    case 'npm':
      return valuesOf(flags, /^--registry$/);
    case 'git':
      return verb === 'clone' || verb === 'submodule' ? operands : [];
    case 'rpm':
    case 'yum':
    case 'dnf':
      return program === 'rpm' || verb === 'install' || verb === 'localinstall' ? args : [];
    default:
      return [];
  }
}

function valuesOf(flags: CommandFact['flags'], names: RegExp): readonly Word[] {
  return flags.flatMap((flag) => (names.test(flag.name) && flag.value !== undefined ? [flag.value] : []));
}

export default defineRule({
  meta: {
    id: 'plaintext-download',
    title: 'Software is fetched over plain http',
    why: 'Anybody on the way, from the café’s router to a provider, can put another file in its place.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 6,
    languages: ['shell'],
    references: cite(
      'CWE-319',
      'CWE-494',
      'NSA/CISA 1.2 Application security',
      'OWASP 2022 K02',
      'OWASP 2025 K07',
    ),
    fixes: [{ title, applicability: 'review' }],
  },
  visit(report) {
    const check = (word: Word, isEditable: boolean): void => {
      const at = word.text.search(/http:\/\//i);
      if (at < 0 || !isOpenHost(word.value)) return;
      const { host = '' } = parseAddress(word.value);
      report({
        at: word.range,
        message: message('{host} is asked over plain http, so anybody on the way decides what arrives', {
          host,
        }),
        fixes: () =>
          isEditable
            ? [
                review(
                  title,
                  [insert(word.range.start + at + 4, 's')],
                  'Make sure that the server answers over https',
                ),
              ]
            : [],
      });
    };
    return {
      download(download) {
        if (matters(download)) check(download.url, download.command.isEditable);
      },
      command(command) {
        for (const word of sourcesOf(command)) check(word, command.isEditable);
      },
    };
  },
});
