import { cite, message, privilegeRule } from '#rule';

export default privilegeRule(
  {
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
  {
    what: 'sharedProcesses',
    tell,
    fixes: {
      title: 'Keep processes apart',
      note: 'A container that sends signals to another one cannot do so any more',
    },
  },
);

function tell() {
  return message(
    'shareProcessNamespace shows each container the processes, environment and files of the others',
  );
}
