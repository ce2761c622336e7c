import {
  cite,
  defineRule,
  failOnErrorEdits,
  fileStories,
  findFlag,
  isDangerous,
  isLocalHost,
  message,
  safe,
  type DownloadFact,
  type ReportIn,
  type Region,
} from '#rule';

const title = 'Fail on an HTTP error instead of taking its page for the file';

/**
 * `isSaid`: another rule already speaks about the same command, louder, and its fix adds `-f` or compares a sum. Then
 * this one is a hint, there for the safe fix and for nobody's list of problems.
 */
function check(download: DownloadFact, region: Region, isSaid: boolean, report: ReportIn): void {
  const { command, address, failsOnError } = download;
  if (failsOnError || command.programWord === undefined) return;
  // A hint without a fix would only repeat what is said about the sentence already.
  if (isSaid && region.context.carrier === 'inlineCode') return;
  if (address.host !== undefined && isLocalHost(address.host)) return;
  // A command that asks for the status looks at it.
  if (findFlag(command, '-w', '--write-out', '-I', '--head', '-i', '--include') !== undefined) return;
  report({
    at: command.programWord.range,
    region,
    ...(isSaid ? { severity: 'info' } : {}),
    message: message('Without -f, curl takes an error page for the file and ends with success'),
    fixes: () => (command.isEditable ? [safe(title, failOnErrorEdits(download))] : []),
  });
}

export default defineRule({
  meta: {
    id: 'curl-without-fail',
    title: 'curl saves or runs an error page as if it were the file',
    why: 'A missing release or a captive portal answers with a page; it is saved, unpacked or run, and the next step fails far from the cause, or does not fail.',
    severity: 'low',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 6,
    languages: ['shell'],
    references: cite(
      'CWE-252',
      'curl manual 8.15 --fail',
      'NSA/CISA 1.2 Application security',
      'OWASP 2022 K02',
      'OWASP 2025 K07',
    ),
    fixes: [{ title, applicability: 'safe' }],
  },
  reads: ['command', 'download'],
  read(document, report) {
    for (const { fact, region } of document.all('download')) {
      if (fact.intake !== undefined) check(fact, region, true, report);
    }
    for (const { download, uses, checks } of fileStories(document.all('command'))) {
      if (download.fact.intake !== undefined || (uses.length === 0 && checks.length === 0)) continue;
      check(download.fact, download.region, checks.length === 0 && uses.some(isDangerous), report);
    }
  },
});
