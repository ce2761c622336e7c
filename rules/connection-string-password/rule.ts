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
    id: 'connection-string-password',
    title: 'Password inside a connection string',
    why: 'Address, user and password stand together, so nothing more is needed to get in, and every clone keeps them forever: rotate this credential; deleting the line does not remove it from history.',
    severity: 'critical',
    confidence: 'likely',
    profile: 'recommended',
    hidesValue: true,
    reviewItem: 3,
    languages: ['markdown', 'yaml', 'json', 'shell', 'dotenv', 'text'],
    references: [...credentialReferences, ...cite('CWE-798', 'CWE-259', 'CWE-312')],
    fixes: credentialFixTitles,
  },
  visit: (report) => ({
    secret(secret, region) {
      if (secret.what !== 'connectionString' || secret.isGrafanaAdmin) return;
      report({
        at: secret.range,
        message: message(
          'The {where} holds its password in plain text, so everyone who can read it can log in',
          {
            where: secretName(secret),
          },
        ),
        ...(secret.isHarmless ? { severity: 'info' as const } : {}),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});
