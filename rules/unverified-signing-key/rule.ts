import {
  cite,
  asWord,
  defineRule,
  editedText,
  fileNameOf,
  findFlag,
  hasFlag,
  isLocalHost,
  isUnwatched,
  layOut,
  message,
  nameOfAddress,
  parseAddress,
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
  type Range,
  type Word,
} from '#rule';

const title = 'Compare the fingerprint, then trust the key';
const trusted = 'The key from {host} is trusted unseen, and with it every package it will ever sign';

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

/** Compares the fingerprint of a saved key before the command that trusts it. */
function compared(context: FixContext, { file, fetch, use, range, isLast }: Trust): readonly Fix[] {
  const variable = variableOf(file.replace(/\.\w+$/, '').replace(/-install$/, ''), 'FINGERPRINT');
  const stop = `\${${variable}:?set the fingerprint that the publisher states}`;
  const test = `[ "${fingerprintsOf(file)}" = "${stop}" ]`;
  const steps = [fetch, test, use];
  const rewritten = layOut({ setup: [], steps, isUnwatched: isLast }, context, range.start);
  return [
    review(
      title,
      [withStops(replace(range, rewritten), stop)],
      'Take the fingerprint (40 hex digits, no blanks) from another place than the key',
    ),
  ];
}

interface Trust {
  /** What the key is saved as. */
  readonly file: string;
  readonly fetch: string;
  readonly use: string;
  readonly range: Range;
  readonly isLast: boolean;
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
  // What follows in the pipeline (`| sudo tee keyring`) is part of trusting it.
  const range = { start: command.range.start, end: user.pipelineRange.end };
  const rest = text.slice(user.range.end, range.end);
  const fetch = savingText(text, download, asWord(file));
  return compared(context, { file, fetch, use: use + rest, range, isLast: isUnwatched(user) });
}

/** Folders whose keys the package manager believes. */
const keyrings = /^\/(etc\/apt\/(keyrings|trusted\.gpg\.d)|usr\/share\/keyrings|etc\/pki\/rpm-gpg)\//;

/** A command whose text can be replaced by a list of steps. */
function isReplaceable(command: CommandFact): boolean {
  return (
    command.isEditable &&
    command.pipedFrom === undefined &&
    command.parent === undefined &&
    command.joinedBy !== '||'
  );
}

/**
 * `curl -o /etc/apt/keyrings/x.asc …`, `curl … | sudo tee /etc/apt/keyrings/x.asc`: saved to the reader's folder first,
 * and put in its place when it is the right one.
 */
function keyringFixes(context: FixContext, download: DownloadFact): readonly Fix[] {
  const { text } = context.region;
  const { command, file } = download;
  const { pipedTo: tee, programWord } = command;
  // Whoever writes the file needs the rights for it; fetching it needs none.
  const writer = tee ?? command;
  if (!isReplaceable(command) || programWord === undefined || file?.word === undefined) return [];
  if (command.redirects.length > 0 || writer.pipedTo !== undefined) return [];
  if (tee !== undefined && (tee.program !== 'tee' || tee.operands.length > 1)) return [];
  const own = fileNameOf(download, '.asc');
  const head = text.slice(writer.range.start, writer.programWord?.range.start ?? writer.range.start);
  const isSudo = tee === undefined && /^sudo\s+$/.test(head);
  const fetch = savingText(text, download, asWord(own)).slice(isSudo ? head.length : 0);
  const use = `${head}install -m 0644 ${asWord(own)} ${file.word.text}`;
  const range = { start: command.range.start, end: writer.range.end };
  return compared(context, { file: own, fetch, use, range, isLast: isUnwatched(writer) });
}

/** `rpm --import https://…`, `apt-key adv --fetch-keys https://…`: the word with the address. */
function importedKey({ program, flags, operands }: CommandFact): Word | undefined {
  const words =
    /^(rpm|rpmkeys)$/.test(program) && flags.some(({ name }) => name === '--import')
      ? [...operands, ...flags.flatMap(({ name, value }) => (name === '--import' ? (value ?? []) : []))]
      : program === 'apt-key' &&
          operands[0]?.value === 'adv' &&
          flags.some(({ name }) => name === '--fetch-keys')
        ? [...operands, ...flags.flatMap(({ value }) => value ?? [])]
        : [];
  return words.find(({ value }) => /^https?:\/\//.test(value));
}

function importFixes(context: FixContext, command: CommandFact, url: Word): readonly Fix[] {
  const { text } = context.region;
  const { program, programWord, range, pipedTo, redirects } = command;
  if (!isReplaceable(command) || programWord === undefined) return [];
  if (pipedTo !== undefined || redirects.length > 0) return [];
  const file = nameOfAddress(url, '.asc');
  const use =
    program === 'apt-key'
      ? `${text.slice(range.start, programWord.range.end)} add ${asWord(file)}`
      : editedText(text, range, [replace(url.range, asWord(file))]);
  const fetch = `curl -fsSL -o ${asWord(file)} ${url.text}`;
  return compared(context, { file, fetch, use, range, isLast: isUnwatched(command) });
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
    references: cite(
      'CWE-494',
      'CWE-322',
      'NSA/CISA 1.2 Application security',
      'OWASP 2022 K02',
      'OWASP 2025 K07',
    ),
    fixes: [{ title, applicability: 'review' }],
  },
  reads: ['command', 'download'],
  read(document, report) {
    if (showsFingerprint(document)) return;
    for (const { fact, region } of document.all('command')) {
      const url = importedKey(fact);
      const { host } = parseAddress(url?.value ?? '');
      if (url === undefined || (host !== undefined && isLocalHost(host))) continue;
      report({
        at: url.range,
        region,
        message: message(trusted, { host: host ?? message('the network') }),
        fixes: (context) => importFixes(context, fact, url),
      });
    }
    for (const { fact, region } of document.all('download')) {
      const { intake, address, file } = fact;
      if (intake === undefined && file !== undefined && keyrings.test(file.name)) {
        if (address.host !== undefined && isLocalHost(address.host)) continue;
        report({
          at: file.word?.range ?? fact.url.range,
          region,
          message: message(trusted, { host: address.host ?? message('the network') }),
          fixes: (context) => keyringFixes(context, fact),
        });
        continue;
      }
      if (intake?.kind !== 'key' || (address.host !== undefined && isLocalHost(address.host))) continue;
      report({
        at: intake.command.range,
        region,
        message: message(trusted, { host: address.host ?? message('the network') }),
        related: [{ at: fact.command.range, message: message('It is fetched here') }],
        fixes: (context) => fixesOf(context, fact, intake),
      });
    }
  },
});
