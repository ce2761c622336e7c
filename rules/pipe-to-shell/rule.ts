import {
  cite,
  defineRule,
  intakeFixes,
  intakeTitles,
  isLocalHost,
  message,
  type DownloadFact,
  type Intake,
  type Message,
  type Range,
  type Region,
  type Severity,
} from '#rule';

type Taken = Exclude<Intake['kind'], 'key'>;

/** A manifest that is piped is no worse than one applied from its address, which a moving source makes medium. */
const severities: { readonly [K in Taken]: Severity } = {
  interpreter: 'high',
  archive: 'high',
  program: 'high',
  manifest: 'medium',
};

function sentenceFor(kind: Taken, { address }: DownloadFact, isRoot: boolean): Message {
  const host = address.host ?? message('the server');
  switch (kind) {
    case 'archive':
      return message(
        'Archive from {host} is unpacked as it arrives, before anything could check that it is the published one',
        { host },
      );
    case 'program':
      return message(
        'Program from {host} is installed as it arrives, before anything could check that it is the published one',
        { host },
      );
    case 'manifest':
      return message(
        'Manifest from {host} is applied as it arrives, so whoever controls that server decides what the cluster runs',
        { host },
      );
    case 'interpreter':
      return isRoot
        ? message(
            'What {host} sends is run as it arrives, so whoever controls that server or its name runs commands as root here',
            { host },
          )
        : message(
            'What {host} sends is run as it arrives, so whoever controls that server or its name runs commands here',
            { host },
          );
  }
}

/** The whole story where it is one line, otherwise the command that takes the download in. */
function placeOf({ command }: DownloadFact, intake: Intake, region: Region): Range {
  const whole = {
    start: Math.min(command.range.start, intake.command.range.start),
    end: Math.max(command.range.end, intake.command.range.end),
  };
  return region.text.slice(whole.start, whole.end).includes('\n') ? intake.command.range : whole;
}

export default defineRule({
  meta: {
    id: 'pipe-to-shell',
    title: 'Download is run or installed as it arrives',
    why: 'A server, a name or an account that changes hands turns this line into somebody else’s commands, and nothing is left to look at afterwards.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 6,
    languages: ['shell'],
    references: cite(
      'CWE-494',
      'CWE-829',
      'OWASP 2022 K02',
      'NSA/CISA 1.2 Application security',
      'OWASP 2025 K07',
    ),
    fixes: [
      { title: intakeTitles.sums, applicability: 'review' },
      { title: intakeTitles.sumsAtKnown, applicability: 'review' },
      { title: intakeTitles.signature, applicability: 'review' },
      { title: intakeTitles.run, applicability: 'review' },
      { title: intakeTitles.release, applicability: 'review' },
      { title: intakeTitles.unpack, applicability: 'review' },
      { title: intakeTitles.install, applicability: 'review' },
      { title: intakeTitles.apply, applicability: 'review' },
    ],
  },
  visit: (report) => ({
    download(download, region) {
      const { intake, address } = download;
      if (intake === undefined || intake.kind === 'key' || address.scheme === 'file') return;
      if (address.host !== undefined && isLocalHost(address.host)) return;
      const { kind } = intake;
      report({
        at: placeOf(download, intake, region),
        message: sentenceFor(kind, download, intake.command.runsAsRoot),
        severity: severities[kind],
        confidence: kind === 'interpreter' ? 'certain' : 'likely',
        fixes: (context) => intakeFixes(context, download, intake),
      });
    },
  }),
});
