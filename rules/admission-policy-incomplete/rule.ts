import {
  cite,
  defineRule,
  insert,
  message,
  review,
  textOf,
  valueOf,
  type Fix,
  type ObjectFact,
  type Region,
} from '#rule';

export default defineRule({
  meta: {
    id: 'admission-policy-incomplete',
    title: 'Admission policy lacks its other half',
    why: 'The policy stands in the cluster and checks nothing, which looks the same as one that works.',
    severity: 'info',
    confidence: 'possible',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 18,
    languages: ['yaml', 'json'],
    references: cite('CIS 1.12 5.2.1', 'OWASP 2022 K04', 'OWASP 2025 K04', 'CWE-1357'),
    fixes: [{ title: 'Add a binding', applicability: 'review' }],
  },
  reads: ['object', 'command'],
  read(document, report) {
    const objects = document.all('object');
    const bound = new Set(
      objects
        .filter(({ fact }) => fact.resource === 'ValidatingAdmissionPolicyBinding')
        .map(({ fact }) => textOf(fact.spec, 'policyName') ?? ''),
    );
    const hasTemplates =
      objects.some(({ fact }) => fact.resource === 'ConstraintTemplate') ||
      document
        .all('command')
        .some(({ fact }) => fact.args.some(({ value }) => value.includes('gatekeeper-library')));
    for (const { fact: object, region } of objects) {
      const name = valueOf(object.name);
      if (object.isNested || name === undefined) continue;
      if (object.resource === 'ValidatingAdmissionPolicy' && !bound.has(name) && !bound.has('')) {
        report({
          region,
          at: object.map.entries[0]?.range ?? object.range,
          message: message('No binding here names {name}: without one the policy checks nothing', { name }),
          fixes: () => addBinding(object, name, region),
        });
      }
      if (object.group === 'constraints.gatekeeper.sh' && !hasTemplates) {
        report({
          region,
          at: object.map.entries[0]?.range ?? object.range,
          message: message(
            'No ConstraintTemplate here defines {kind}: without it the constraint cannot be created',
            {
              kind: object.resource,
            },
          ),
        });
      }
    }
  },
});

/** For every namespace but the system's, as add-ons run there that the policy does not know. */
function addBinding({ map, apiVersion }: ObjectFact, name: string, region: Region): readonly Fix[] {
  if (region.language !== 'yaml' || map.isFlow || map.indent !== 0) return [];
  const lines = [
    '---',
    `apiVersion: ${apiVersion}`,
    'kind: ValidatingAdmissionPolicyBinding',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    `  policyName: ${name}`,
    '  validationActions: [Deny]',
    '  matchResources:',
    '    namespaceSelector:',
    '      matchExpressions:',
    '        - key: kubernetes.io/metadata.name',
    '          operator: NotIn',
    '          values: [kube-system]',
  ].join('\n');
  const { text } = region;
  const end = text.trimEnd().length;
  return [
    review(
      'Add a binding',
      [insert(end, `\n${lines}`)],
      'What the policy forbids is denied from then on, but for kube-system',
    ),
  ];
}
