import {
  cite,
  asWord,
  defineRule,
  fileNameOf,
  findFlag,
  hasFlag,
  isLocalHost,
  isUnwatched,
  layOut,
  message,
  replace,
  review,
  savingText,
  variableOf,
  withStops,
  type CommandFact,
  type DocumentFacts,
  type DownloadFact,
  type Fix,
  type FixContext,
  type Intake,
} from '#rule';

const title = 'Compare the fingerprint, then trust the key';

/** A document that has its readers look at a fingerprint has done its part. */
function showsFingerprint(document: DocumentFacts): boolean {
  return document.all('command').some(({ fact }) => {
    const { program, operands } = fact;
    if (program === 'apt-key') return /^(finger|fingerprint|list)$/.test(operands[0]?.value ?? '');
    return (
      /^gpg2?$/.test(program) &&
      hasFlag(fact, '--show-keys', '--show-key', '--fingerprint', '--with-fingerprint', '--list-keys', '-k')
    );
  });
}

/** The fingerprints of the primary keys in a file, one a line, as `gpg --with-colons` prints them (GnuPG, doc/DETAILS). */
function fingerprintsOf(file: string): string {
  return `$(gpg --show-keys --with-colons ${file} | awk -F: '/^(pub|sub):/ { key = $1 } /^fpr:/ && key == "pub" { print $10 }')`;
}

function trustText(text: string, user: CommandFact, file: string): string | undefined {
  const { programWord, program, range } = user;
  if (programWord === undefined) return undefined;
  if (program === 'apt-key') {
    const dash = user.operands.find((word) => word.value === '-');
    if (dash === undefined) return undefined;
    return text.slice(range.start, dash.range.start) + file + text.slice(dash.range.end, range.end);
  }
  if (program !== 'gpg' || user.operands.length > 0) return undefined;
  // The file goes behind the options and before a redirection of the result.
  const redirect = user.redirects[0]?.range.start ?? range.end;
  const head = text.slice(range.start, redirect).trimEnd();
  return [head, file, text.slice(redirect, range.end)].filter((part) => part !== '').join(' ');
}

function fixesOf(context: FixContext, download: DownloadFact, intake: Intake): readonly Fix[] {
  const { text } = context.region;
  const { command } = download;
  const user = intake.command;
  if (command.pipedTo !== user || command.pipedFrom !== undefined || !command.isEditable) return [];
  if (command.joinedBy === '||' || findFlag(command, '-o', '--output') !== undefined) return [];
  const file = fileNameOf(download, '.asc');
  const use = trustText(text, user, file);
  if (use === undefined) return [];
  const variable = variableOf(file.replace(/\.\w+$/, '').replace(/-install$/, ''), 'FINGERPRINT');
  const stop = `\${${variable}:?set the fingerprint that the publisher states}`;
  // What follows in the pipeline (`| sudo tee keyring`) is part of trusting it.
  const range = { start: command.range.start, end: user.pipelineRange.end };
  const rest = text.slice(user.range.end, range.end);
  const test = `[ "${fingerprintsOf(file)}" = "${stop}" ]`;
  const steps = [savingText(text, download, asWord(file)), test, use + rest];
  const rewritten = layOut({ setup: [], steps, isUnwatched: isUnwatched(user) }, context, range.start);
  return [
    review(
      title,
      [withStops(replace(range, rewritten), stop)],
      'Take the fingerprint (40 hex digits, no blanks) from another place than the key',
    ),
  ];
}

export default defineRule({
  meta: {
    id: 'unverified-signing-key',
    title: 'Signing key is trusted without comparing its fingerprint',
    why: 'Every package signed with that key will be installed, so a replaced key opens the machine for good.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    reviewItem: 6,
    languages: ['shell'],
    references: cite('CWE-494', 'CWE-322'),
    fixes: [{ title, applicability: 'review' }],
  },
  reads: ['command', 'download'],
  read(document, report) {
    if (showsFingerprint(document)) return;
    for (const { fact, region } of document.all('download')) {
      const { intake, address } = fact;
      if (intake?.kind !== 'key' || (address.host !== undefined && isLocalHost(address.host))) continue;
      report({
        at: intake.command.range,
        region,
        message: message(
          'The key from {host} is trusted unseen, and with it every package it will ever sign',
          {
            host: address.host ?? 'the network',
          },
        ),
        related: [{ at: fact.command.range, message: message('It is fetched here') }],
        fixes: (context) => fixesOf(context, fact, intake),
      });
    }
  },
});
