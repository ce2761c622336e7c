import assert from 'node:assert/strict';
import { autoscalerOf, evictable, selects } from '../../server/facts/capacity/relation';
import type { BudgetBound } from '../../server/facts/capacityFact';
import { analyze, guide } from '../rules/document';

const facts = (text: string, fileName = 'a.yaml') => analyze(fileName, text).facts;

describe('quotas and limit ranges', () => {
  const quota = (spec: string): string =>
    `apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q, namespace: shop}\n${spec}\n`;
  const cases: readonly (readonly [string, string, string])[] = [
    ['bare names as requests', 'spec: {hard: {cpu: "1", memory: 1Gi}}', 'requests.cpu requests.memory whole'],
    ['nothing in an empty one', 'spec: {hard: {}}', ' whole'],
    ['nothing in a null one', 'spec:\n  hard:', ' whole'],
    ['scopes', 'spec: {hard: {pods: "1"}, scopes: [BestEffort]}', 'pods whole scoped'],
    ['a template', 'spec:\n  hard:\n    {{- toYaml .Values.hard | nindent 4 }}', ''],
  ];
  for (const [name, spec, expected] of cases) {
    it(`name ${name}`, () => {
      const [placed] = facts(quota(spec), 'templates/a.yaml').all('resourceQuota');
      assert.ok(placed);
      const { names, isWhole, isScoped } = placed.fact;
      assert.equal(`${[...names].join(' ')}${isWhole ? ' whole' : ''}${isScoped ? ' scoped' : ''}`, expected);
    });
  }

  it('are made by kubectl, too', () => {
    const text = guide('bash', 'kubectl create quota q -n shop --hard=cpu=1,limits.memory=1Gi');
    const [placed] = facts(text, 'guide.md').all('resourceQuota');
    assert.deepEqual([...(placed?.fact.names ?? [])], ['requests.cpu', 'limits.memory']);
    assert.equal(placed?.fact.namespace.state === 'known' && placed.fact.namespace.value, 'shop');
  });

  it('give a default limit as the request, and a maximum as the limit', () => {
    const text =
      'apiVersion: v1\nkind: LimitRange\nspec:\n  limits:\n  - {type: Container, default: {memory: 1Gi}, max: {cpu: "2"}}\n  - {type: Pod, max: {memory: 2Gi}}\n';
    const [placed] = facts(text).all('limitRange');
    assert.deepEqual([...(placed?.fact.defaults ?? [])].sort(), [
      'limits.cpu',
      'limits.memory',
      'requests.cpu',
      'requests.memory',
    ]);
  });
});

describe('amounts of CPU and memory', () => {
  const amounts = (text: string, fileName?: string): string =>
    facts(text, fileName)
      .all('resourceAmount')
      .map(({ fact, region }) => {
        assert.equal(region.text.slice(fact.range.start, fact.range.end), fact.text);
        return `${fact.resource} ${fact.text} ${fact.of}`;
      })
      .join(', ');
  it('are read from containers, quotas and limit ranges', () => {
    assert.equal(
      amounts('resources:\n  limits: {memory: "1g", cpu: 1, pods: 3}\n'),
      'memory 1g container, cpu 1 container',
    );
    assert.equal(
      amounts('apiVersion: v1\nkind: ResourceQuota\nspec: {hard: {limits.memory: 1g, pods: "3"}}\n'),
      'memory 1g total',
    );
    assert.equal(
      amounts(
        'apiVersion: v1\nkind: LimitRange\nspec: {limits: [{type: Container, default: {memory: 1g}}]}\n',
      ),
      'memory 1g container',
    );
  });
  it('are read from commands', () => {
    assert.equal(
      amounts(guide('bash', 'kubectl set resources deploy web --limits="cpu=1,memory=512m"'), 'guide.md'),
      'cpu 1 container, memory 512m container',
    );
  });
  it('are not those of Compose', () => {
    const text =
      'services:\n  a:\n    image: a\n    deploy: {resources: {limits: {cpus: "1", memory: 1g}}}\n';
    assert.equal(amounts(text, 'compose.yaml'), '');
    assert.equal(amounts('deploy: {resources: {limits: {memory: 1g}}}\n'), '');
  });
});

describe('disruption budgets', () => {
  const bound = (text: string): BudgetBound => ({
    value: parseInt(text, 10),
    isPercent: text.endsWith('%'),
    text,
    range: { start: 0, end: 0 },
    entry: undefined,
    flag: undefined,
  });
  const cases: readonly (readonly ['min' | 'max', string, number | undefined, number | undefined])[] = [
    ['min', '1', 1, 0],
    ['min', '1', 2, 1],
    ['min', '1', undefined, undefined],
    ['min', '0', 1, 1],
    ['min', '100%', undefined, 0],
    ['min', '90%', 3, 0],
    ['min', '50%', 3, 1],
    ['min', '50%', 1, 0],
    ['max', '0', undefined, 0],
    ['max', '0%', 5, 0],
    ['max', '1%', 1, 1],
    ['max', '50%', 3, 2],
    ['max', '1', undefined, undefined],
  ];
  for (const [kind, text, replicas, expected] of cases) {
    it(`${kind} ${text} of ${replicas ?? '?'} lets ${expected ?? '?'} go`, () => {
      const bounds = {
        minAvailable: kind === 'min' ? bound(text) : undefined,
        maxUnavailable: kind === 'max' ? bound(text) : undefined,
      };
      assert.equal(evictable(bounds, replicas), expected);
    });
  }

  const budget = (selector: string, namespace = 'shop'): string =>
    `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b, namespace: ${namespace}}\nspec: {maxUnavailable: 1, selector: ${selector}}\n`;
  const workload =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web, tier: front}}\n    spec: {containers: [{name: web, image: web:1}]}\n';
  const selectors: readonly (readonly [string, string, boolean])[] = [
    ['{matchLabels: {app: web}}', 'shop', true],
    ['{matchLabels: {app: web, tier: back}}', 'shop', false],
    ['{matchLabels: {app: web}}', 'other', false],
    ['{}', 'shop', true],
    ['{matchExpressions: [{key: app, operator: Exists}]}', 'shop', false],
  ];
  for (const [selector, namespace, expected] of selectors) {
    it(`${selector} in ${namespace} ${expected ? 'selects' : 'is not known to select'} the pods`, () => {
      const all = facts(`${workload}---\n${budget(selector, namespace)}`);
      const [one, other] = [all.all('disruptionBudget')[0]?.fact, all.all('workload')[0]?.fact];
      assert.ok(one && other);
      assert.equal(selects(one, other), expected);
    });
  }

  it('know the autoscaler of a workload and its least number of replicas', () => {
    const scaler = (more: string): string =>
      `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: shop}\nspec: {scaleTargetRef: {kind: Deployment, name: web}, maxReplicas: 3${more}}\n`;
    for (const [more, expected] of [
      ['', 1],
      [', minReplicas: 2', 2],
    ] as const) {
      const all = facts(`${workload}---\n${scaler(more)}`);
      const [web] = all.all('workload');
      assert.ok(web);
      const found = autoscalerOf(
        web.fact,
        all.all('autoscaler').map(({ fact }) => fact),
      );
      assert.equal(found?.min?.value, expected);
    }
  });
});
