import { cite, credentialFixes, defineRule, message } from '#rule';

export default defineRule({
  meta: {
    id: 'default-password',
    title: 'Default or weak password',
    why: 'Lists of default passwords are tried against every address on the internet within hours; choose a new one, and rotate this credential where it was used.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    hidesValue: true,
    reviewItem: [3, 1],
    languages: ['markdown', 'yaml', 'json', 'shell', 'dotenv', 'text'],
    references: cite(
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'Kubescape NSA C-0012',
      'CWE-1392',
      'CWE-521',
    ),
    fixes: [
      { title: 'Read the value from a Secret', applicability: 'review' },
      { title: "Read the value from the repository's secrets", applicability: 'review' },
      { title: 'Require the variable when the stack starts', applicability: 'review' },
      { title: 'Drop the default value', applicability: 'review' },
      { title: 'Take the value from the environment', applicability: 'review' },
      { title: 'Pass the password on standard input', applicability: 'review' },
      { title: 'Read the value from standard input', applicability: 'review' },
      { title: 'Replace the value with a placeholder', applicability: 'review' },
      { title: 'Read the value from a mounted file', applicability: 'review' },
      { title: 'Say where the password is kept', applicability: 'review' },
      { title: 'Cut the secret out of the text', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    secret(secret, region) {
      if ((secret.what !== 'default' && secret.what !== 'fallback') || secret.isGrafanaAdmin) return;
      report({
        at: secret.range,
        message:
          secret.what === 'fallback'
            ? message(
                '{name} falls back to a literal, so a forgotten variable goes unnoticed and the known value gets in',
                {
                  name: secret.label,
                },
              )
            : message('{name} is a default or weak value that attackers try first', { name: secret.label }),
        ...(secret.isHarmless ? { severity: 'low' as const } : {}),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});
