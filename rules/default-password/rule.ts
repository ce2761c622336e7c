import {
  cite,
  credentialFixes,
  credentialFixTitles,
  credentialReferences,
  defineRule,
  message,
  secretName,
} from '#rule';

export default defineRule({
  meta: {
    id: 'default-password',
    title: 'Default or weak password',
    why: 'Lists of default passwords are tried against every address on the internet within hours; choose a new one, and rotate this credential where it was used.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    hidesValue: true,
    reviewItem: [3, 1, 9],
    languages: ['markdown', 'yaml', 'json', 'shell', 'dotenv', 'text'],
    references: [...credentialReferences, ...cite('CWE-1392', 'CWE-521')],
    fixes: credentialFixTitles,
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
                  name: secretName(secret),
                },
              )
            : secret.form === 'url'
              ? message(
                  'The password in this connection string is a default or weak value that attackers try first',
                )
              : message('{name} is a default or weak value that attackers try first', {
                  name: secretName(secret),
                }),
        ...(secret.isHarmless ? { severity: 'low' as const } : {}),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});
