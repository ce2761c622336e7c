import { cite, credentialFixes, defineRule, message } from '#rule';

export default defineRule({
  meta: {
    id: 'private-key',
    title: 'Private key in plain text',
    why: 'Whoever reads the key can act as its owner and read what was encrypted for it, and every clone keeps it forever: rotate this credential; deleting the line does not remove it from history.',
    severity: 'critical',
    confidence: 'certain',
    profile: 'recommended',
    hidesValue: true,
    reviewItem: 3,
    languages: ['markdown', 'yaml', 'json', 'shell', 'dotenv', 'text'],
    references: cite(
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'Kubescape NSA C-0012',
      'CWE-321',
      'CWE-312',
    ),
    fixes: [
      { title: 'Read the value from a Secret', applicability: 'review' },
      { title: "Read the value from the repository's secrets", applicability: 'review' },
      { title: 'Require the variable when the stack starts', applicability: 'review' },
      { title: 'Replace the value with a placeholder', applicability: 'review' },
      { title: 'Take the value from the environment', applicability: 'review' },
      { title: 'Cut the secret out of the text', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    secret(secret, region) {
      if (secret.what !== 'privateKey') return;
      report({
        at: secret.range,
        message: message(
          'A key stands here in plain text ({key}), so everyone who can read it can act as its owner',
          {
            key: secret.label,
          },
        ),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});
