import {
  cite,
  defineRule,
  message,
  removeHeader,
  safe,
  valueOf,
  type Message,
  type ResponseHeaderFact,
} from '#rule';

export default defineRule({
  meta: {
    id: 'harmful-response-header',
    title: 'Response header is dead or harmful',
    why: 'No browser of today obeys it, and the filter that X-XSS-Protection switches on in old ones can be used to break a sound page.',
    severity: 'low',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 10,
    languages: ['markdown', 'yaml', 'json', 'shell'],
    references: cite('OWASP HTTP Headers X-XSS-Protection', 'CWE-693', 'CWE-79', 'OWASP 2025 K07'),
    fixes: [{ title: 'Remove the header', applicability: 'safe' }],
  },
  visit: (report) => ({
    responseHeader(header, region) {
      const told = messageOf(header);
      if (told === undefined) return;
      report({
        at: header.range,
        message: told,
        fixes: () => {
          const edits = removeHeader(header, region);
          return edits === undefined ? [] : [safe('Remove the header', edits)];
        },
      });
    },
  }),
});

function messageOf({ name, written, value }: ResponseHeaderFact): Message | undefined {
  const sent = valueOf(value)?.trim();
  if (sent === undefined || sent === '') return undefined;
  switch (name) {
    case 'x-xss-protection':
      if (/^0(?:$|\s|;)/.test(sent)) return undefined;
      return message(
        '{header} switches on a filter that browsers have given up, since it could break sound pages',
        {
          header: written,
        },
      );
    case 'expect-ct':
      return message('Expect-CT is obsolete: browsers demand Certificate Transparency by themselves');
    case 'public-key-pins':
    case 'public-key-pins-report-only':
      return message('{header} is obsolete, and a wrong pin locks every visitor out', { header: written });
    default:
      return undefined;
  }
}
