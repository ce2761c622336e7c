import {
  cite,
  contextPatch,
  defineRule,
  isSafeParameter,
  kernelParametersOf,
  message,
  nameAsWritten,
  removePruned,
  review,
  type ContainerFact,
  type Fix,
  type Region,
} from '#rule';

export default defineRule({
  meta: {
    id: 'init-container-sysctl',
    title: 'Init container changes the kernel of its node',
    why: 'It runs privileged, and what it sets holds for every pod on the node until the node restarts.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 14,
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.2.2',
      'PSS baseline privileged',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'CWE-250',
      'NSA/CISA 1.2 Pod security',
    ),
    fixes: [
      { title: 'Set the parameters for the pod', applicability: 'review' },
      { title: 'Leave the parameters to the nodes', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    container(container, region) {
      const parameters = kernelParametersOf(container);
      if (parameters.length === 0) return;
      report({
        at: container.name.state === 'known' ? container.name.range : container.range,
        message: message('Init container {name} sets {parameters} on the node, for every pod there', {
          name: nameAsWritten(container),
          parameters: parameters.map(({ name }) => name).join(', '),
        }),
        fixes: () => fixesOf(container, region),
      });
    },
  }),
});

function fixesOf(container: ContainerFact, region: Region): readonly Fix[] {
  const { workload, list, item, commands } = container;
  if (region.language !== 'yaml' && region.language !== 'json') return [];
  if (list === undefined || item === undefined || commands.some(({ program }) => program !== 'sysctl'))
    return [];
  const removed = removePruned(region, list, [item]);
  if (removed === undefined) return [];
  const parameters = kernelParametersOf(container);
  if (workload === undefined || !parameters.every(isSafeParameter))
    return [
      review(
        'Leave the parameters to the nodes',
        removed,
        'The nodes must set them first: in the configuration of the node group, or by a tuning operator',
      ),
    ];
  const set = contextPatch(region, workload.podSpec, [
    ['sysctls', parameters.map(({ name, value }) => ({ name, value }))],
  ]);
  if (set === undefined) return [];
  return [
    review(
      'Set the parameters for the pod',
      [...removed, ...set].sort((a, b) => a.range.start - b.range.start),
      'They then hold for this pod alone',
    ),
  ];
}
