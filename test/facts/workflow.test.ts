import assert from 'node:assert/strict';
import { factsOf } from '../../server/facts/extract';
import type { JobFact, StepFact, UsedAction, WorkflowFact } from '../../server/facts/fact';
import type { Reading } from '../../server/facts/reading';
import type { Region } from '../../server/regions/region';
import { analyze } from '../rules/document';

interface Read {
  readonly text: string;
  readonly region: Region;
  readonly workflow: WorkflowFact;
  readonly jobs: readonly JobFact[];
  readonly steps: readonly StepFact[];
}

function read(text: string, fileName = '.github/workflows/ci.yml'): Read {
  const region = analyze(fileName, text).root;
  const facts = factsOf(region);
  const [workflow] = facts.workflow;
  assert.ok(workflow, text);
  return { text, region, workflow, jobs: facts.job, steps: facts.step };
}

const show = <T>(reading: Reading<T>, value: (known: T) => unknown = (known) => known): string =>
  reading.state === 'known' ? String(value(reading.value)) : reading.state === 'absent' ? '-' : '?';

const job = (lines: string): string => `on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n${lines}`;

describe('workflows', () => {
  const triggers: readonly (readonly [string, string])[] = [
    ['on: push', 'push'],
    ['"on": push', 'push'],
    ['on: [push, pull_request]', 'push,pull_request'],
    [
      'on:\n  pull_request_target:\n    types: [opened]\n  schedule:\n    - cron: "0 4 * * *"',
      'pull_request_target,schedule',
    ],
    ['on: {workflow_call: {inputs: {}}}', 'workflow_call'],
  ];
  for (const [on, expected] of triggers) {
    it(`are started by ${JSON.stringify(on)}`, () => {
      const { workflow } = read(`name: Build\n${on}\njobs: {a: {runs-on: x, steps: []}}\n`);
      assert.equal(workflow.form, 'workflow');
      assert.equal(show(workflow.name), 'Build');
      assert.equal(
        show(workflow.triggers, (all) => all.map(({ name }) => name)),
        expected,
      );
    });
  }

  it('point at a trigger', () => {
    const { workflow, text } = read('on: [push, pull_request_target]\njobs: {a: {steps: []}}\n');
    assert.ok(workflow.triggers.state === 'known');
    const { start, end } = workflow.triggers.value[1]?.range ?? assert.fail();
    assert.equal(text.slice(start, end), 'pull_request_target');
  });

  it('call nothing absent in a fragment', () => {
    const { workflow, steps } = read('- run: make\n- uses: actions/checkout@v4\n', 'steps.yaml');
    assert.deepEqual(
      [workflow.form, show(workflow.name), show(workflow.triggers), show(workflow.permissions), steps.length],
      ['fragment', '?', '?', '?', 2],
    );
  });

  it('may be an action', () => {
    const text = 'name: Setup\nruns:\n  using: composite\n  steps:\n    - run: make\n      shell: bash\n';
    const { workflow, steps } = read(text, 'action.yml');
    assert.deepEqual([workflow.form, show(workflow.triggers)], ['action', '-']);
    assert.deepEqual(
      steps.map(({ run, shell }) => `${run?.value} ${show(shell)}`),
      ['make bash'],
    );
  });
});

describe('permissions', () => {
  const levels = (text: string): string =>
    show(read(text).workflow.permissions, ({ all, scopes }) =>
      [all ?? '', ...scopes.map(({ scope, level }) => `${scope}=${show(level)}`)].join(' ').trim(),
    );
  const end = '\non: push\njobs: {a: {steps: []}}\n';
  const cases: readonly (readonly [string, string])[] = [
    ['permissions: write-all', 'write'],
    ['permissions: read-all', 'read'],
    ['permissions: {}', ''],
    ['permissions: {contents: read, id-token: write}', 'contents=read id-token=write'],
    ['permissions:\n  contents: ${{ x }}', 'contents=?'],
    ['permissions: ${{ x }}', '?'],
    ['name: x', '-'],
  ];
  for (const [line, expected] of cases) {
    it(`${JSON.stringify(line)}: ${expected}`, () => assert.equal(levels(line + end), expected));
  }

  it('of a job are its own', () => {
    const { jobs, workflow } = read(job('    permissions: write-all\n    steps: []\n'));
    assert.deepEqual(
      [show(jobs[0]!.permissions, ({ all }) => all), show(workflow.permissions)],
      ['write', '-'],
    );
  });
});

