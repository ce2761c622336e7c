import {
  asUpstream,
  cite,
  defineRule,
  findWord,
  isUnnamed,
  message,
  reachOf,
  removeGrant,
  type RbacRuleFact,
} from '#rule';

/** Only these open a connection: `list` and `watch` of what cannot be listed grant nothing. */
const opening = ['get', 'create', 'update', 'patch', '*'];

function isUsed({ verbs }: RbacRuleFact): boolean {
  return !verbs.isWhole || findWord(verbs, opening) !== undefined;
}

const reaching = ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/ephemeralcontainers', 'pods/*'];

export default defineRule({
  meta: {
    id: 'rbac-pod-access',
    title: 'Role reaches into running pods',
    why: 'A shell in a pod has everything that the pod has: its secrets, its service account and its place in the network.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 13,
    languages: ['yaml', 'json', 'shell'],
    references: cite('OWASP 2022 K03', 'OWASP 2025 K02', 'Kubescape NSA C-0002', 'CWE-269'),
    fixes: [{ title: 'Remove the permission', applicability: 'review' }],
  },
  visit: (report) => ({
    rbacRule(rule, region) {
      const first = findWord(rule.resources, reaching);
      if (first === undefined || !isUnnamed(rule) || !isUsed(rule)) return;
      const others = rule.resources.words.filter((word) => word !== first && reaching.includes(word.value));
      report({
        ...asUpstream(rule.role),
        at: first.range,
        message: message('{resource} of every pod{reach}: whoever holds this role acts as any of them', {
          resource: first.value,
          reach: reachOf(rule),
        }),
        related: others.map(({ range }) => ({
          at: range,
          message: message('This is another way into the pods'),
        })),
        fixes: () => removeGrant(rule, [first, ...others], region),
      });
    },
  }),
});
