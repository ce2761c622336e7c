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
    id: 'provider-token',
    title: 'Access token in plain text',
    why: 'Whoever reads the text holds the token, and every clone keeps it forever: rotate this credential; deleting the line does not remove it from history.',
    severity: 'critical',
    confidence: 'certain',
    profile: 'recommended',
    hidesValue: true,
    reviewItem: 3,
    languages: ['markdown', 'yaml', 'json', 'shell', 'dotenv', 'text'],
    references: [...credentialReferences, ...cite('CWE-798', 'CWE-312')],
    fixes: credentialFixTitles,
  },
  visit: (report) => ({
    secret(secret, region) {
      if (secret.what !== 'providerToken') return;
      report({
        at: secret.range,
        message: message('{token} stands here in plain text, so everyone who can read it can use it', {
          token: secretName(secret),
        }),
        ...(secret.isHarmless ? { severity: 'info' as const } : {}),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});
