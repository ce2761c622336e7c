import {
  asUpstream,
  cite,
  defineRule,
  findWord,
  hasWord,
  isReadOnly,
  message,
  reachOf,
  removeWords,
  review,
} from '#rule';

const workloads = [
  'pods',
  'deployments',
  'daemonsets',
  'statefulsets',
  'replicasets',
  'replicationcontrollers',
  'jobs',
  'cronjobs',
];

export default defineRule({
  meta: {
    id: 'rbac-workload-creation',
    title: 'Role can start pods',
    why: 'Who starts a pod can mount every secret of the namespace and run as every service account in it.',
    severity: 'low',
    confidence: 'certain',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 13,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 5.1.4',
      'CIS EKS 1.8.0 4.1.4',
      'OWASP 2022 K03',
      'OWASP 2025 K02',
      'CWE-269',
      'NSA/CISA 1.2 Authorization',
    ),
    fixes: [{ title: 'Remove create', applicability: 'review' }],
  },
  visit: (report) => ({
    rbacRule(rule, region) {
      const workload = findWord(rule.resources, workloads);
      const create = findWord(rule.verbs, ['create']);
      if (workload === undefined || isReadOnly(rule) || (create === undefined && !hasWord(rule.verbs, '*')))
        return;
      if (rule.names.words.length > 0) return;
      report({
        ...asUpstream(rule.role),
        at: workload.range,
        message: message(
          'Who creates {resource}{reach} can use every secret and every service account there',
          {
            resource: workload.value,
            reach: reachOf(rule),
          },
        ),
        fixes: () => {
          const edits = create === undefined ? undefined : removeWords(region, rule.verbs, [create]);
          return edits === undefined
            ? []
            : [review('Remove create', edits, 'Right for roles that only look after what others have made')];
        },
      });
    },
  }),
});
