import {
  cite,
  credentialFixes,
  defineRule,
  message,
  replace,
  review,
  type SecretFact,
  type Severity,
} from '#rule';

const checkAgain = "Turn the chart's check on again";

export default defineRule({
  meta: {
    id: 'grafana-admin-password',
    title: 'Grafana admin password in plain text',
    why: "Grafana's admin reads the credentials of every data source and queries what they reach: rotate this credential; deleting the line does not remove it from history.",
    severity: 'critical',
    confidence: 'likely',
    profile: 'recommended',
    hidesValue: true,
    reviewItem: [1, 3],
    languages: ['markdown', 'yaml', 'json', 'shell', 'dotenv'],
    references: cite(
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'Kubescape NSA C-0012',
      'CWE-798',
      'CWE-1392',
    ),
    fixes: [
      { title: 'Refer to an existing Secret', applicability: 'review' },
      { title: 'Read the value from a Secret', applicability: 'review' },
      { title: 'Require the variable when the stack starts', applicability: 'review' },
      { title: 'Read the value from a Compose secret', applicability: 'review' },
      { title: 'Drop the default value', applicability: 'review' },
      { title: "Read the value from the repository's secrets", applicability: 'review' },
      { title: 'Take the value from the environment', applicability: 'review' },
      { title: 'Replace the value with a placeholder', applicability: 'review' },
      { title: 'Read the value from a mounted file', applicability: 'review' },
      { title: 'Show the command that reads the password', applicability: 'review' },
      { title: 'Say where the password is kept', applicability: 'review' },
      { title: 'Cut the secret out of the text', applicability: 'review' },
      { title: checkAgain, applicability: 'review' },
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
    setting({ key, value, valueRange }) {
      if (key !== 'assertNoLeakedSecrets' || value.state !== 'known' || value.value !== 'false') return;
      report({
        at: valueRange,
        message: message(
          'The chart is told not to look for secrets in grafana.ini, so they go into a ConfigMap in plain text',
        ),
        severity: 'medium',
        fixes: () => [
          review(
            checkAgain,
            [replace(valueRange, 'true')],
            'The chart then refuses to render while grafana.ini holds a literal secret: replace it with $__env{…} or $__file{…} first.',
          ),
        ],
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
