import {
  cite,
  bitnamiCatalog,
  defineRule,
  imageName,
  message,
  rangeOfTag,
  tierOfTag,
  valueOf,
  versionFixes,
} from '#rule';

export default defineRule({
  meta: {
    id: 'image-partial-version',
    title: 'Image tag names a part of a version',
    why: 'Publishers push such a tag again with each release, so what runs changes without a commit.',
    severity: 'low',
    confidence: 'likely',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: [12, 14],
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite('OWASP 2022 K02', 'CWE-829', 'NSA/CISA 1.2 Pod security', 'OWASP 2025 K07'),
    fixes: [
      { title: 'Use the version that stands elsewhere in this document', applicability: 'review' },
      { title: 'Use the version that stands elsewhere in the workspace', applicability: 'review' },
      { title: 'Pin to a version', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    image(image) {
      const reference = valueOf(image.reference);
      const tag = valueOf(image.tag);
      if (reference === undefined || !tag || image.role === 'composeBuild') return;
      if (image.digest.state !== 'absent' || bitnamiCatalog(reference) !== undefined) return;
      const tier = tierOfTag(tag);
      if (tier !== 'major' && tier !== 'minor') return;
      const args = { image: imageName(reference), tag };
      report({
        at: rangeOfTag(image),
        message:
          tier === 'major'
            ? message(
                'Image "{image}" has the tag {tag}, a major version, which moves with each of its releases',
                args,
              )
            : message(
                'Image "{image}" has the tag {tag}, a minor version, which moves with each of its patches',
                args,
              ),
        fixes: (context) => versionFixes(image, context, (other) => continues(other, tag)),
      });
    },
  }),
});

/** True when the version goes on where the partial one stops: 1.37.0 after 1.37, not after 1.3. */
function continues(version: string, partial: string): boolean {
  const start = /^v?[\d.]*/.exec(partial.replace(/\.[x*]/, ''))?.[0] ?? '';
  return version.startsWith(start) && /^\D/.test(version.slice(start.length));
}
