import {
  cite,
  defineRule,
  message,
  replace,
  review,
  type AdmissionFact,
  type Problem,
  type Region,
} from '#rule';

export default defineRule({
  meta: {
    id: 'pod-security-privileged',
    title: 'Namespace admits privileged pods',
    why: 'Whoever may create a pod there can have one that owns its node.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 18,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 5.2.1',
      'CIS 1.12 5.2.2',
      'CIS EKS 1.8.0 4.2.1',
      'OWASP 2022 K04',
      'OWASP 2025 K04',
      'CWE-269',
    ),
    fixes: [
      { title: 'Enforce baseline', applicability: 'review' },
      { title: 'Enforce restricted', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    admission(setting, region) {
      const problem = levelProblem(setting, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

/** Namespaces of what runs the nodes themselves: network, storage, monitoring of hosts. */
const systemNames =
  /^(?:kube-.*|.*-system|calico.*|cilium.*|metallb.*|rook-.*|longhorn.*|openebs.*|.*-csi.*|node-.*|falco|tigera-operator|amazon-cloudwatch)$/;

function levelProblem(
  { what, value, target, range, word }: AdmissionFact,
  region: Region,
): Problem | undefined {
  if (what !== 'podSecurity' || value !== 'privileged') return undefined;
  const to = (title: string, level: string, note: string) => {
    const mark = word === undefined ? (region.text[range.start] ?? '') : '';
    const quote = mark === '"' || mark === "'" ? mark : '';
    return review(title, [replace(range, quote + level + quote)], note);
  };
  return {
    at: range,
    ...(systemNames.test(target) ? { severity: 'info' as const } : {}),
    message: message('privileged switches Pod Security off: pods may be root on their node'),
    fixes: () => [
      to(
        'Enforce baseline',
        'baseline',
        'Pods with host namespaces, host paths or privileges are denied then',
      ),
      to('Enforce restricted', 'restricted', 'Pods must then run as a user and drop all capabilities'),
    ],
  };
}
