import {
  get,
  getPath,
  listOf,
  mapOf,
  resolved,
  scalarOf,
  stringOf,
  walkYaml,
} from '../../languages/yaml/read';
import type { YamlItem, YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type { ImagePatternFact, ObjectFact } from '../fact';
import { contentStart } from '../field';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;
type Policy = Pick<ImagePatternFact, 'engine' | 'policy' | 'missing'>;

/**
 * Which images a policy admits: prefixes of Gatekeeper's K8sAllowedRepos, patterns of K8sAllowedReposv2 and of
 * Kyverno's `image:`, and the literals of `image.startsWith('…')` in CEL (ValidatingAdmissionPolicy, Kyverno's
 * ValidatingPolicy). What a policy forbids (`!…`) is none.
 */
export function imagePatternsOf(
  region: YamlRegion,
  objects: readonly ObjectFact[],
): readonly ImagePatternFact[] {
  const found: ImagePatternFact[] = [];
  for (const object of objects) {
    const { group, resource, spec, map } = object;
    if (spec === undefined || object.isNested) continue;
    if (group === 'constraints.gatekeeper.sh') {
      const policy: Policy = { engine: 'gatekeeper', policy: map, missing: [] };
      const parameters = mapOf(get(spec, 'parameters'));
      if (/^K8sAllowedRepos$/i.test(resource))
        found.push(...listed(region, get(parameters, 'repos'), 'prefix', policy));
      if (/^K8sAllowedReposv2$/i.test(resource))
        found.push(...listed(region, get(parameters, 'allowedImages'), 'glob', policy));
    } else if (group === 'kyverno.io' && /Policy$/.test(resource)) {
      found.push(
        ...kyvernoPatterns(region, spec, { engine: 'kyverno', policy: map, missing: missingIn(spec) }),
      );
    } else if (group === 'policies.kyverno.io' || resource === 'ValidatingAdmissionPolicy') {
      found.push(...celPatterns(region, spec, { engine: 'cel', policy: map, missing: missingIn(spec) }));
    }
  }
  if (objects.length === 0) {
    const repos =
      getPath(region.tree.root, 'parameters', 'repos') ??
      getPath(region.tree.root, 'spec', 'parameters', 'repos');
    const policy = mapOf(region.tree.root);
    if (policy !== undefined)
      found.push(...listed(region, repos, 'prefix', { engine: 'gatekeeper', policy, missing: [] }));
  }
  return found;
}

/** Kinds of containers that a policy speaks of nowhere, in its keys and expressions. */
function missingIn(spec: YamlMap): readonly string[] {
  const kinds = new Set(['initContainers', 'ephemeralContainers']);
  const look = (text: string): void => {
    for (const kind of kinds) if (text.includes(kind)) kinds.delete(kind);
  };
  walkYaml(spec, (node) => {
    if (node.kind === 'scalar') look(node.value);
    if (node.kind === 'map') for (const { key } of node.entries) look(key.value);
  });
  return [...kinds];
}

function listed(
  region: YamlRegion,
  node: YamlNode | undefined,
  form: ImagePatternFact['form'],
  policy: Policy,
): readonly ImagePatternFact[] {
  return (listOf(node)?.items ?? []).flatMap((item: YamlItem) => {
    const scalar = scalarOf(item.node);
    const start = scalar && contentStart(region.text, scalar);
    const value = stringOf(scalar) ?? (scalar?.value === '' && scalar.style !== 'plain' ? '' : undefined);
    if (scalar === undefined || start === undefined || value === undefined) return [];
    const range = { start, end: start + value.length };
    return [
      { kind: 'imagePattern', form, value, range, scalar, isWhole: true, at: undefined, ...policy } as const,
    ];
  });
}

/** `image: "a/* | b/*"` below a list of containers, anchors such as `=(image)` and `(image)` included. */
function kyvernoPatterns(region: YamlRegion, spec: YamlMap, policy: Policy): readonly ImagePatternFact[] {
  const found: ImagePatternFact[] = [];
  for (const { node } of listOf(get(spec, 'rules'))?.items ?? []) {
    const validate = mapOf(get(mapOf(node), 'validate'));
    for (const key of ['pattern', 'anyPattern', 'foreach']) {
      walkYaml(get(validate, key), (inner, path, maps, entry) => {
        if (
          inner.kind !== 'scalar' ||
          entry === undefined ||
          !/^(?:[=^X<]?\()?image\)?$/.test(entry.key.value)
        )
          return;
        if (!path.some((part) => part.includes('ontainers')) && key !== 'foreach') return;
        const start = contentStart(region.text, inner);
        const value = stringOf(inner);
        if (start === undefined || value === undefined || value.includes('{{')) return;
        const parts = value.split(/[|&]/);
        let at = 0;
        for (const part of parts) {
          const own = part.trim();
          const from = start + at + part.indexOf(own);
          at += part.length + 1;
          if (own === '' || own.startsWith('!')) continue;
          const range = { start: from, end: from + own.length };
          const place = maps[maps.length - 1];
          found.push({
            kind: 'imagePattern',
            form: 'glob',
            value: own,
            range,
            scalar: inner,
            isWhole: parts.length === 1,
            at: place,
            ...policy,
          });
        }
      });
    }
  }
  return found;
}

/** Read in the source: a literal of CEL stands in it character for character. */
function celPatterns(region: YamlRegion, spec: YamlMap, policy: Policy): readonly ImagePatternFact[] {
  const found: ImagePatternFact[] = [];
  walkYaml(spec, (node, _path, maps, entry) => {
    const scalar = resolved(node);
    if (scalar?.kind !== 'scalar' || entry?.key.value !== 'expression') return;
    const { start, end } = scalar.range;
    const source = region.text.slice(start, end);
    for (const match of source.matchAll(/\bimage\s*\.\s*startsWith\(\s*(["'])([^"'\n]*)\1/g)) {
      if (isNegated(source, match.index)) continue;
      const value = match[2] ?? '';
      const from = start + match.index + match[0].length - 1 - value.length;
      const range = { start: from, end: from + value.length };
      found.push({
        kind: 'imagePattern',
        form: 'prefix',
        value,
        range,
        scalar,
        isWhole: false,
        at: maps[maps.length - 1],
        ...policy,
      });
    }
  });
  return found;
}

/** `!c.image.startsWith(…)` forbids. */
function isNegated(source: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && /[\w.]/.test(source[i] as string)) i--;
  return source[i] === '!';
}

const publicRegistries = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'quay.io',
  'ghcr.io',
  'gcr.io',
  'public.ecr.aws',
  'registry.hub.docker.com',
]);

/**
 * What a pattern admits beyond what it says: everything, a registry where everybody publishes, names that begin
 * the same, or hosts that only end the same.
 */
export function leakOf({
  form,
  value,
  engine,
  isWhole,
}: ImagePatternFact): 'everything' | 'public' | 'longer' | 'leading' | undefined {
  if (form === 'prefix') {
    if (value === '') return 'everything';
    if (value.endsWith('/')) return publicRegistries.has(value.slice(0, -1)) ? 'public' : undefined;
    if (publicRegistries.has(value)) return 'public';
    const tail = value.slice(value.lastIndexOf('/') + 1);
    const isPort = tail === value && /:\d+$/.test(tail);
    return /[:@]/.test(tail) && !isPort ? undefined : 'longer';
  }
  const star = value.indexOf('*');
  if (star < 0) return undefined;
  // Alone, a pattern of Kyverno only says that there must be an image.
  if (/^\*(?:\/\*)*$/.test(value)) return engine === 'kyverno' && isWhole ? undefined : 'everything';
  if (star === 0) return /^\*[^:@]*[a-z0-9]/i.test(value) ? 'leading' : undefined;
  const head = value.slice(0, star);
  if (head.endsWith('/')) return publicRegistries.has(head.slice(0, -1)) ? 'public' : undefined;
  const name = head.slice(head.lastIndexOf('/') + 1);
  return /[:@]/.test(name) && !/^[^/]*:\d+$/.test(head) ? undefined : 'longer';
}
