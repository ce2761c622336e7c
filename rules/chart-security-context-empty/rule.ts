import {
  cite,
  contextPatch,
  message,
  privilegeRule,
  review,
  type Fix,
  type PrivilegeFact,
  type Region,
} from '#rule';

export default privilegeRule(
  {
    id: 'chart-security-context-empty',
    title: "Chart's security context is empty",
    why: 'The chart then writes none, so its containers run as the user of their image, mostly root, with all default rights.',
    severity: 'low',
    confidence: 'likely',
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
      'NSA/CISA 1.2 Pod security',
    ),
    fixes: [{ title: 'Fill in the restricted profile', applicability: 'review' }],
  },
  {
    what: 'emptyContext',
    tell,
    fixes: fixesOf,
    severityOf: () => undefined,
  },
);

function tell({ detail }: PrivilegeFact) {
  return message('{name} is empty, so the containers of the chart get the defaults: mostly root', {
    name: detail,
  });
}

function fixesOf({ place, detail }: PrivilegeFact, region: Region): readonly Fix[] {
  if (place.at !== 'entry' || (region.language !== 'yaml' && region.language !== 'json')) return [];
  const edits = contextPatch(
    region,
    place.map,
    /^pod/i.test(detail)
      ? [
          ['runAsNonRoot', true],
          ['seccompProfile', { type: 'RuntimeDefault' }],
        ]
      : [
          ['allowPrivilegeEscalation', false],
          ['runAsNonRoot', true],
          ['capabilities', { drop: ['ALL'] }],
        ],
    detail,
  );
  if (edits === undefined) return [];
  return [
    review(
      'Fill in the restricted profile',
      edits,
      'The image must run without root and capabilities: a server that binds a port below 1024 or changes its user does not',
    ),
  ];
}
