import {
  asBoolean,
  entryOf,
  get,
  getPath,
  listOf,
  mapOf,
  resolved,
  stringOf,
  stringsOf,
  textOf,
} from '../../languages/yaml/read';
import type { YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type { AdmissionFact, ObjectFact } from '../fact';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

export const podSecurityLabel = 'pod-security.kubernetes.io/enforce';

/**
 * How strictly policies are applied at admission: actions of Kyverno, Gatekeeper and ValidatingAdmissionPolicy,
 * failure policies of webhooks, Pod Security levels of namespaces, the default of ImagePolicyWebhook. Only what is
 * written; Kyverno's missing action counts as `''`, as Kyverno then audits (kyverno.io, "Validate Rules").
 */
export function admissionOf(region: YamlRegion, objects: readonly ObjectFact[]): readonly AdmissionFact[] {
  const found: AdmissionFact[] = [];
  const add = (what: AdmissionFact['what'], map: YamlMap | undefined, key: string, target = ''): void => {
    const fact = map === undefined ? undefined : settingOf(what, map, key, target);
    if (fact !== undefined) found.push(fact);
  };
  for (const object of objects) {
    const { group, resource, spec, map } = object;
    const name = object.name.state === 'known' ? object.name.value : '';
    if (group === 'kyverno.io' && /Policy$/.test(resource)) {
      found.push(...kyvernoActions(object));
      add('failurePolicy', spec, 'failurePolicy', 'policy');
      add('failurePolicy', mapOf(get(spec, 'webhookConfiguration')), 'failurePolicy', 'policy');
    } else if (group === 'constraints.gatekeeper.sh') {
      add('constraintAction', spec, 'enforcementAction');
    } else if (group === 'policies.kyverno.io' || group === 'admissionregistration.k8s.io') {
      add('bindingActions', spec, 'validationActions');
      if (/Policy$/.test(resource) && !resource.startsWith('Mutating'))
        add('failurePolicy', spec, 'failurePolicy', 'policy');
      const target = resource.startsWith('Validating') ? 'validating' : 'mutating';
      for (const { node } of listOf(get(map, 'webhooks'))?.items ?? []) {
        add('failurePolicy', mapOf(node), 'failurePolicy', target);
      }
    } else if (group === '' && resource === 'Namespace') {
      add('podSecurity', mapOf(get(object.metadata, 'labels')), podSecurityLabel, name);
    } else if (resource === 'PodSecurityConfiguration') {
      add('podSecurity', mapOf(get(map, 'defaults')), 'enforce');
    }
    if (resource === 'AdmissionConfiguration') {
      for (const { node } of listOf(get(map, 'plugins'))?.items ?? []) {
        const configuration = mapOf(get(mapOf(node), 'configuration'));
        add('imagePolicy', mapOf(get(configuration, 'imagePolicy')), 'defaultAllow');
        add('podSecurity', mapOf(get(configuration, 'defaults')), 'enforce');
      }
    }
  }
  if (objects.length === 0) {
    const root = mapOf(region.tree.root);
    // The file that ImagePolicyWebhook reads has no apiVersion, and so has a list of webhooks that is quoted alone.
    add('imagePolicy', mapOf(get(root, 'imagePolicy')), 'defaultAllow');
    for (const { node } of listOf(get(root, 'webhooks'))?.items ?? []) {
      if (get(mapOf(node), 'clientConfig') !== undefined)
        add('failurePolicy', mapOf(node), 'failurePolicy', 'validating');
    }
    const labels = mapOf(getPath(root, 'metadata', 'labels')) ?? mapOf(get(root, 'labels')) ?? root;
    add('podSecurity', labels, podSecurityLabel);
  }
  return found;
}

function settingOf(
  what: AdmissionFact['what'],
  map: YamlMap,
  key: string,
  target: string,
): AdmissionFact | undefined {
  const entry = entryOf(map, key);
  const node = resolved(entry?.value);
  if (entry === undefined || node === undefined) return undefined;
  const value = valueOf(node);
  return value === undefined
    ? undefined
    : { kind: 'admission', what, value, range: node.range, map, entry, target, word: undefined };
}

/** A list as its words with commas, a boolean as `true` or `false`; undefined where a template decides. */
function valueOf(node: Exclude<YamlNode, { kind: 'alias' }>): string | undefined {
  if (node.kind === 'map') return undefined;
  if (node.kind === 'list') {
    const words = stringsOf(node);
    return node.isOpen || words.length < node.items.length ? undefined : words.join(',');
  }
  const flag = asBoolean(node);
  return flag === undefined ? stringOf(node) : String(flag);
}

/**
 * What Kyverno does with a violation: the rule's own `failureAction`, else the policy's deprecated
 * `validationFailureAction`, else nothing but a report.
 */
function kyvernoActions({ spec }: ObjectFact): readonly AdmissionFact[] {
  const found: AdmissionFact[] = [];
  if (spec === undefined) return found;
  const shared = settingOf('kyvernoAction', spec, 'validationFailureAction', '');
  const isSharedThere = entryOf(spec, 'validationFailureAction') !== undefined;
  let needsShared = false;
  for (const { node } of listOf(get(spec, 'rules'))?.items ?? []) {
    const rule = mapOf(node);
    const checks = mapOf(get(rule, 'validate'));
    if (checks === undefined) continue;
    const own = settingOf('kyvernoAction', checks, 'failureAction', '');
    if (own !== undefined) found.push(own);
    else if (entryOf(checks, 'failureAction') !== undefined) continue;
    else if (isSharedThere) needsShared = true;
    else if (!checks.isOpen && !spec.isOpen) {
      const first = checks.entries[0];
      if (first !== undefined)
        found.push({
          kind: 'admission',
          what: 'kyvernoAction',
          value: '',
          range: entryOf(rule, 'validate')?.key.range ?? first.key.range,
          map: checks,
          entry: undefined,
          target: textOf(rule, 'name') ?? '',
          word: undefined,
        });
    }
  }
  return needsShared && shared !== undefined ? [shared, ...found] : found;
}
