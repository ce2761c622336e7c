import {
  cite,
  defineRule,
  fileStories,
  isDangerous,
  isLocalHost,
  message,
  useFixes,
  useTitles,
  type FileStory,
  type FileUse,
  type Message,
  type Range,
} from '#rule';

const related: { readonly [K in FileUse['kind']]: Message } = {
  executed: message('It runs here'),
  madeExecutable: message('It is made executable here'),
  installed: message('It is installed here'),
  packageInstalled: message('It is installed here, with scripts of its own'),
  unpacked: message('It is unpacked here'),
  applied: message('It is applied here'),
  renamed: message('It is renamed here'),
};

function placeOf({ download: { fact, region } }: FileStory): Range {
  const { range } = fact.command;
  return region.text.slice(range.start, range.end).includes('\n') ? fact.url.range : range;
}

export default defineRule({
  meta: {
    id: 'unverified-download',
    title: 'Downloaded file is run or installed without being verified',
    why: 'If the file was replaced on the way or at its source, whoever did it runs code here, and nothing notices.',
    severity: 'high',
    confidence: 'likely',
    profile: 'recommended',
    reviewItem: 6,
    languages: ['shell'],
    references: cite('CWE-494', 'OWASP 2022 K02', 'NSA/CISA 1.2 Application security', 'OWASP 2025 K07'),
    fixes: [
      { title: useTitles.sumsAtKnown, applicability: 'review' },
      { title: useTitles.sums, applicability: 'review' },
      { title: useTitles.signature, applicability: 'review' },
      { title: useTitles.own, applicability: 'review' },
    ],
  },
  reads: ['command'],
  read(document, report) {
    for (const story of fileStories(document.all('command'))) {
      const { download, uses, checks } = story;
      const { address, intake } = download.fact;
      // Any check at all, even a poor one, is the business of broken-checksum-check.
      if (intake !== undefined || checks.length > 0 || address.scheme === 'file') continue;
      if (address.host !== undefined && isLocalHost(address.host)) continue;
      const use = uses.find(isDangerous);
      if (use === undefined) continue;
      report({
        at: placeOf(story),
        region: download.region,
        message: message('Nothing checks that this file is what {host} published before it is used', {
          host: address.host ?? message('its source'),
        }),
        related: [{ at: use.fact.command.range, region: use.region, message: related[use.fact.kind] }],
        fixes: (context) => useFixes(context, story),
      });
    }
  },
});
