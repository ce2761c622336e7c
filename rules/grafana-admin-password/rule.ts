import {
  cite,
  credentialFixes,
  credentialFixTitles,
  credentialReferences,
  defineRule,
  message,
  type SecretFact,
  type Severity,
} from '#rule';

export default defineRule({
  meta: {
    id: 'grafana-admin-password',
    title: 'Grafana admin password in plain text',
    why: "Grafana's admin reads the credentials of every data source and queries what they reach: rotate this credential; deleting the line does not remove it from history.",
    severity: 'critical',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    hidesValue: true,
    reviewItem: [1, 3],
    languages: ['markdown', 'yaml', 'json', 'shell', 'dotenv'],
    references: [...credentialReferences, ...cite('CWE-798', 'CWE-1392')],
    fixes: [
      ...credentialFixTitles,
      { title: 'Read the value from a Compose secret', applicability: 'review' },
      { title: 'Show the command that reads the password', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    secret(secret, region) {
      if (!secret.isGrafanaAdmin) return;
      report({
        at: secret.range,
        message: isKnown(secret)
          ? message("Grafana's admin password is a default or weak value that attackers try first")
          : message(
              "Grafana's admin password stands here in plain text, so everyone who can read it can log in",
            ),
        severity: severityOf(secret),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});

function isKnown({ what }: SecretFact): boolean {
  return what === 'default' || what === 'fallback';
}

function severityOf(secret: SecretFact): Severity {
  if (!isKnown(secret)) return secret.isHarmless ? 'medium' : 'critical';
  return secret.isHarmless ? 'low' : 'medium';
}
