import { cite, message, privilegeRule, type PrivilegeFact } from '#rule';

export default privilegeRule(
  {
    id: 'unsafe-sysctl',
    title: 'Pod sets an unsafe kernel parameter',
    why: 'The parameter is not known to leave other pods and the limits of its own alone, so nodes refuse it unless somebody allowed it on them.',
    severity: 'low',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json'],
    references: cite('PSS baseline sysctls', 'OWASP 2022 K01', 'OWASP 2025 K01', 'CWE-250'),
    fixes: [{ title: 'Leave the parameter as it is', applicability: 'review' }],
  },
  {
    what: 'unsafeParameter',
    tell,
    fixes: {
      title: 'Leave the parameter as it is',
      note: 'What was slow or refused without it is so again; nodes can be given other values themselves',
    },
  },
);

function tell({ detail }: PrivilegeFact) {
  return message(
    '{name} is not among the safe kernel parameters: a pod that sets it starts only where the kubelet allows it',
    { name: detail },
  );
}
