import { agentSeverity, cite, defineRule, message, withdrawalFixes, type PrivilegeFact } from '#rule';

export default defineRule({
  meta: {
    id: 'shared-process-namespace',
    title: 'Containers of a pod share their processes',
    why: 'Each container sees the command lines, environment and files of the others, secrets among them.',
    severity: 'info',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.6.3',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'CWE-653',
      'NSA/CISA 1.2 Pod security',
    ),
    fixes: [{ title: 'Keep processes apart', applicability: 'review' }],
  },
  visit: (report) => ({
    privilege(privilege, region) {
      if (privilege.what !== 'sharedProcesses') return;
      const severity = agentSeverity(privilege);
      if (severity === 'silent') return;
      report({
        at: privilege.range,
        message: tell(privilege),
        ...(severity === undefined ? {} : { severity }),
        fixes: () =>
          withdrawalFixes(privilege, region, {
            title: 'Keep processes apart',
            note: 'A container that sends signals to another one cannot do so any more',
          }),
      });
    },
  }),
});

function tell(_privilege: PrivilegeFact) {
  return message(
    'shareProcessNamespace shows each container the processes, environment and files of the others',
  );
}
