import { credentialFixes, defineRule, message } from '#rule';

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
      { standard: 'CWE', version: '4.17', control: 'CWE-321', title: 'Use of Hard-coded Cryptographic Key' },
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
      { title: 'Replace the value with a placeholder', applicability: 'review' },
      { title: 'Take the value from the environment', applicability: 'review' },
      { title: 'Cut the secret out of the text', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    secret(secret, region) {
      if (secret.what !== 'privateKey') return;
      report({
        at: secret.range,
        message: message(
          'A key stands here in plain text ({key}), so everyone who can read it can act as its owner',
          {
            key: secret.label,
          },
        ),
        fixes: () => credentialFixes(secret, region),
      });
    },
  }),
});
