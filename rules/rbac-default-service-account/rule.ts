import { asUpstream, cite, defineRule, message, nameInstead, type RbacSubject } from '#rule';

const accountStop = '‹service account›';

export default defineRule({
  meta: {
    id: 'rbac-default-service-account',
    title: 'Role is bound to the default service account',
    why: 'Every pod of the namespace that names no account of its own gets the role, the compromised one too.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 13,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 5.1.5',
      'CIS EKS 1.8.0 4.1.5',
      'OWASP 2022 K03',
      'OWASP 2025 K02',
      'CWE-732',
      'NSA/CISA 1.2 Authorization',
    ),
    fixes: [{ title: 'Name an account of its own', applicability: 'review' }],
  },
  visit: (report) => ({
    rbacBinding(binding) {
      for (const subject of binding.subjects.filter(isDefault)) {
        const account = '${SERVICE_ACCOUNT:?set the account of the pods that need the role}';
        const namespace = subject.namespace === '' ? '' : `${subject.namespace}:`;
        report({
          ...asUpstream(binding),
          at: subject.range,
          message: message('Every pod that names no service account runs as default, and gets this role'),
          fixes: () => [
            nameInstead(
              binding,
              subject.range,
              'Name an account of its own',
              accountStop,
              `"${namespace}${account}"`,
              'Make the account and set serviceAccountName in the pods that need the role',
            ),
          ],
        });
      }
    },
  }),
});

function isDefault({ type, name }: RbacSubject): boolean {
  return type === 'ServiceAccount' && name === 'default';
}
