import assert from 'node:assert/strict';
import { analyzeDocument, ruleSet, type Analysis } from '../../server/engine/analyze';
import { describeEased, environmentOf } from '../../server/engine/environment';
import { environmentOfName } from '../../server/facts/environmentName';
import { languageOfDocument } from '../../server/languages/documents';
import { formatJson } from '../../server/output/json';
import { mergeReports, reportFile } from '../../server/output/report';
import { formatSarif } from '../../server/output/sarif';
import { formatText } from '../../server/output/text';
import { formatMessage, message } from '../../server/rule/finding';
import { defineRule, type RuleMeta } from '../../server/rule/rule';

function ruleNamed(id: string, severity: RuleMeta['severity'], isMilderInDevelopment: boolean) {
  return defineRule({
    meta: {
      id,
      title: id,
      why: 'Because.',
      severity,
      confidence: 'certain',
      profile: 'recommended',
      reviewItem: null,
      languages: ['shell', 'yaml'],
      references: [],
      fixes: [],
      ...(isMilderInDevelopment ? { isMilderInDevelopment } : {}),
    },
    visit: (report) => ({
      image: (image) => report({ at: image.range, message: message('found') }),
    }),
  });
}

const rules = ruleSet([
  ruleNamed('milder', 'medium', true),
  ruleNamed('same', 'medium', false),
  ruleNamed('least', 'info', true),
]);

function analyze(fileName: string, text: string, set = rules): Analysis {
  const language = languageOfDocument({ fileName, firstLine: text.split('\n', 1)[0] });
  assert.ok(language);
  return analyzeDocument({ uri: `file:///${fileName}`, fileName, language, text }, set, {
    profile: 'recommended',
  });
}

/** The severities of the rule `milder`, in the order of the text. */
function severitiesIn(fileName: string, text: string): string {
  return analyze(fileName, text)
    .findings.filter(({ meta }) => meta.id === 'milder')
    .map(({ severity }) => severity)
    .join(' ');
}

const bash = (...lines: readonly string[]): string => ['```bash', ...lines, '```', ''].join('\n');
const run = 'docker run nginx';

