import { cite, defineRule, message, replace, review } from '#rule';

const title = 'Use TLS';

export default defineRule({
  meta: {
    id: 'plaintext-service-address',
    title: 'Service is addressed without TLS',
    why: 'Without a mesh that encrypts, whoever can listen in the cluster network reads along.',
    severity: 'info',
    confidence: 'possible',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 20,
    languages: ['yaml', 'json', 'shell', 'dotenv'],
    references: cite('OWASP 2022 K07', 'CWE-319', 'Kubescape NSA C-0054', 'OWASP 2025 K05'),
    fixes: [{ title, applicability: 'review' }],
  },
  visit: (report) => ({
    channel({ what, name, value, range, secure }) {
      if (what !== 'scheme') return;
      report({
        at: range,
        message: message('{scheme}:// to {host} is plain text unless a mesh encrypts it', {
          scheme: value,
          host: name,
        }),
        fixes: () =>
          secure === undefined
            ? []
            : [review(title, [replace(range, secure)], 'The service needs TLS, often on another port')],
      });
    },
  }),
});
