import {
  cite,
  defineRule,
  message,
  removeChild,
  replace,
  review,
  type AuditRuleFact,
  type Fix,
  type Region,
} from '#rule';

export default defineRule({
  meta: {
    id: 'audit-policy-records-nothing',
    title: 'Audit policy records nothing',
    why: 'The audit log is there and empty, which is noticed when it is needed.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 19,
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 3.2.1',
      'CIS 1.12 3.2.2',
      'OWASP 2022 K05',
      'OWASP 2025 K10',
      'Kubescape NSA C-0067',
      'CWE-778',
    ),
    fixes: [
      { title: 'Remove the rule', applicability: 'review' },
      { title: 'Record metadata', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    auditRule(rule, region) {
      if (rule.index !== 0 || rule.level.value !== 'None' || !rule.isCatchAll) return;
      const isOnly = rule.list.items.length === 1;
      report({
        at: rule.level.range,
        message: isOnly
          ? message('The only rule fits every request and records none')
          : message('The first rule fits every request: those below are never looked at'),
        fixes: () => fixes(rule, isOnly, region),
      });
    },
  }),
});

function fixes({ list, item, level }: AuditRuleFact, isOnly: boolean, region: Region): readonly Fix[] {
  const removed = isOnly ? undefined : removeChild(region, list, item);
  return [
    ...(removed === undefined ? [] : [review('Remove the rule', removed, 'The rules below then decide')]),
    review(
      'Record metadata',
      [replace(level.range, 'Metadata')],
      'Who did what and when, without the objects',
    ),
  ];
}
