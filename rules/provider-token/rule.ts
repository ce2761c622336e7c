import { cite, credentialFixes, defineRule, message } from '#rule';

export default defineRule({
  meta: {
    id: 'provider-token',
    title: 'Access token in plain text',
    why: 'Whoever reads the text holds the token, and every clone keeps it forever: rotate this credential; deleting the line does not remove it from history.',
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
      'CWE-798',
      'CWE-312',
    ),
    fixes: [
      { title: 'Read the value from a Secret', applicability: 'review' },
      { title: "Read the value from the repository's secrets", applicability: 'review' },
      { title: 'Require the variable when the stack starts', applicability: 'review' },
      { title: 'Take the value from the environment', applicability: 'review' },
      { title: 'Pass the password on standard input', applicability: 'review' },
      { title: 'Replace the value with a placeholder', applicability: 'review' },
      { title: 'Read the value from a mounted file', applicability: 'review' },
      { title: 'Say where the password is kept', applicability: 'review' },
      { title: 'Cut the secret out of the text', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    secret(secret, region) {
      if (secret.what !== 'providerToken') return;
      report({
        at: secret.range,
        message: message('{token} stands here in plain text, so everyone who can read it can use it', {
          token: secret.label,
        }),
        ...(secret.isHarmless ? { severity: 'info' as const } : {}),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});
