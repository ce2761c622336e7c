import {
  cite,
  defineRule,
  insert,
  leakOf,
  message,
  replace,
  review,
  withStops,
  type Fix,
  type ImagePatternFact,
  type Problem,
} from '#rule';

const registryStop = '‹registry and path›';

export default defineRule({
  meta: {
    id: 'registry-prefix-without-slash',
    title: 'Allowed registry admits others too',
    why: 'An attacker who may push to a registry or a path of his own choice names it so that the policy lets its images in.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 18,
    languages: ['yaml', 'json'],
    references: cite('CIS 1.12 5.5.1', 'CIS EKS 1.8.0 5.1.4', 'OWASP 2022 K04', 'OWASP 2025 K04', 'CWE-1357'),
    fixes: [
      { title: 'End the prefix with a slash', applicability: 'review' },
      { title: 'Name the registry', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    imagePattern(pattern) {
      const problem = prefixProblem(pattern);
      if (problem !== undefined) report(problem);
    },
  }),
});

function prefixProblem(pattern: ImagePatternFact): Problem | undefined {
  const leak = leakOf(pattern);
  const { range, value } = pattern;
  if (leak === 'leading') {
    return {
      at: range,
      message: message('The * in front matches slashes too, so images of any host pass'),
      fixes: () => nameRegistry(pattern),
    };
  }
  if (leak !== 'longer') return undefined;
  const head = pattern.form === 'prefix' ? value : value.slice(0, value.indexOf('*'));
  return {
    at: range,
    message: head.includes('/')
      ? message('Without a slash at the end, {head}-evil/image passes as well', { head })
      : message('Without a slash at the end, {head}.evil.example/image passes as well', { head }),
    fixes: () => [
      review(
        'End the prefix with a slash',
        [insert(range.start + head.length, '/')],
        'Only narrower than before: images that came in by the hole are denied',
      ),
    ],
  };
}

function nameRegistry({ range, value }: ImagePatternFact): readonly Fix[] {
  const rest = /^\*+\//.test(value) ? value.replace(/^\*+\//, '') : '*';
  return [review('Name the registry', [withStops(replace(range, `${registryStop}/${rest}`), registryStop)])];
}
