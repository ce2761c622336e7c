import { credentialFixes, defineRule, message, type SecretFact, type Severity } from '#rule';

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
    references: [
      {
        standard: 'OWASP Kubernetes Top Ten',
        version: '2022',
        control: 'K08',
        title: 'Secrets Management Failures',
      },
      {
        standard: 'OWASP Kubernetes Top Ten',
        version: '2025',
        control: 'K03',
        title: 'Secrets Management Failures',
      },
      {
        standard: 'CIS Kubernetes Benchmark',
        version: '1.12',
        control: '5.4.2',
        title: 'Consider external secret storage',
      },
      {
        standard: 'CIS Amazon EKS Benchmark',
        version: '1.8.0',
        control: '4.4.2',
        title: 'Consider external secret storage',
      },
      {
        standard: 'Kubescape NSA framework',
        version: '',
        control: 'C-0012',
        title: 'Applications credentials in configuration files',
      },
      { standard: 'CWE', version: '4.17', control: 'CWE-798', title: 'Use of Hard-coded Credentials' },
      { standard: 'CWE', version: '4.17', control: 'CWE-259', title: 'Use of Hard-coded Password' },
      {
        standard: 'CWE',
        version: '4.17',
        control: 'CWE-312',
        title: 'Cleartext Storage of Sensitive Information',
      },
      {
        standard: 'CWE',
        version: '4.17',
        control: 'CWE-214',
        title: 'Invocation of Process Using Visible Sensitive Information',
      },
      {
        standard: 'CWE',
        version: '4.17',
        control: 'CWE-526',
        title: 'Cleartext Storage of Sensitive Information in an Environment Variable',
      },
    ],
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
