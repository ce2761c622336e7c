import {
  agentSeverity,
  cite,
  kernelParametersOf,
  message,
  privilegeRule,
  replace,
  review,
  withdrawalFixes,
  type DocumentFacts,
  type Fix,
  type PrivilegeFact,
  type Region,
} from '#rule';

export default privilegeRule(
  {
    id: 'container-privileged',
    title: 'Container is privileged',
    why: "Its processes are root on the node: they reach every device, every other pod and the node's own credentials.",
    severity: 'critical',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: ['CIS', 14],
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite(
      'CIS 1.12 5.2.2',
      'CIS EKS 1.8.0 4.2.1',
      'PSS baseline privileged',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'Kubescape NSA C-0057',
      'CWE-250',
    ),
    fixes: [
      { title: 'Switch privileged off', applicability: 'review' },
      { title: 'Remove --privileged', applicability: 'review' },
      { title: 'Use the general profile', applicability: 'review' },
    ],
  },
  {
    what: 'privileged',
    tell,
    fixes: fixesOf,
    severityOf: (privilege) => (privilege.detail === 'sysadmin' ? 'info' : agentSeverity(privilege)),
  },
);

function tell({ detail, container }: PrivilegeFact) {
  if (detail === 'sysadmin')
    return message('The profile sysadmin makes the debugging container privileged: it is root on the node');
  return container?.role === 'initContainer'
    ? message('Init container is privileged: it is root on the node')
    : message('Container is privileged: its processes are root on the node');
}

function fixesOf(privilege: PrivilegeFact, region: Region, document: DocumentFacts): readonly Fix[] {
  const { place, detail, container } = privilege;
  // Without the privilege it fails; the parameters have to be set elsewhere, as init-container-sysctl says.
  if (container !== undefined && kernelParametersOf(container).length > 0) return [];
  if (detail === 'sysadmin' && place.at === 'flag' && place.flag.value !== undefined)
    return [review('Use the general profile', [replace(place.flag.value.range, 'general')])];
  return withdrawalFixes(privilege, region, document, {
    title: place.at === 'flag' ? 'Remove --privileged' : 'Switch privileged off',
    note: 'A program that needs one right of root can be given that capability alone',
  });
}
