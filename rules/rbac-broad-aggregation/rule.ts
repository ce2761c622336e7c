import {
  asUpstream,
  cite,
  defineRule,
  entryOf,
  findWord,
  get,
  hasWord,
  isReadOnly,
  mapOf,
  message,
  removeChild,
  review,
  stringOf,
  type Problem,
  type RbacRuleFact,
  type Region,
  type YamlMap,
} from '#rule';

const prefix = 'rbac.authorization.k8s.io/aggregate-to-';

export default defineRule({
  meta: {
    id: 'rbac-broad-aggregation',
    title: 'Broad role is added to a built-in one',
    why: 'Everybody who is bound to the built-in role, now or later, gets these permissions without a binding that says so.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 13,
    languages: ['yaml', 'json'],
    references: cite('OWASP 2022 K03', 'OWASP 2025 K02', 'CWE-269', 'NSA/CISA 1.2 Authorization'),
    fixes: [{ title: 'Remove the label', applicability: 'review' }],
  },
  visit: (report) => {
    const seen = new Set<YamlMap>();
    return {
      rbacRule(rule, region) {
        const { map } = rule.role;
        if (map === undefined || rule.role.resource !== 'ClusterRole' || seen.has(map)) return;
        const problem = aggregationProblem(rule, map, region);
        if (problem === undefined) return;
        seen.add(map);
        report(problem);
      },
    };
  },
});

function aggregationProblem(rule: RbacRuleFact, role: YamlMap, region: Region): Problem | undefined {
  const labels = mapOf(get(mapOf(get(role, 'metadata')), 'labels'));
  for (const target of ['view', 'edit', 'admin']) {
    const entry = entryOf(labels, prefix + target);
    if (labels === undefined || entry === undefined || stringOf(entry.value) !== 'true') continue;
    if (!isTooMuchFor(target, rule)) continue;
    return {
      ...asUpstream(rule.role),
      at: entry.range,
      message: message('Everybody who is bound to {target} gets what this role grants', { target }),
      fixes: () => {
        const edits = removeChild(region, labels, entry);
        return edits === undefined
          ? []
          : [review('Remove the label', edits, 'Bind the role to those who need it instead')];
      },
    };
  }
  return undefined;
}

/** `view` reads no secrets and writes nothing, `edit` and `admin` hand out no permissions beyond a namespace. */
function isTooMuchFor(target: string, rule: RbacRuleFact): boolean {
  if (hasWord(rule.resources, '*') && (hasWord(rule.verbs, '*') || hasWord(rule.apiGroups, '*'))) return true;
  if (findWord(rule.verbs, ['escalate', 'bind', 'impersonate']) !== undefined) return true;
  if (target === 'view')
    return !isReadOnly(rule) || hasWord(rule.resources, 'secrets') || hasWord(rule.resources, '*');
  const roles = [
    'clusterroles',
    'clusterrolebindings',
    ...(target === 'edit' ? ['roles', 'rolebindings'] : []),
  ];
  return findWord(rule.resources, roles) !== undefined && !isReadOnly(rule);
}
