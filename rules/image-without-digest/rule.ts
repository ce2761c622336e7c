import {
  cite,
  bitnamiCatalog,
  defineRule,
  imageName,
  message,
  pinEdits,
  quoted,
  rangeOfTag,
  review,
  tierOfTag,
  valueOf,
  withStops,
  type Fix,
  type FixContext,
  type ImageFact,
} from '#rule';

export default defineRule({
  meta: {
    id: 'image-without-digest',
    title: 'Image has a version and no digest',
    why: 'A tag can be pushed again; only a digest says which bytes run.',
    severity: 'info',
    confidence: 'certain',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 12,
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite('OWASP 2022 K02', 'CWE-1357', 'NSA/CISA 1.2 Pod security', 'OWASP 2025 K07'),
    fixes: [
      { title: 'Use the digest that stands elsewhere in this document', applicability: 'review' },
      { title: 'Use the digest that stands elsewhere in the workspace', applicability: 'review' },
      { title: 'Pin to a digest', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    image(image) {
      const reference = valueOf(image.reference);
      const tag = valueOf(image.tag);
      if (reference === undefined || !tag || image.role === 'composeBuild') return;
      if (image.digest.state !== 'absent' || bitnamiCatalog(reference) !== undefined) return;
      const tier = tierOfTag(tag);
      if (tier !== 'full' && tier !== 'name') return;
      report({
        at: rangeOfTag(image),
        message: message(
          'Image "{image}" has the tag {tag} and no digest, so its publisher can still replace it',
          {
            image: imageName(reference),
            tag,
          },
        ),
        fixes: (context) => digestFixes(image, context),
      });
    },
  }),
});

function digestFixes(image: ImageFact, context: FixContext): readonly Fix[] {
  const fixes: Fix[] = [];
  const places = [
    ['Use the digest that stands elsewhere in this document', context.document.all('image')],
    ['Use the digest that stands elsewhere in the workspace', context.workspace.all('image')],
  ] as const;
  for (const [title, others] of places) {
    const digest = others.map(({ fact }) => sameVersion(fact, image)).find((found) => found !== undefined);
    const edits = digest === undefined ? undefined : pinEdits(image, context.region, { digest });
    if (edits !== undefined) fixes.push(review(title, edits));
    if (fixes.length > 0) break;
  }
  const stop =
    context.region.language === 'shell' && image.isRaw !== true
      ? '${IMAGE_DIGEST:?set the sha256 of the image}'
      : '‹64 hex digits›';
  const edits = pinEdits(image, context.region, { digest: `sha256:${stop}` })?.map((edit) =>
    withStops(edit, stop),
  );
  if (edits !== undefined) fixes.push(review('Pin to a digest', quoted(edits, image, context.region)));
  return fixes;
}

/** The digest under which the same image and tag stand elsewhere. */
function sameVersion(other: ImageFact, image: ImageFact): string | undefined {
  const [a, b] = [valueOf(other.reference), valueOf(image.reference)];
  const isSame = a !== undefined && a.registry === b?.registry && a.repository === b.repository;
  return isSame && valueOf(other.tag) === valueOf(image.tag) ? valueOf(other.digest) : undefined;
}
