import {
  cite,
  defineRule,
  entryOf,
  get,
  isNull,
  isOpenMap,
  listOf,
  message,
  render,
  review,
  setEntry,
  stringsOf,
  styleOf,
  valueOf,
  type Fix,
  type ObjectFact,
  type Region,
  type YamlMap,
} from '#rule';

const title = 'Deny egress, too';

export default defineRule({
  meta: {
    id: 'network-policy-deny-without-egress',
    title: 'Policy that is to deny everything leaves egress open',
    why: 'Without Egress among its policyTypes the policy closes one direction, and what a compromised pod sends goes anywhere.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 4,
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.3.2',
      'OWASP 2022 K07',
      'OWASP 2025 K05',
      'CWE-284',
      'NSA/CISA Kubernetes Hardening Guide 1.2 Network separation and hardening',
    ),
    fixes: [{ title, applicability: 'review' }],
  },
  visit: (report) => ({
    object(object, region) {
      const { resource, group, spec } = object;
      if (resource !== 'NetworkPolicy' || group !== 'networking.k8s.io' || object.name.state !== 'known')
        return;
      if (spec === undefined || isOpenMap(spec) || !deniesAll(object, spec)) return;
      report({
        at: object.name.range,
        message: message('{name} denies ingress only: policyTypes has no Egress', {
          name: object.name.value,
        }),
        fixes: () => fixesOf(spec, region),
      });
    },
  }),
});

/** By its name, for all pods, without a rule: and yet without egress. */
function deniesAll({ name }: ObjectFact, spec: YamlMap): boolean {
  const words = (valueOf(name) ?? '').toLowerCase().split(/[^a-z]+/);
  if (
    !words.includes('deny') ||
    words.some((word) => /^(?:ingress|inbound|incoming|from|external)$/.test(word))
  )
    return false;
  const subject = get(spec, 'podSelector');
  const isEveryPod = subject?.kind === 'map' && subject.entries.length === 0 && !subject.isOpen;
  const hasRules = (key: string): boolean => entryOf(spec, key) !== undefined && !isEmpty(spec, key);
  if (!isEveryPod || hasRules('ingress') || entryOf(spec, 'egress') !== undefined) return false;
  const types = entryOf(spec, 'policyTypes');
  if (types === undefined) return true;
  // Who names the one direction means it, unless the name says all.
  const list = listOf(types.value);
  return list?.isOpen === false && words.includes('all') && stringsOf(list).join() === 'Ingress';
}

function isEmpty(spec: YamlMap, key: string): boolean {
  const value = get(spec, key);
  return isNull(value) || (value?.kind === 'list' && value.items.length === 0 && !value.isOpen);
}

function fixesOf(spec: YamlMap, region: Region): readonly Fix[] {
  const list = listOf(get(spec, 'policyTypes'));
  const style = list?.isFlow === true && !spec.isFlow ? 'flow' : styleOf(spec, region.text);
  const edits = setEntry(region, spec, 'policyTypes', render(['Ingress', 'Egress'], style));
  if (edits === undefined) return [];
  return [review(title, edits, 'It closes DNS, too: let 53 through to the DNS of the cluster first')];
}
