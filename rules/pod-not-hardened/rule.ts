import {
  cite,
  defineRule,
  hardeningFixes,
  leftBehind,
  message,
  missingHardening,
  nameAsWritten,
  worksAsRoot,
  type ContainerFact,
  type Hardening,
  type Message,
} from '#rule';

export default defineRule({
  meta: {
    id: 'pod-not-hardened',
    title: 'Pod lacks its security context',
    why: 'By default a container runs as the user of its image, mostly root, with a dozen capabilities and every system call.',
    severity: 'low',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.2.6',
      'CIS 1.12 5.2.7',
      'CIS 1.12 5.2.9',
      'CIS 1.12 5.6.2',
      'CIS 1.12 5.6.3',
      'PSS restricted',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'CWE-250',
      'CWE-1188',
      'NSA/CISA 1.2 Pod security',
    ),
    fixes: [
      { title: 'Apply the restricted profile', applicability: 'review' },
      { title: 'Apply the restricted profile and a read-only root file system', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    workload(workload, region) {
      if (!workload.isWhole || workload.isNodeAgent) return;
      // What needs root for its work is told as that; dropping its rights would only break it. So is, one by
      // one, each init container that alone lacks the hardening of the others.
      const told = new Set(leftBehind(workload));
      const lacking = workload.containers.filter(
        (container) =>
          missingHardening(container).length > 0 && !worksAsRoot(container) && !told.has(container),
      );
      const [first] = lacking;
      if (first === undefined) return;
      report({
        at: first.name.state === 'known' ? first.name.range : first.range,
        message: tell(lacking),
        fixes: () => hardeningFixes(workload, lacking, region),
      });
    },
  }),
});

function tell(lacking: readonly ContainerFact[]) {
  const fields = new Set(lacking.flatMap(missingHardening));
  const names = lacking.map(nameAsWritten).join(', ');
  const args = { names, fields: listed([...fields].map((field) => words[field])) };
  return lacking.length === 1
    ? message('{names} runs without what the restricted profile asks for: {fields}', args)
    : message('{names} run without what the restricted profile asks for: {fields}', args);
}

/** Sentences with a comma between each two. */
function listed([first, ...rest]: readonly Message[]): Message | string {
  if (first === undefined) return '';
  return rest.length === 0 ? first : message('{first}, {rest}', { first, rest: listed(rest) });
}

const words: { readonly [H in Hardening]: Message } = {
  runAsNonRoot: message('runAsNonRoot'),
  allowPrivilegeEscalation: message('allowPrivilegeEscalation: false'),
  capabilities: message('dropped capabilities'),
  seccompProfile: message('a seccomp profile'),
};
