import { cite, credentialFixes, defineRule, message } from '#rule';

export default defineRule({
  meta: {
    id: 'connection-string-password',
    title: 'Password inside a connection string',
    why: 'Address, user and password stand together, so nothing more is needed to get in, and every clone keeps them forever: rotate this credential; deleting the line does not remove it from history.',
    severity: 'critical',
    confidence: 'likely',
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
      'CWE-798',
      'CWE-259',
      'CWE-312',
    ),
    fixes: [
      { title: 'Read the value from a Secret', applicability: 'review' },
      { title: "Read the value from the repository's secrets", applicability: 'review' },
      { title: 'Require the variable when the stack starts', applicability: 'review' },
      { title: 'Take the value from the environment', applicability: 'review' },
      { title: 'Replace the value with a placeholder', applicability: 'review' },
      { title: 'Cut the secret out of the text', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    secret(secret, region) {
      if (secret.what !== 'connectionString' || secret.isGrafanaAdmin) return;
      report({
        at: secret.range,
        message: message(
          'The {where} holds its password in plain text, so everyone who can read it can log in',
          {
            where: secret.label,
          },
        ),
        ...(secret.isHarmless ? { severity: 'info' as const } : {}),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});
