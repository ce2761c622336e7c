import { cite, defineRule, message } from '#rule';

export default defineRule({
  meta: {
    id: 'pod-security-policy',
    title: 'PodSecurityPolicy has no effect',
    why: 'Kubernetes 1.25 removed the API: what the policy forbids is allowed, and applying it fails.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 'CIS',
    languages: ['yaml', 'json'],
    references: cite('CIS 1.12 5.2.1', 'OWASP 2022 K04', 'OWASP 2025 K04', 'NSA/CISA 1.2 Pod security'),
    fixes: [],
  },
  visit: (report) => ({
    object(object) {
      if (object.resource !== 'PodSecurityPolicy' || !/^(?:policy|extensions)$/.test(object.group)) return;
      const entry = object.map.entries.find(({ key }) => key.value === 'kind');
      report({
        at: entry?.value?.range ?? object.range,
        message: message(
          'PodSecurityPolicy is gone since Kubernetes 1.25: label namespaces with a Pod Security level instead',
        ),
      });
    },
  }),
});
