import {
  asUpstream,
  cite,
  defineRule,
  findWord,
  hasWord,
  insertEntry,
  isUnnamed,
  message,
  removeWords,
  review,
  withStops,
  writeField,
  type Fix,
  type Message,
  type Problem,
  type RbacRuleFact,
  type RbacWord,
  type Region,
} from '#rule';

const nameStop = '‹name›';

export default defineRule({
  meta: {
    id: 'rbac-escalation',
    title: 'Role can raise its own permissions',
    why: 'Whoever holds the role can give itself every other permission, or act as an account that has it.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 13,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 5.1.8',
      'CIS EKS 1.8.0 4.1.8',
      'OWASP 2022 K03',
      'OWASP 2025 K02',
      'CWE-269',
      'NSA/CISA 1.2 Authorization',
    ),
    fixes: [
      { title: 'Remove the verb', applicability: 'review' },
      { title: 'Limit to named objects', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    rbacRule(rule, region) {
      const problem = escalationProblem(rule, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

const told: { readonly [verb: string]: Message } = {
  escalate: message('escalate lets its holder write permissions into a role that it does not have itself'),
  bind: message('bind lets its holder give any role, cluster-admin too, to any account'),
  impersonate: message('impersonate lets its holder act as any user, group or service account'),
};

/** `escalate` whatever is named, as a role that may be changed may be one's own; the others unless limited by name. */
function escalationProblem(rule: RbacRuleFact, region: Region): Problem | undefined {
  const verb = findWord(rule.verbs, isUnnamed(rule) ? ['escalate', 'bind', 'impersonate'] : ['escalate']);
  const text = verb && told[verb.value];
  if (verb === undefined || text === undefined || !isOf(rule, verb.value)) return undefined;
  const others = rule.verbs.words.filter((word) => word !== verb && told[word.value] !== undefined);
  return {
    ...asUpstream(rule.role),
    at: verb.range,
    message: text,
    related: others.map((word) => ({ at: word.range, message: message('The same holds here') })),
    fixes: () => fixes(rule, [verb, ...others], region),
  };
}

/** The words mean this only on what they are made for. */
function isOf({ resources }: RbacRuleFact, verb: string): boolean {
  const kinds =
    verb === 'impersonate' ? ['users', 'groups', 'serviceaccounts', 'uids'] : ['roles', 'clusterroles'];
  return (
    resources.words.length === 0 ||
    hasWord(resources, '*') ||
    resources.words.some(({ value }) => kinds.includes(value) || value.startsWith('userextras'))
  );
}

function fixes(rule: RbacRuleFact, verbs: readonly RbacWord[], region: Region): readonly Fix[] {
  const removed = removeWords(region, rule.verbs, verbs);
  const written = writeField(region, rule.resources, 'resourceNames', [nameStop]);
  const isOther = !verbs.some(({ value }) => value === 'escalate');
  const named =
    isOther && rule.map !== undefined ? insertEntry(region, rule.map, rule.resources, written) : undefined;
  return [
    ...(removed === undefined
      ? []
      : [review('Remove the verb', removed, 'What only passes on its own permissions does not need it')]),
    ...(named === undefined
      ? []
      : [
          review(
            'Limit to named objects',
            named.map((edit) => withStops(edit, nameStop)),
            'Until a name is filled in, the rule grants nothing',
          ),
        ]),
  ];
}
