import {
  cite,
  defineRule,
  entryOf,
  message,
  replace,
  review,
  scalarOf,
  setEntry,
  get,
  mapOf,
  type Fix,
  type FixEdit,
  type Placed,
  type RbacBindingFact,
  type RbacRuleFact,
  type YamlMap,
} from '#rule';

/** Kinds of the core, apps and batch groups that live in a namespace. */
const namespaced = new Set([
  'pods',
  'pods/log',
  'pods/exec',
  'services',
  'endpoints',
  'configmaps',
  'secrets',
  'serviceaccounts',
  'persistentvolumeclaims',
  'events',
  'deployments',
  'statefulsets',
  'daemonsets',
  'replicasets',
  'jobs',
  'cronjobs',
]);

export default defineRule({
  meta: {
    id: 'rbac-cluster-wide-binding',
    title: 'Role for one namespace is bound in all of them',
    why: 'A pod of one namespace reaches the objects of every other one, without anybody having asked for that.',
    severity: 'low',
    confidence: 'possible',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 13,
    languages: ['yaml', 'json'],
    references: cite('OWASP 2022 K03', 'OWASP 2025 K02', 'CWE-732', 'NSA/CISA 1.2 Authorization'),
    fixes: [{ title: 'Use a Role and a RoleBinding', applicability: 'review' }],
  },
  reads: ['rbacRule', 'rbacBinding'],
  read(document, report) {
    const rules = document.all('rbacRule');
    for (const binding of document.all('rbacBinding')) {
      const { fact } = binding;
      const namespace = namespaceOf(fact);
      if (fact.resource !== 'ClusterRoleBinding' || fact.map === undefined || namespace === undefined)
        continue;
      const own = rules.filter(
        ({ fact: { role } }) =>
          role.resource === 'ClusterRole' && role.name === fact.role?.value && role.name !== '',
      );
      const kind = scalarOf(entryOf(fact.map, 'kind')?.value);
      if (own.length === 0 || kind === undefined || !own.every(({ fact: rule }) => isForOneNamespace(rule)))
        continue;
      report({
        region: binding.region,
        at: kind.range,
        message: message(
          'The role names objects of a namespace, and is bound in every namespace: a Role would do',
        ),
        fixes: () => useRole(binding, own, namespace),
      });
    }
  },
});

/** The one namespace of all subjects. */
function namespaceOf({ subjects }: RbacBindingFact): string | undefined {
  const namespaces = new Set(
    subjects.map(({ type, namespace }) => (type === 'ServiceAccount' ? namespace : '')),
  );
  const [first, second] = namespaces;
  return second === undefined && first !== '' ? first : undefined;
}

/** An object with a name stands in one namespace; without names, reading everywhere is what a ClusterRole is for. */
function isForOneNamespace({ resources, names, nonResourceUrls, role, verbs }: RbacRuleFact): boolean {
  const isNamed = names.words.length > 0 || verbs.words.every(({ value }) => value === 'create');
  return (
    !role.isUpstream &&
    isNamed &&
    nonResourceUrls.words.length === 0 &&
    resources.words.length > 0 &&
    resources.words.every(({ value }) => namespaced.has(value))
  );
}

function useRole(
  binding: Placed<RbacBindingFact>,
  rules: readonly Placed<RbacRuleFact>[],
  namespace: string,
): readonly Fix[] {
  const role = rules[0];
  const [bound, granted] = [binding.fact.map, role?.fact.role.map];
  if (role === undefined || bound === undefined || granted === undefined) return [];
  const reference = scalarOf(get(mapOf(get(bound, 'roleRef')), 'kind'));
  const [kind, roleKind] = [scalarOf(get(bound, 'kind')), scalarOf(get(granted, 'kind'))];
  const spaces = [
    inNamespace(binding.region, bound, namespace),
    inNamespace(role.region, granted, namespace)?.map((edit) => ({ ...edit, region: role.region })),
  ];
  if (reference === undefined || kind === undefined || roleKind === undefined) return [];
  if (spaces.some((edits) => edits === undefined)) return [];
  return [
    review(
      'Use a Role and a RoleBinding',
      [
        replace(kind.range, 'RoleBinding'),
        replace(reference.range, 'Role'),
        { ...replace(roleKind.range, 'Role'), region: role.region },
        ...spaces.flatMap((edits) => edits ?? []),
      ],
      'Right where all that is named stands in the namespace of the service account',
    ),
  ];
}

function inNamespace(
  region: Placed<unknown>['region'],
  map: YamlMap,
  namespace: string,
): readonly FixEdit[] | undefined {
  const metadata = mapOf(get(map, 'metadata'));
  return metadata && setEntry(region, metadata, 'namespace', namespace);
}
