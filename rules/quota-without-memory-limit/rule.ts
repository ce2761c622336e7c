import {
  cite,
  defineRule,
  documentBehind,
  insert,
  limitRange,
  mayShareNamespace,
  message,
  parseQuantity,
  render,
  renderEntries,
  review,
  setEntry,
  styleOf,
  textOf,
  withStops,
  type Fix,
  type FixContext,
  type FixEdit,
  type Placed,
  type ResourceQuotaFact,
} from '#rule';

const note =
  'The numbers are a start to be measured. Once the quota limits memory, the API refuses pods without a limit; a LimitRange gives them one';

export default defineRule({
  meta: {
    id: 'quota-without-memory-limit',
    title: 'Quota that does not limit memory',
    why: 'Requests only say what a pod is promised: one leaking or mining container takes the memory of its node, and the kernel kills its neighbors.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 11,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'NSA/CISA Kubernetes Hardening Guide 1.2 Resource policies',
      'Kubescape NSA C-0271',
      'OWASP 2022 K01',
      'CWE-770',
      'Kubernetes 1.34 Resource Quotas',
    ),
    fixes: [
      { title: 'Limit memory, with defaults for containers', applicability: 'review' },
      { title: 'Limit memory', applicability: 'review' },
    ],
  },
  reads: ['resourceQuota', 'limitRange'],
  read(document, report) {
    const quotas = document.all('resourceQuota');
    for (const placed of quotas) {
      const { fact: quota, region } = placed;
      if (!quota.isWhole || quota.isScoped) continue;
      const isEmpty = quota.names.size === 0;
      if (!isEmpty && !limitsCompute(quota)) continue;
      const isLimited = ({ fact: other }: Placed<ResourceQuotaFact>): boolean =>
        other.names.has('limits.memory') && mayShareNamespace(other.namespace, quota.namespace);
      if (quotas.some(isLimited)) continue;
      report({
        region,
        at: quota.range,
        message: isEmpty
          ? message('Quota with an empty "hard" limits nothing in its namespace')
          : message('Quota bounds what pods request, and not the memory that they may use'),
        fixes: (context) => fixes(quota, context),
      });
    }
  },
});

function limitsCompute({ names }: ResourceQuotaFact): boolean {
  return ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'].some((name) => names.has(name));
}

function fixes(quota: ResourceQuotaFact, context: FixContext): readonly Fix[] {
  const edits = limitEdits(quota, context);
  if (edits === undefined) return [];
  const hasRange = context.document
    .all('limitRange')
    .some(({ fact }) => mayShareNamespace(fact.namespace, quota.namespace));
  const names = new Set([...quota.names, 'limits.memory']);
  const range = hasRange
    ? undefined
    : documentBehind(context.region, context.document, limitRange(quota.namespace, names), [
        '100m',
        '128Mi',
        '512Mi',
      ]);
  if (range !== undefined && quota.object?.isNested === false && quota.command === undefined) {
    return [review('Limit memory, with defaults for containers', [...edits, range], note)];
  }
  return [review('Limit memory', edits, note)];
}

/** `limits.memory` behind what the quota has; all of a quota where it has nothing. */
function limitEdits(quota: ResourceQuotaFact, { region }: FixContext): readonly FixEdit[] | undefined {
  const { hard, object, flag } = quota;
  if (flag?.value !== undefined) {
    const memory = /(?:^|,)(?:requests\.)?memory=([^,]+)/.exec(flag.value.value)?.[1];
    const size = twice(memory);
    const { end } = flag.value.range;
    const at = /["']$/.test(region.text.slice(0, end)) ? end - 1 : end;
    return [withStops(insert(at, `,limits.memory=${size}`), size)];
  }
  const map = object?.map;
  if (map === undefined) return undefined;
  const style = styleOf(map, region.text);
  if (hard !== undefined && hard.entries.length > 0) {
    const size = twice(textOf(hard, 'requests.memory') ?? textOf(hard, 'memory'));
    return setEntry(region, hard, 'limits.memory', size)?.map((edit) => withStops(edit, size));
  }
  const all = { 'requests.cpu': '20', 'requests.memory': '40Gi', 'limits.memory': '80Gi', pods: '50' };
  const patch =
    object?.spec === undefined || object.spec.entries.length === 0
      ? setEntry(region, map, 'spec', render({ hard: all }, style))
      : setEntry(
          region,
          object.spec,
          'hard',
          style === 'block' ? renderEntries(all, style) : render(all, style),
        );
  return patch?.map((edit) => withStops(edit, '40Gi', '80Gi'));
}

/** Double of what is requested, for pods that use more than they are promised. */
function twice(memory: string | undefined): string {
  const quantity = memory === undefined ? undefined : parseQuantity(memory.replace(/["']/g, ''));
  if (quantity === undefined || !Number.isInteger(quantity.amount) || quantity.suffix === 'm') return '80Gi';
  return `${quantity.amount * 2}${quantity.suffix}`;
}
