import {
  cite,
  credentialFixes,
  credentialFixTitles,
  credentialReferences,
  defineRule,
  message,
  type SecretFact,
  type Severity,
  secretName,
} from '#rule';

export default defineRule({
  meta: {
    id: 'hardcoded-credential',
    title: 'Credential in plain text',
    why: 'Anything in a repository is readable in every clone, forever: rotate this credential; deleting the line does not remove it from history.',
    severity: 'high',
    confidence: 'likely',
    profile: 'recommended',
    hidesValue: true,
    reviewItem: [3, 1, 9],
    languages: ['markdown', 'yaml', 'json', 'shell', 'dotenv'],
    references: [...credentialReferences, ...cite('CWE-798', 'CWE-259', 'CWE-312', 'CWE-214', 'CWE-526')],
    fixes: credentialFixTitles,
  },
  visit: (report) => ({
    secret(secret, region) {
      if ((secret.what !== 'literal' && secret.what !== 'hash') || secret.isGrafanaAdmin) return;
      report({
        at: secret.range,
        message:
          secret.what === 'hash'
            ? message('{name} holds a password hash, which can be attacked by everyone who can read it', {
                name: secretName(secret),
              })
            : message('{name}: its value stands here in plain text, so everyone who can read it can use it', {
                name: secretName(secret),
              }),
        severity: severityOf(secret),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});

/** An administrator's password opens all there is. A hash has to be cracked first; a service of one CI job guards little. */
function severityOf(secret: SecretFact): Severity {
  if (secret.what === 'hash' || secret.isHarmless) return 'medium';
  return secret.isAdmin ? 'critical' : 'high';
}
