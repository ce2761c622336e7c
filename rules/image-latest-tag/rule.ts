import {
  cite,
  bitnamiCatalog,
  defineRule,
  localRepositories,
  imageName,
  isStandIn,
  message,
  rangeOfTag,
  tierOfTag,
  valueOf,
  versionFixes,
  type ImageFact,
} from '#rule';

export default defineRule({
  meta: {
    id: 'image-latest-tag',
    title: 'Image tag moves',
    why: 'The next pull may run other code than the last one, without a commit, a review or a way back.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: [12, 14],
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite('OWASP 2022 K02', 'CWE-829', 'CWE-1357', 'NSA/CISA 1.2 Pod security', 'OWASP 2025 K07'),
    fixes: [
      { title: 'Use the version that stands elsewhere in this document', applicability: 'review' },
      { title: 'Use the version that stands elsewhere in the workspace', applicability: 'review' },
      { title: 'Pin to a version', applicability: 'review' },
    ],
  },
  reads: ['image', 'command'],
  read(document, report) {
    const local = localRepositories(document.all('command').map(({ fact }) => fact));
    for (const { fact: image, region } of document.all('image')) {
      const tag = movingTag(image);
      if (tag === undefined) continue;
      const reference = valueOf(image.reference);
      if (reference !== undefined && bitnamiCatalog(reference) !== undefined) continue;
      if (reference !== undefined && tag === '' && isStandIn(reference)) continue;
      if (reference !== undefined && !reference.hasRegistry && local.has(reference.repository)) continue;
      report({
        region,
        at: rangeOfTag(image),
        message: tellMoving(reference && imageName(reference), tag),
        fixes: (context) => versionFixes(image, context),
      });
    }
  },
});

function tellMoving(image: string | undefined, tag: string) {
  if (image === undefined)
    return message('The tag {tag} moves, so what runs can change without a commit', { tag });
  return tag === ''
    ? message('Image "{image}" has no tag, which means latest, so what runs can change without a commit', {
        image,
      })
    : message('Image "{image}" has the tag {tag}, so what runs can change without a commit', { image, tag });
}

/** The tag that moves, '' for one that is missing and so means latest; undefined where nothing moves. */
function movingTag({ reference, tag, digest, shape, role }: ImageFact): string | undefined {
  if (role === 'composeBuild' || digest.state === 'known') return undefined;
  // A digest that a template decides may be there; `--set image.tag=…` says nothing of one.
  if (digest.state === 'unknown' && shape !== 'flag') return undefined;
  if (tag.state === 'known') return tierOfTag(tag.value) === 'moving' ? tag.value : undefined;
  const name = valueOf(reference)?.repository;
  // A chart's tag falls back to its appVersion, and a kustomization's to the manifest's.
  return shape !== 'repositoryAndTag' && tag.state === 'absent' && name !== undefined && name !== 'scratch'
    ? ''
    : undefined;
}
