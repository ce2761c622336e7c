import assert from 'node:assert/strict';
import { analyze, findingsOf, fixedText, fixesFor, offersOf, severityOf } from './document';

const anyNamespace = 'network-policy-any-namespace';
const anyDestination = 'network-policy-any-destination';
const policy = (direction: 'ingress' | 'egress', rules: string, name = 'orders'): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: ${name}\nspec:\n  podSelector: {}\n` +
  `  policyTypes: [${direction === 'ingress' ? 'Ingress' : 'Egress'}]\n  ${direction}:\n${rules}`;
const open = (port: number | string): string =>
  policy('egress', `    - to:\n        - namespaceSelector: {}\n      ports:\n        - port: ${port}\n`);

describe('the first fix of an open namespace', () => {
  it('is the internet for the ports of the web, else the own namespace, and preferred', () => {
    const first = (text: string): string | undefined => offersOf(analyze('p.yaml', text), anyNamespace)[0];
    assert.equal(first(open(443)), 'review Limit to addresses outside the cluster (preferred)');
    assert.equal(first(open('https')), 'review Limit to addresses outside the cluster (preferred)');
    assert.equal(first(open(5432)), 'review Limit to pods of this namespace (preferred)');
  });

  it('needs no value; the one that does has a tab stop', () => {
    const fixes = fixesFor(analyze('p.yaml', open(443)), anyNamespace);
    const stops = fixes.map((fix) =>
      fix.edits.flatMap((edit) => (edit.stops ?? []).map((s) => edit.text.slice(s.start, s.end))),
    );
    assert.deepEqual(stops, [[], [], ['‹namespace›']]);
  });
});

describe('fixes of network policies', () => {
  const nothing = /^\s*(?:- )?(?:to|from):\s*(?:null|~|\[\])?\s*$\n(?!\s+- )/m;
  const texts = [
    open(443),
    open(5432),
    policy('egress', '    - to:\n      ports:\n        - port: 443\n'),
    policy('egress', '    - to: [] # all\n      ports:\n        - port: 443\n'),
    policy('egress', '    - {}\n'),
    policy('egress', '    -\n    - { to: [{ podSelector: {} }] }\n'),
    policy('egress', '    - { ports: [{ port: 443 }] }\n'),
    policy('egress', '    - to:\n        - ipBlock: { cidr: 0.0.0.0/0 }\n'),
    policy('ingress', '    - from: null\n      ports:\n        - port: 5432\n'),
    policy('ingress', '    - from:\n        - namespaceSelector: {}\n          podSelector: {}\n'),
    policy(
      'ingress',
      '    - from:\n        - podSelector: {} # ours\n          namespaceSelector: {} # theirs\n',
    ),
  ];
  for (const [index, text] of texts.entries()) {
    it(`never leave a rule without peers, lose a comment or keep the finding (${index + 1})`, () => {
      const analysis = analyze('p.yaml', text);
      const [finding] = analysis.findings;
      assert.ok(finding !== undefined, text);
      const fixes = fixesFor(analysis, finding.meta.id);
      assert.ok(fixes.length >= 1, text);
      for (const fix of fixes) {
        const after = fixedText(analysis, fix);
        assert.doesNotMatch(after, nothing, fix.title);
        for (const comment of text.match(/#.*/g) ?? []) assert.ok(after.includes(comment), after);
        const left = analyze('p.yaml', after);
        assert.deepEqual(left.root.problems, [], after);
        assert.deepEqual(
          left.findings.map((other) => other.meta.id),
          [],
          after,
        );
      }
    });
  }

  it('never offer addresses outside the cluster to ingress', () => {
    for (const text of texts.filter((t) => t.includes('ingress:'))) {
      const analysis = analyze('p.yaml', text);
      for (const { meta } of analysis.findings) {
        for (const offer of offersOf(analysis, meta.id)) assert.doesNotMatch(offer, /outside the cluster/);
      }
    }
  });
});

describe('what network policies are told', () => {
  it('is high, and information for what the internet is to reach', () => {
    const rule = '    - ports:\n        - port: 8443\n';
    assert.equal(severityOf(analyze('p.yaml', policy('ingress', rule)), anyDestination), 'high');
    assert.equal(
      severityOf(analyze('p.yaml', policy('ingress', rule, 'ingress-nginx')), anyDestination),
      'info',
    );
    assert.equal(
      severityOf(analyze('p.yaml', policy('egress', rule, 'ingress-nginx')), anyDestination),
      'high',
    );
  });

  it('leaves out what a template may still decide', () => {
    for (const rule of [
      '    - ports:\n        - port: 8443\n      {{- with .Values.from }}\n      from: {{ . }}\n      {{- end }}\n',
      '    - from: {{ toYaml .Values.from | nindent 8 }}\n',
      '    - from:\n        - namespaceSelector: {}\n          podSelector: {{ toYaml .Values.pods }}\n',
    ]) {
      const analysis = analyze('chart/templates/p.yaml', policy('ingress', rule));
      assert.deepEqual(findingsOf(analysis, anyDestination), [], rule);
      assert.deepEqual(findingsOf(analysis, anyNamespace), [], rule);
    }
  });

  it('finds the same in JSON', () => {
    const text =
      '{"egress": [{"to": [{"namespaceSelector": {}}], "ports": [{"protocol": "TCP", "port": 443}]}]}';
    const analysis = analyze('guide.md', `\`\`\`json\n${text}\n\`\`\`\n`);
    assert.equal(findingsOf(analysis, anyNamespace).length, 1);
  });
});