describe('jobs', () => {
  it('have a runner, an environment, a container and services', () => {
    const { jobs } = read(
      job(
        '    env: {A: b}\n    container: {image: node:20, options: --cpus 1, env: {C: d}}\n' +
          '    services:\n      db: {image: postgres:17}\n      cache: redis:8\n    steps: []\n',
      ),
    );
    const [own] = jobs;
    assert.ok(own);
    assert.deepEqual(
      [own.id, show(own.runsOn), own.env?.entries.length, own.container?.images[0]?.value],
      ['build', 'ubuntu-24.04', 1, 'node:20'],
    );
    assert.equal(own.container && show(own.container.options), '--cpus 1');
    assert.deepEqual(
      own.services.map(({ id, images }) => `${id} ${images[0]?.value}`),
      ['db postgres:17', 'cache redis:8'],
    );
  });

  it('may run on several labels, or where an expression says', () => {
    assert.equal(
      show(read(job('').replace('ubuntu-24.04', '[self-hosted, linux]') + '    steps: []\n').jobs[0]!.runsOn),
      'self-hosted,linux',
    );
    assert.equal(
      show(read(job('').replace('ubuntu-24.04', '${{ matrix.os }}') + '    steps: []\n').jobs[0]!.runsOn),
      '?',
    );
  });

  it('call a reusable workflow', () => {
    const { jobs } = read('on: push\njobs:\n  call:\n    uses: shop/flows/.github/workflows/build.yml@v2\n');
    assert.deepEqual(parts(jobs[0]?.uses), 'repository shop flows .github/workflows/build.yml v2');
  });

  it('take the images of their matrix', () => {
    const text = job(
      '    strategy:\n      matrix:\n        image: [node:20, node:22]\n        include: [{image: node:latest}]\n' +
        '    container: ${{ matrix.image }}\n    steps: []\n',
    );
    const images = read(text).jobs[0]?.container?.images.map(({ value }) => value);
    assert.deepEqual(images, ['node:20', 'node:22', 'node:latest']);
  });

  it('share what an anchor holds', () => {
    const text = job(
      '    container: &c {image: node:20}\n    steps: []\n  test:\n    container: *c\n    steps: []\n',
    );
    const { jobs, region } = read(text);
    assert.deepEqual(
      jobs.map(({ container }) => container?.images[0]?.value),
      ['node:20', 'node:20'],
    );
    assert.equal(factsOf(region).image.length, 1);
  });

  it('of GitLab have scripts', () => {
    const text =
      'image: {name: node:20}\nstages: [a]\nbuild:\n  services: [docker:dind, {name: postgres:17}]\n' +
      '  before_script: [make a]\n  script:\n    - make b\n    - [make c]\n';
    const { workflow, jobs } = read(text, '.gitlab-ci.yml');
    assert.equal(workflow.form, 'gitlab');
    assert.deepEqual(
      jobs.map((own) => [
        own.id,
        own.container?.images[0]?.value,
        own.services.flatMap(({ images }) => images.map(({ value }) => value)).join(),
        own.scripts.map(({ value }) => value).join(),
      ]),
      [
        ['', 'node:20', '', ''],
        ['build', undefined, 'docker:dind,postgres:17', 'make a,make b,make c'],
      ],
    );
  });
});

function parts(uses: UsedAction | undefined): string {
  if (uses === undefined) return '';
  const { form, owner, repo, path, ref } = uses;
  return [form, ...[owner, repo, path, ref].map((part) => part?.value ?? '-')].join(' ');
}

