import {
  cite,
  defineRule,
  leakOf,
  message,
  replace,
  review,
  withStops,
  type Fix,
  type ImagePatternFact,
} from '#rule';

const registryStop = '‹registry and path›';

export default defineRule({
  meta: {
    id: 'registry-allowlist-open',
    title: 'Allowed registries hold everybody’s images',
    why: 'Anybody can publish there, so the policy admits the image of an attacker like any other.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 18,
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.5.1',
      'CIS EKS 1.8.0 5.1.4',
      'OWASP 2022 K04',
      'OWASP 2025 K04',
      'CWE-829',
      'CWE-1357',
    ),
    fixes: [{ title: 'Name your own registry', applicability: 'review' }],
  },
  visit: (report) => ({
    imagePattern(pattern) {
      const leak = leakOf(pattern);
      if (leak !== 'everything' && leak !== 'public') return;
      const { value, range, scalar } = pattern;
      const isEmpty = value === '';
      report({
        at: isEmpty ? scalar.range : range,
        message:
          leak === 'everything'
            ? isEmpty
              ? message('The empty prefix admits every image')
              : message('{value} admits every image', { value })
            : message('Everybody can publish images at {value}', { value: value.replace(/[/*]+$/, '') }),
        fixes: () => nameOwn(pattern),
      });
    },
  }),
});

/** In quotes, so that nobody takes the placeholder for a registry. */
function nameOwn({ form, range, scalar, isWhole }: ImagePatternFact): readonly Fix[] {
  const text = form === 'prefix' ? `${registryStop}/` : `${registryStop}/*`;
  const isPlain = isWhole && scalar.style === 'plain';
  const edit = isPlain ? replace(scalar.range, JSON.stringify(text)) : replace(range, text);
  return [
    review(
      'Name your own registry',
      [withStops(edit, registryStop)],
      'Images from elsewhere are denied then',
    ),
  ];
}
