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
    id: 'webhook-failure-ignored',
    title: 'Admission check is skipped when it fails',
    why: 'Whoever makes the check fail, with load or by ending its pods, gets past it.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 18,
    languages: ['yaml', 'json'],
    references: cite('CIS 1.12 5.2.1', 'OWASP 2022 K04', 'OWASP 2025 K04', 'CWE-1357'),
    fixes: [{ title: 'Fail closed', applicability: 'review' }],
  },
  visit: (report) => ({
    admission(setting, region) {
      const problem = ignoreProblem(setting, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

/** A mutating webhook seldom guards anything, so it weighs less. */
function ignoreProblem({ what, value, target, range }: AdmissionFact, region: Region): Problem | undefined {
  if (what !== 'failurePolicy' || value !== 'Ignore') return undefined;
  return {
    at: range,
    ...(target === 'mutating' ? { severity: 'low' as const } : {}),
    message:
      target === 'policy'
        ? message('Ignore admits the object when the policy cannot be evaluated')
        : message('Ignore admits the object when the webhook cannot be reached'),
    fixes: () => [
      review(
        'Fail closed',
        [replace(range, quotesOf(region, range.start) + 'Fail' + quotesOf(region, range.start))],
        target === 'policy'
          ? 'An expression that cannot be evaluated then denies the object'
          : 'The webhook must then run in several copies, and leave out kube-system and its own namespace',
      ),
    ],
  };
}

function quotesOf({ text }: Region, at: number): string {
  const first = text[at] ?? '';
  return first === '"' || first === "'" ? first : '';
}
