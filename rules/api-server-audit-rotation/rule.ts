import { cite, defineRule, message, replace, review, type Message } from '#rule';

/** What the CIS benchmark asks for; 0 keeps everything. */
const wanted: { readonly [flag: string]: { readonly least: number; readonly unit: Message } | undefined } = {
  '--audit-log-maxage': { least: 30, unit: message('days') },
  '--audit-log-maxbackup': { least: 10, unit: message('files') },
  '--audit-log-maxsize': { least: 100, unit: message('megabytes a file') },
};

export default defineRule({
  meta: {
    id: 'api-server-audit-rotation',
    title: 'Audit log is thrown away early',
    why: 'An attack is often found weeks later; by then the log of it is gone.',
    severity: 'info',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 19,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 1.2.17',
      'CIS 1.12 1.2.18',
      'CIS 1.12 1.2.19',
      'OWASP 2022 K05',
      'OWASP 2025 K10',
      'CWE-778',
      'NSA/CISA 1.2 Audit logging',
    ),
    fixes: [{ title: 'Keep more of the log', applicability: 'review' }],
  },
  visit: (report) => ({
    apiServer({ flags }) {
      for (const { name, value, range } of flags) {
        const rule = wanted[name];
        if (rule === undefined || !/^\d+$/.test(value)) continue;
        const count = Number(value);
        if (count === 0 || count >= rule.least) continue;
        const least = String(rule.least);
        report({
          at: range,
          message: message('{value} {unit} of the audit log are kept; the benchmark asks for {least}', {
            value,
            unit: rule.unit,
            least,
          }),
          fixes: () => [
            review(
              'Keep more of the log',
              [replace(range, least)],
              'Not needed where the log is shipped elsewhere',
            ),
          ],
        });
      }
    },
  }),
});
