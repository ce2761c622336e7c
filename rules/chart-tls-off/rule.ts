import { cite, defineRule, message, replace, review } from '#rule';

const title = 'Switch TLS on';

export default defineRule({
  meta: {
    id: 'chart-tls-off',
    title: 'TLS of a chart is switched off',
    why: 'Clients and members of the chart talk to each other readable for everybody on the network.',
    severity: 'medium',
    confidence: 'possible',
    // Most charts ship that way, and a mesh may encrypt all the same.
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 20,
    languages: ['yaml', 'json', 'shell'],
    references: cite('OWASP 2022 K07', 'CWE-319', 'Kubescape NSA C-0054', 'OWASP 2025 K05'),
    fixes: [{ title, applicability: 'review' }],
  },
  visit: (report) => ({
    channel({ what, range }) {
      if (what !== 'chartTls') return;
      report({
        at: range,
        message: message('tls.enabled false leaves what this chart runs without encryption'),
        fixes: () => [
          review(
            title,
            [replace(range, 'true')],
            'The chart needs certificates: see its values beside this one',
          ),
        ],
      });
    },
  }),
});
