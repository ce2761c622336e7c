import {
  asBoolean,
  cite,
  defineRule,
  entryOf,
  mapOf,
  message,
  removeChild,
  review,
  type ObjectFact,
  type YamlEntry,
  type YamlMap,
} from '#rule';

export default defineRule({
  meta: {
    id: 'immutable-secret',
    title: 'Rotated Secret that cannot be updated',
    why: 'An immutable Secret refuses every new value, so whatever rotates it fails, and the old credential stays in use.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    reviewItem: 17,
    languages: ['yaml', 'json'],
    references: cite(
      'External Secrets 2 ExternalSecret',
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'CWE-262',
      'CWE-324',
      'NSA/CISA 1.2 Secrets',
    ),
    fixes: [{ title: 'Let the Secret be updated', applicability: 'review' }],
  },
  visit: (report) => ({
    object(object, region) {
      const found = immutableOf(object);
      if (found === undefined) return;
      const { map, entry } = found;
      report({
        at: entry.range,
        message:
          object.resource === 'Secret'
            ? message('This Secret is rotated, and immutable: every update of it is refused')
            : message(
                'The Secret is written as immutable, so a value that changes in the store is never taken over',
              ),
        fixes: () => {
          const edits = removeChild(region, map, entry);
          return edits === undefined
            ? []
            : [
                review(
                  'Let the Secret be updated',
                  edits,
                  'A Secret that is immutable already has to be deleted and created again.',
                ),
              ];
        },
      });
    },
  }),
});

/** `immutable: true` of an ExternalSecret's target, or of a Secret that something keeps up to date. */
function immutableOf(object: ObjectFact): { readonly map: YamlMap; readonly entry: YamlEntry } | undefined {
  const map = holderOf(object);
  const entry = entryOf(map, 'immutable');
  if (map === undefined || entry === undefined || !map.entries.includes(entry)) return undefined;
  return asBoolean(entry.value) === true ? { map, entry } : undefined;
}

function holderOf({ resource, group, map, spec, annotations }: ObjectFact): YamlMap | undefined {
  if (group === 'external-secrets.io') {
    const inner =
      resource === 'ClusterExternalSecret' ? mapOf(entryOf(spec, 'externalSecretSpec')?.value) : spec;
    return resource.endsWith('ExternalSecret') ? mapOf(entryOf(inner, 'target')?.value) : undefined;
  }
  const isRotated = [...annotations.keys()].some((key) => updaters.test(key));
  return resource === 'Secret' && group === '' && isRotated ? map : undefined;
}

/** Prefixes of annotations by which a Secret is filled, copied or rotated by something. */
const updaters =
  /^(?:reloader\.stakater\.com|secret\.reloader\.stakater\.com|cert-manager\.io|replicator\.v1\.mittwald\.de|reflector\.v1\.k8s\.emberstack\.com|[\w.-]*rotat[\w.-]*)\/|^[\w./-]*rotat/;
