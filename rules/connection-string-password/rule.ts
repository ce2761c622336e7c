import { credentialFixes, defineRule, message } from '#rule';

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
    ],
    fixes: [
      { title: 'Read the value from a Secret', applicability: 'review' },
      { title: "Read the value from the repository's secrets", applicability: 'review' },
      { title: 'Require the variable when the stack starts', applicability: 'review' },
      { title: 'Take the value from the environment', applicability: 'review' },
      { title: 'Replace the value with a placeholder', applicability: 'review' },
      { title: 'Cut the secret out of the text', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    secret(secret, region) {
      if (secret.what !== 'connectionString' || secret.isGrafanaAdmin) return;
      report({
        at: secret.range,
        message: message(
          'The {where} holds its password in plain text, so everyone who can read it can log in',
          {
            where: secret.label,
          },
        ),
        ...(secret.isHarmless ? { severity: 'info' as const } : {}),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});