describe('environment of a document', () => {
  function environment(fileName: string, text: string): string {
    const { kind, evidence } = environmentOf(analyze(fileName, text).facts, fileName);
    return evidence === undefined ? kind : `${kind}: ${formatMessage(evidence)}`;
  }

  const cases: readonly (readonly [string, string, string])[] = [
    ['kind', bash('kind create cluster --name shop'), 'development: kind makes the cluster'],
    ['minikube', bash('minikube start --cpus 4'), 'development: minikube makes the cluster'],
    ['minikube with a profile', bash('minikube -p shop start'), 'development: minikube makes the cluster'],
    ['k3d', bash('k3d cluster create shop'), 'development: k3d makes the cluster'],
    ['MicroK8s', bash('sudo snap install microk8s --classic'), 'development: MicroK8s makes the cluster'],
    ['k3s', bash('curl -sfL https://get.k3s.io | sh -'), 'development: k3s makes the cluster'],
    ['colima', bash('colima start --kubernetes'), 'development: colima makes the cluster'],
    [
      'the context of Docker Desktop',
      bash('kubectl config use-context docker-desktop'),
      'development: the commands are for a cluster of docker-desktop',
    ],
    [
      'a context of kind',
      bash('kubectl --context kind-shop apply -f .'),
      'development: the commands are for a cluster of kind',
    ],
    [
      'a configuration of kind',
      '```yaml\nkind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n```\n',
      'development: it configures a cluster of kind',
    ],
    ['a mention of kind', 'You can use kind or minikube.\n\nRun `minikube start` first.\n', 'unknown'],
    [
      'another command of kind',
      bash('kind load docker-image shop:1', 'minikube tunnel', 'kind version'),
      'unknown',
    ],
    [
      'k3s of several servers',
      bash('curl -sfL https://get.k3s.io | sh -s - server --cluster-init'),
      'unknown',
    ],
    ['an agent of k3s', bash('curl -sfL https://get.k3s.io | K3S_URL=https://a:6443 sh -'), 'unknown'],
    ['nothing', bash('kubectl apply -f .'), 'unknown'],
    [
      'kind, and a cluster of EKS too',
      bash('kind create cluster') + '\nOr:\n\n' + bash('eksctl create cluster -f cluster.yaml'),
      'production: eksctl makes or uses a cluster',
    ],
    [
      'kind, and the credentials of a cluster of GKE',
      bash('kind create cluster', 'gcloud container clusters get-credentials shop'),
      'production: gcloud makes or uses a cluster',
    ],
    [
      'kind, and one of AKS',
      bash('minikube start', 'az aks create --resource-group shop --name shop'),
      'production: az makes or uses a cluster',
    ],
    [
      'kind, under a heading beside one about production',
      `## Try it\n\n${bash('kind create cluster')}\n## In production\n`,
      'production: a heading speaks of production',
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(`is told by ${name}`, () => assert.equal(environment('guide.md', text), expected));
  }

  it('is not told by a job of a workflow that tests on kind', () => {
    const text = 'on: push\njobs:\n  a:\n    steps:\n      - run: kind create cluster\n';
    assert.equal(environment('.github/workflows/ci.yml', text), 'unknown');
  });

  it('is told by a script', () => {
    assert.equal(environment('up.sh', 'kind create cluster\n'), 'development: kind makes the cluster');
  });

  describe('by its name', () => {
    const names: readonly (readonly [string, 'development' | 'production' | undefined])[] = [
      ['docker-compose.dev.yaml', 'development'],
      ['compose-local.yml', 'development'],
      ['docker-compose.override.yml', 'development'],
      ['compose.test.yaml', 'development'],
      ['values-dev.yaml', 'development'],
      ['dev-values.yaml', 'development'],
      ['values.local.yaml', 'development'],
      ['values-kind.yaml', 'development'],
      ['kind-config.yaml', 'development'],
      ['.env.development', 'development'],
      ['.env.local', 'development'],
      ['overlays/dev/patch.yaml', 'development'],
      ['overlays/local/kustomization.yaml', 'development'],
      ['docs/development.md', 'development'],
      ['docs/local-setup.md', 'development'],
      ['docs\\minikube.md', 'development'],
      ['values-prod.yaml', 'production'],
      ['overlays/production/patch.yaml', 'production'],
      ['dev/values-prod.yaml', 'production'],
      ['values-staging.yaml', undefined],
      ['dev/staging/values.yaml', undefined],
      ['values-test.yaml', undefined],
      ['values.yaml', undefined],
      ['compose.yaml', undefined],
      ['device-plugin.yaml', undefined],
      ['local-path-provisioner/deploy.yaml', undefined],
      ['docs/storage/local.md', undefined],
      ['pkg/storage/local/README.md', undefined],
      ['image/usr/local/bin/run.sh', undefined],
      ['/home/dev/shop/values.yaml', undefined],
      ['../dev/values.yaml', undefined],
      ['resource-kind.md', undefined],
      ['developer-portal.yaml', undefined],
      ['', undefined],
    ];
    for (const [name, expected] of names) {
      it(`${name} is ${expected ?? 'unknown'}`, () => assert.equal(environmentOfName(name)?.kind, expected));
    }
  });
});

describe('severity in development', () => {
  it('is one step lower for the rules that say so, and never below the last step', () => {
    const { findings } = analyze('compose.dev.yaml', 'services: {web: {image: nginx}}\n');
    assert.deepEqual(
      findings.map(({ meta, severity, eased }) => [meta.id, severity, eased?.from]),
      [
        ['least', 'info', undefined],
        ['milder', 'low', 'medium'],
        ['same', 'medium', undefined],
      ],
    );
    const [, eased] = findings;
    assert.equal(
      eased?.eased && describeEased(eased.severity, eased.eased),
      'Severity low instead of medium, since this is for development: the name compose.dev.yaml says development',
    );
  });

  it('holds from the place on where the cluster is made', () => {
    const text = `# Install\n\n${bash(run)}\n# Develop\n\n${bash('kind create cluster', run)}\n${bash(run)}`;
    assert.equal(severitiesIn('README.md', text), 'medium low low');
  });

  it('is that of the file that a fence is', () => {
    const compose = (name: string): string =>
      `\`\`\`yaml title="${name}"\nservices: {web: {image: nginx}}\n\`\`\`\n`;
    assert.equal(severitiesIn('guide.md', compose('compose.dev.yaml')), 'low');
    assert.equal(severitiesIn('guide.md', bash('kind create cluster') + compose('compose.yaml')), 'low');
    assert.equal(
      severitiesIn('guide.md', bash('kind create cluster') + compose('compose.prod.yaml')),
      'medium',
    );
  });

  it('does not change fingerprints', () => {
    const print = (text: string): readonly string[] =>
      analyze('guide.md', text).findings.map(({ fingerprint }) => fingerprint);
    const [local, plain] = [
      bash('kind create cluster', '') + bash(run),
      bash('kind version', '') + bash(run),
    ];
    assert.notEqual(severitiesIn('guide.md', local), severitiesIn('guide.md', plain));
    assert.deepEqual(print(local), print(plain));
  });

  it('follows an edit elsewhere in the document', () => {
    const before = analyze('guide.md', bash('kind version') + bash(run));
    const text = bash('kind create cluster') + bash(run);
    const after = analyzeDocument({ ...before.input, text }, rules, before.config, before);
    assert.deepEqual(
      after.findings.map(({ severity }) => severity),
      analyze('guide.md', text).findings.map(({ severity }) => severity),
    );
    assert.ok(after.findings.some(({ severity }) => severity === 'low'));
  });

  it('stays that of a bad example', () => {
    const text = `${bash('kind create cluster')}\n## Bad\n\n${bash(run)}`;
    const [first] = analyze('guide.md', text).findings.filter(({ meta }) => meta.id === 'milder');
    assert.equal(first?.severity, 'info');
    assert.equal(first.eased, undefined);
  });

  it('is explained in every output, in one sentence', () => {
    const analysis = analyze('guide.md', bash('kind create cluster', run));
    const metas = rules.all.map(({ meta }) => meta);
    const report = mergeReports('1.0.0', metas, [reportFile(analysis, 'guide.md')], []);
    const reason = 'Severity low instead of medium, since this is for development: kind makes the cluster';
    assert.equal(formatText(report).split(reason).length, 2);
    const json = JSON.parse(formatJson(report)) as { findings: { ruleId: string; eased?: object }[] };
    assert.deepEqual(
      json.findings.map(({ ruleId, eased }) => [ruleId, eased]),
      [
        ['least', undefined],
        ['milder', { from: 'medium', reason }],
        ['same', undefined],
      ],
    );
    const sarif = JSON.parse(formatSarif(report)) as {
      runs: { results: { ruleId: string; level: string; properties: { eased?: object } }[] }[];
    };
    const [, milder] = sarif.runs[0]?.results ?? [];
    assert.equal(milder?.level, 'note');
    assert.deepEqual(milder.properties.eased, { from: 'medium', reason });
  });
});
