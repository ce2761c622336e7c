import {
  cite,
  defineRule,
  get,
  insertAfter,
  isOpenMap,
  mapOf,
  message,
  render,
  renderEntries,
  review,
  setEntry,
  styleOf,
  valueOf,
  type ObjectFact,
  type Region,
} from '#rule';

const label = 'pod-security.kubernetes.io/enforce';

export default defineRule({
  meta: {
    id: 'pod-security-absent',
    title: 'Namespace enforces no Pod Security level',
    why: 'Without a level, and without another policy, every pod is admitted, privileged ones too.',
    severity: 'info',
    confidence: 'possible',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 18,
    languages: ['yaml', 'json'],
    references: cite('CIS 1.12 5.2.1', 'OWASP 2022 K04', 'OWASP 2025 K04'),
    fixes: [{ title: 'Enforce baseline', applicability: 'review' }],
  },
  visit: (report) => ({
    object(object, region) {
      if (object.group !== '' || object.resource !== 'Namespace' || object.isNested) return;
      const { metadata } = object;
      const labels = mapOf(get(metadata, 'labels'));
      if (metadata === undefined || isOpenMap(metadata) || isOpenMap(object.map)) return;
      if (labels !== undefined ? isOpenMap(labels) : get(metadata, 'labels') !== undefined) return;
      if (labels?.entries.some(({ key }) => key.value.startsWith('pod-security.kubernetes.io/')) === true)
        return;
      const name = valueOf(object.name) ?? '';
      if (/^(?:kube-|default$)/.test(name)) return;
      report({
        at: metadata.entries.find(({ key }) => key.value === 'name')?.range ?? object.range,
        message: message(
          'No Pod Security level is enforced: without another policy, privileged pods are admitted',
        ),
        fixes: () => enforceBaseline(object, region),
      });
    },
  }),
});

function enforceBaseline({ metadata }: ObjectFact, region: Region) {
  if (metadata === undefined) return [];
  const labels = mapOf(get(metadata, 'labels'));
  const last = metadata.entries[metadata.entries.length - 1];
  const style = styleOf(metadata, region.text);
  let edits;
  if (labels !== undefined && labels.entries.length > 0) {
    const isJson = styleOf(labels, region.text) === 'json';
    edits = setEntry(region, labels, label, isJson ? '"baseline"' : 'baseline');
  } else if (labels === undefined && style === 'block' && last !== undefined) {
    edits = insertAfter(region, metadata, last, renderEntries({ labels: { [label]: 'baseline' } }, style));
  } else if (metadata.isFlow) {
    edits = setEntry(region, metadata, 'labels', render({ [label]: 'baseline' }, style));
  }
  return edits === undefined
    ? []
    : [
        review(
          'Enforce baseline',
          edits,
          'Pods with host namespaces, host paths or privileges are denied then',
        ),
      ];
}