describe('what a fix of a network policy writes', () => {
  const afterAll = (file: string, text: string, rule: string): readonly string[] => {
    const analysis = analyze(file, text);
    return fixesFor(analysis, rule).map((fix) => fixedText(analysis, fix));
  };
  const json = (rule: string): string =>
    `{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a"},\n "spec": {"egress": [${rule}]}}\n`;

  it('is JSON in JSON, in a file and in a patch on the command line', () => {
    const rules: readonly (readonly [string, string])[] = [
      ['{"to": [{"namespaceSelector": {}}], "ports": [{"port": 443}]}', anyNamespace],
      ['{"to": [{"namespaceSelector": {}}]}', anyNamespace],
      ['{"ports": [{"port": 443}]}', anyDestination],
      ['{}', anyDestination],
      ['{"to": null}', anyDestination],
      ['{"to": [{"ipBlock": {"cidr": "::/0"}}]}', anyDestination],
      ['{"to": [{"podSelector": {}}], "ports": [{"port": 1, "endPort": 65535}]}', 'network-policy-any-port'],
    ];
    for (const [rule, id] of rules) {
      const results = afterAll('p.json', json(rule), id);
      assert.ok(results.length > 0, rule);
      for (const after of results) assert.doesNotThrow(() => JSON.parse(after), after);
      const patch = (text: string): string => `kubectl patch netpol a -p '${text.trimEnd()}'\n`;
      assert.deepEqual(afterAll('patch.sh', patch(json(rule)), id), results.map(patch), rule);
    }
  });

  it('is indented as the lists of the document are, and leaves comments on their lines', () => {
    const text = `spec:\n  policyTypes:\n  - Egress\n  egress:\n  - {} # all\n`;
    assert.equal(
      afterAll('p.yaml', text, anyDestination)[0],
      `spec:\n  policyTypes:\n  - Egress\n  egress:\n  - to: # all\n    - podSelector: {}\n`,
    );
  });

  it('is nothing where others use the name of what would go', () => {
    const text = policy(
      'egress',
      '  - to:\n    - namespaceSelector: &any {}\n  - to:\n    - namespaceSelector: *any\n      podSelector: { matchLabels: { app: a } }\n',
    );
    assert.deepEqual(afterAll('p.yaml', text, anyNamespace), []);
  });

  it('is offered once for a rule that an alias repeats', () => {
    const text = policy('egress', '  - &any\n    to:\n    - namespaceSelector: {}\n  - *any\n');
    assert.equal(findingsOf(analyze('p.yaml', text), anyNamespace).length, 1);
  });
});

it('reads a policy that Kyverno generates', () => {
  const data =
    'data:\n  spec:\n    podSelector: {}\n    policyTypes: [Egress]\n    egress:\n    - to: [{ namespaceSelector: {} }]\n';
  const text = `generate:\n  kind: NetworkPolicy\n  apiVersion: networking.k8s.io/v1\n  name: a\n  ${data.replaceAll('\n', '\n  ')}`;
  assert.equal(findingsOf(analyze('p.yaml', text), anyNamespace).length, 1);
});
