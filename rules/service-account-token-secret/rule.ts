import { cite, defineRule, entryOf, findFlag, message, stringOf } from '#rule';

const type = 'kubernetes.io/service-account-token';
const neverExpires = message(
  'The token in this Secret never expires; ask for one that does, or mount a projected one',
);

export default defineRule({
  meta: {
    id: 'service-account-token-secret',
    title: 'Service account token that never expires',
    why: 'The token in such a Secret is valid until the Secret is deleted, wherever a copy of it went; nothing renews it, and nothing binds it to a pod.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 17,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'Kubernetes 1.34 Managing Service Accounts',
      'CIS 1.12 5.1.6',
      'CIS EKS 1.8.0 5.2.1',
      'OWASP 2022 K06',
      'OWASP 2025 K09',
      'CWE-262',
      'CWE-613',
      'NSA/CISA 1.2 Secrets',
    ),
    fixes: [],
  },
  visit: (report) => ({
    object({ resource, group, map }) {
      const entry = entryOf(map, 'type');
      if (resource !== 'Secret' || group !== '' || entry === undefined || stringOf(entry.value) !== type)
        return;
      report({
        at: entry.range,
        message: neverExpires,
      });
    },
    command(command) {
      const [verb, what] = command.operands.map((word) => word.value);
      if (!/^(?:kubectl|oc)$/.test(command.program) || verb !== 'create' || what !== 'secret') return;
      const flag = findFlag(command, '--type');
      if (flag?.value?.value !== type) return;
      report({
        at: flag.range,
        message: neverExpires,
      });
    },
  }),
});
