import {
  cite,
  defineRule,
  entryOf,
  get,
  listOf,
  mapOf,
  message,
  replace,
  review,
  scalarOf,
  type FixEdit,
  type ObjectFact,
  type Region,
} from '#rule';

const title = 'Use external-secrets.io/v1';

/** Kinds of the group that are served as v1; PushSecret and the generators are still v1alpha1. */
const kinds = new Set(['ExternalSecret', 'ClusterExternalSecret', 'SecretStore', 'ClusterSecretStore']);

export default defineRule({
  meta: {
    id: 'external-secret-old-api',
    title: 'Version of External Secrets that is not served any more',
    why: 'A supported operator refuses the object, so the Secret is never made, and people put the value into a file by hand.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 8,
    languages: ['yaml', 'json'],
    references: cite(
      'External Secrets 0.17 release notes',
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'NSA/CISA 1.2 Secrets',
    ),
    fixes: [{ title, applicability: 'review' }],
  },
  visit: (report) => ({
    object(object, region) {
      const { group, version, resource, map } = object;
      if (group !== 'external-secrets.io' || !/^v1(?:alpha|beta)1$/.test(version) || !kinds.has(resource))
        return;
      const scalar = scalarOf(entryOf(map, 'apiVersion')?.value);
      if (scalar === undefined) return;
      report({
        at: scalar.range,
        message: message(
          '{version} of {kind} is not served since External Secrets 0.17, which came in May 2025',
          {
            version,
            kind: resource,
          },
        ),
        fixes: () => {
          const at =
            scalar.range.start + region.text.slice(scalar.range.start, scalar.range.end).indexOf(version);
          const bump = replace({ start: at, end: at + version.length }, 'v1');
          return [
            review(
              title,
              [bump, ...(version === 'v1alpha1' ? extractEdits(object, region) : [])],
              'The operator of the cluster has to be 0.16 or newer.',
            ),
          ];
        },
      });
    },
  }),
});

/** In v1alpha1 an item of `dataFrom` was what is `extract` since v1beta1. */
function extractEdits({ spec }: ObjectFact, { text }: Region): readonly FixEdit[] {
  const items = listOf(get(spec, 'dataFrom'))?.items ?? [];
  return items.flatMap(({ node }) => {
    const map = mapOf(node);
    if (map === undefined || node?.kind !== 'map' || entryOf(map, 'key') === undefined) return [];
    const inside = text.slice(map.range.start, map.range.end);
    if (map.isFlow) return [replace(map.range, `{ extract: ${inside} }`)];
    const pad = `\n${' '.repeat(map.indent + 2)}`;
    return [replace(map.range, `extract:${pad}${inside.replaceAll('\n', '\n  ')}`)];
  });
}
