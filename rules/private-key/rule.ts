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
    id: 'private-key',
    title: 'Private key in plain text',
    why: 'Whoever reads the key can act as its owner and read what was encrypted for it, and every clone keeps it forever: rotate this credential; deleting the line does not remove it from history.',
    severity: 'critical',
    confidence: 'certain',
    profile: 'recommended',
    hidesValue: true,
    reviewItem: 3,
    languages: ['markdown', 'yaml', 'json', 'shell', 'dotenv', 'text'],
    references: [...credentialReferences, ...cite('CWE-321', 'CWE-312')],
    fixes: credentialFixTitles,
  },
  visit: (report) => ({
    secret(secret, region) {
      if (secret.what !== 'privateKey') return;
      report({
        at: secret.range,
        message: message(
          'A key stands here in plain text ({key}), so everyone who can read it can act as its owner',
          {
            key: secretName(secret),
          },
        ),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});
