import { cite, credentialFixes, defineRule, message, type SecretFact, type Severity } from '#rule';

export default defineRule({
  meta: {
    id: 'hardcoded-credential',
    title: 'Credential in plain text',
    why: 'Anything in a repository is readable in every clone, forever: rotate this credential; deleting the line does not remove it from history.',
    severity: 'high',
    confidence: 'likely',
    profile: 'recommended',
    hidesValue: true,
    reviewItem: [3, 1],
    languages: ['markdown', 'yaml', 'json', 'shell', 'dotenv'],
    references: cite(
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'Kubescape NSA C-0012',
      'CWE-798',
      'CWE-259',
      'CWE-312',
      'CWE-214',
      'CWE-526',
    ),
    fixes: [
      { title: 'Read the value from a Secret', applicability: 'review' },
      { title: "Read the value from the repository's secrets", applicability: 'review' },
      { title: 'Require the variable when the stack starts', applicability: 'review' },
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
      if ((secret.what !== 'literal' && secret.what !== 'hash') || secret.isGrafanaAdmin) return;
      report({
        at: secret.range,
        message:
          secret.what === 'hash'
            ? message('{name} holds a password hash, which can be attacked by everyone who can read it', {
                name: secret.label,
              })
            : message('{name}: its value stands here in plain text, so everyone who can read it can use it', {
                name: secret.label,
              }),
        severity: severityOf(secret),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});

/** A hash has to be cracked first; a service that lives for one CI job guards little. */
function severityOf(secret: SecretFact): Severity {
  return secret.what === 'hash' || secret.isHarmless ? 'medium' : 'high';
}
