import {
  cite,
  bitnamiCatalog,
  defineRule,
  imageName,
  message,
  replace,
  review,
  valueOf,
  withStops,
  type CommandFact,
  type Word,
} from '#rule';

export default defineRule({
  meta: {
    id: 'image-from-bitnami',
    title: 'Image is from the closed Bitnami catalog',
    why: 'Its versions are gone or frozen: a pull fails, or what it gives gets no security fixes any more.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 12,
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite('OWASP 2022 K02', 'CWE-1104', 'NSA/CISA 1.2 Pod security', 'OWASP 2025 K07'),
    fixes: [{ title: 'Name an image of another publisher', applicability: 'review' }],
  },
  visit: (report) => ({
    command(command) {
      for (const chart of chartsOf(command)) {
        report({
          at: chart.range,
          confidence: 'likely',
          message: message('Chart "{chart}" pulls images of docker.io/bitnami, whose versions are gone', {
            chart: chart.value,
          }),
        });
      }
    },
    setting({ key, value, valueRange }) {
      const text = valueOf(value) ?? '';
      if (!/^(?:repository|repoURL|url|chart)$/i.test(key) || !addresses.test(text)) return;
      report({
        at: valueRange,
        confidence: 'likely',
        message: message('Charts of {address} pull images of docker.io/bitnami, whose versions are gone', {
          address: text,
        }),
      });
    },
    image(image, region) {
      const reference = valueOf(image.reference);
      const catalog = reference === undefined ? undefined : bitnamiCatalog(reference);
      if (reference === undefined || catalog === undefined) return;
      const tag = valueOf(image.tag) ?? '';
      const args = { image: imageName(reference), tag };
      report({
        at: image.range,
        message:
          catalog === 'legacy'
            ? message('"{image}" is frozen since 28 August 2025: it gets no security fixes any more', args)
            : tag === '' || tag === 'latest'
              ? message(
                  '"{image}" is only kept as latest, for development: there is no version to pin it to',
                  args,
                )
              : message(
                  '"{image}" lost its versions in September 2025: {tag} cannot be pulled any more',
                  args,
                ),
        fixes: () => {
          if (image.shape === 'flag' || (region.language !== 'yaml' && region.language !== 'shell'))
            return [];
          const isShell = region.language === 'shell';
          if (isShell && image.isRaw === true) return [];
          const other = isShell
            ? '${IMAGE:?set an image of a maintained publisher}'
            : '‹image of a maintained publisher›';
          const text = `"${other}"`;
          return [
            review('Name an image of another publisher', [withStops(replace(image.range, text), other)]),
          ];
        },
      });
    },
  }),
});

const addresses =
  /^(?:https:\/\/charts\.bitnami\.com\/bitnami|(?:oci:\/\/)?(?:registry-1\.)?docker\.io\/bitnamicharts)(?:\/[\w-]*)?$/;

const catalogs = /^(?:bitnami\/|oci:\/\/(?:registry-1\.)?docker\.io\/bitnamicharts\/)[\w-]+$/;

/** The charts of Bitnami that `helm install`, `upgrade` or `template` names: by the usual name of its repository. */
function chartsOf(command: CommandFact): readonly Word[] {
  if (command.program !== 'helm' || !/^(?:install|upgrade|template)$/.test(command.operands[0]?.value ?? ''))
    return [];
  return command.operands.slice(1).filter((word) => catalogs.test(word.value));
}