describe('steps', () => {
  const forms: readonly (readonly [string, string])[] = [
    ['actions/checkout@v4', 'repository actions checkout - v4'],
    [
      '"actions/cache/restore@0057852bfaa89a56745cba8c7296529d2fc39830"',
      'repository actions cache restore 0057852bfaa89a56745cba8c7296529d2fc39830',
    ],
    ['shop/build@feature/x', 'repository shop build - feature/x'],
    ['shop/build', 'repository shop build - -'],
    ['./.github/actions/setup', 'local - - ./.github/actions/setup -'],
    ['docker://alpine:3', 'docker - - - -'],
    ['shop/build@${{ inputs.ref }}', 'unknown - - - -'],
    ['nonsense', 'unknown - - - -'],
  ];
  for (const [uses, expected] of forms) {
    it(`use ${uses}`, () => {
      const { steps, text } = read(job(`    steps:\n      - uses: ${uses}\n        with: {a: b}\n`));
      const [step] = steps;
      assert.ok(step?.uses);
      assert.equal(parts(step.uses), expected);
      assert.equal(step.with?.entries.length, 1);
      for (const part of [step.uses.owner, step.uses.ref]) {
        if (part !== undefined) assert.equal(text.slice(part.range.start, part.range.end), part.value);
      }
    });
  }

  it('have a name, a script and a job', () => {
    const { steps, jobs } = read(
      job(
        '    steps:\n      - name: Setup\n        id: setup\n        run: |\n          make\n        env: {A: b}\n',
      ),
    );
    const [step] = steps;
    assert.ok(step);
    assert.deepEqual(
      [show(step.name), show(step.id), show(step.shell), step.run?.value, step.job === jobs[0]],
      ['Setup', 'setup', '-', 'make\n', true],
    );
  });
});

describe('expressions', () => {
  it('are found once, in the text that they stand in', () => {
    const text = job(
      '    env: {A: "${{ secrets.A }}"}\n    steps:\n      - name: ${{ matrix.x }}\n        run: |\n' +
        '          echo "${{ github.event.issue.title }}"\n      - run: make ${{github.head_ref}}\n',
    );
    const { region } = read(text);
    const all = [region, ...region.embedded.map((embedded) => embedded.region)].flatMap((one) =>
      factsOf(one).expression.map((fact) => {
        assert.equal(one.text.slice(fact.textRange.start, fact.textRange.end), fact.text);
        return `${fact.place} ${fact.text}`;
      }),
    );
    assert.deepEqual(all, [
      'value secrets.A',
      'value matrix.x',
      'script github.event.issue.title',
      'script github.head_ref',
    ]);
  });

  it('are none elsewhere', () => {
    const { root } = analyze('chart/templates/a.yaml', 'a: "{{ .Values.a }}"\nb: "${{ x }}"\n');
    assert.deepEqual(factsOf(root).expression, []);
  });
});

describe('containers of jobs', () => {
  it('tell what they are given, and by which images they run', () => {
    const text = job(
      '    container:\n      image: node:latest\n      options: --privileged --pid=host --cpus 1\n' +
        '      volumes: ["/var/run/docker.sock:/var/run/docker.sock", "cache:/cache"]\n' +
        '    services:\n      db:\n        image: postgres:17.2\n        options: >-\n          --health-cmd pg_isready\n' +
        '          --cap-add SYS_ADMIN\n    steps:\n      - uses: docker://alpine:latest\n',
    );
    const found = analyze('.github/workflows/ci.yml', text, 'recommended').findings;
    assert.deepEqual(
      found.map(({ meta, range }) => `${meta.id} ${text.slice(range.start, range.end)}`),
      [
        'image-latest-tag latest',
        'container-privileged --privileged',
        'host-namespace --pid=host',
        'container-socket-mount "/var/run/docker.sock:/var/run/docker.sock"',
        'dangerous-capability --cap-add SYS_ADMIN',
        'image-latest-tag latest',
      ],
    );
  });

  it('stay silent with what is usual', () => {
    const text = job(
      '    services:\n      db:\n        image: postgres:17.2\n        options: --health-cmd pg_isready --health-interval 10s\n    steps: []\n',
    );
    assert.deepEqual(analyze('.github/workflows/ci.yml', text, 'recommended').findings, []);
  });
});
