import {
  cite,
  contextPatch,
  defineRule,
  entryOf,
  isOpenMap,
  message,
  review,
  valueOf,
  worksAsRoot,
  type ContainerFact,
} from '#rule';

export default defineRule({
  meta: {
    id: 'container-not-hardened',
    title: 'Container is shown without a security context',
    why: 'Who copies the example gets a container with the user of its image, mostly root, and all default rights.',
    severity: 'low',
    confidence: 'possible',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.6.3',
      'PSS restricted',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'CWE-250',
      'CWE-1188',
      'NSA/CISA 1.2 Pod security',
    ),
    fixes: [{ title: 'Write a restricted security context', applicability: 'review' }],
  },
  visit: (report) => ({
    container(container, region) {
      if (!isBare(container) || worksAsRoot(container)) return;
      report({
        at: container.name.state === 'known' ? container.name.range : container.range,
        message: message('{name} is shown without a security context, so it gets all default rights', {
          name: valueOf(container.name) ?? 'Container',
        }),
        fixes: () => {
          if (region.language !== 'yaml' && region.language !== 'json') return [];
          const edits = contextPatch(region, container.map, [
            ['allowPrivilegeEscalation', false],
            ['runAsNonRoot', true],
            ['capabilities', { drop: ['ALL'] }],
            ['seccompProfile', { type: 'RuntimeDefault' }],
          ]);
          return edits === undefined
            ? []
            : [
                review(
                  'Write a restricted security context',
                  edits,
                  'The image must run without root and capabilities',
                ),
              ];
        },
      });
    },
  }),
});

/** In a fragment, with an image and nothing about security, here or at the pod around it. */
function isBare({ map, workload, role }: ContainerFact): boolean {
  if (workload?.object !== undefined || role === 'ephemeralContainer' || isOpenMap(map)) return false;
  if (entryOf(map, 'image') === undefined || entryOf(map, 'securityContext') !== undefined) return false;
  return entryOf(workload?.podSpec, 'securityContext') === undefined;
}
