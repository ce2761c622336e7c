import assert from 'node:assert/strict';
import type { RegionContext } from '../../server/languages/language';
import { yaml } from '../../server/languages/yaml/index';
import { formatMessage } from '../../server/text/message';
import { context } from './yamlText';

/** label, language, shell and text of each embedded text. */
function embeds(text: string, changes: Partial<RegionContext> = {}): string[] {
  const own = context(changes);
  return yaml
    .embed(yaml.parse(text, own), text, own)
    .map((e) => `${formatMessage(e.label)} | ${e.language} | ${e.context.shell} | ${JSON.stringify(e.text)}`);
}

const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  [
    'steps of a workflow, with the shell that runs them',
    'jobs:\n  a:\n    defaults:\n      run:\n        shell: sh\n    steps:\n      - run: |\n          a\n\n          b\n      - name: N\n        run: c | d\n        shell: bash\n      - run: x\n        shell: pwsh\n',
    ['step | shell | sh | "a\\n\\nb\\n"', 'step N | shell | bash | "c | d"'],
  ],
  ['a step alone', '- run: npm ci\n', ['step | shell | bash | "npm ci"']],
  [
    'scripts of GitLab CI, nested lists too',
    'job:\n  before_script: a b\n  script:\n    - c\n    - [d e, f]\n',
    [
      'key before_script | shell | unknown | "a b"',
      'key script | shell | unknown | "c"',
      'key script | shell | unknown | "d e"',
      'key script | shell | unknown | "f"',
    ],
  ],
  [
    'no JavaScript of a step',
    '- uses: actions/github-script@v7\n  with:\n    script: |\n      core.info("x")\n',
    [],
  ],
  [
    'commands of other build services, words of none',
    'commands: [a b]\ncmds:\n  - c d\n  - cmd: e f\nsteps:\n  - bash: g h\n',
    [
      'key commands | shell | unknown | "a b"',
      'key cmds | shell | unknown | "c d"',
      'key cmd | shell | unknown | "e f"',
      'key bash | shell | unknown | "g h"',
    ],
  ],
  ['sh -c in one list', 'command: ["sh", "-ec", "a b"]\n', ['key command | shell | sh | "a b"']],
  [
    'sh -c with the script in args',
    'command:\n- /bin/bash\n- -c\nargs:\n- |\n  a\n  b\n',
    ['key command | shell | bash | "a\\nb\\n"'],
  ],
  ['-c in args alone', 'args: ["-c", "a b"]\n', ['key args | shell | unknown | "a b"']],
  ['no script in plain arguments', 'command: ["nginx", "-c", "x.conf"]\nargs: [a]\n', []],
  [
    'a command of compose',
    'command: redis-server --x y\nentrypoint: bash\n',
    ['key command | shell | unknown | "redis-server --x y"'],
  ],
  ['health checks', 'test: ["CMD-SHELL", "a || b"]\n', ['key test | shell | unknown | "a || b"']],
  [
    'tasks of Ansible',
    '- name: x\n  shell: a | b\n- ansible.builtin.command:\n    cmd: c d\n',
    ['key shell | shell | unknown | "a | b"', 'key cmd | shell | unknown | "c d"'],
  ],
  [
    'files in a ConfigMap, by name and by first line',
    'data:\n  run.sh: |-\n    a\n  app.yaml: |\n    b: 1\n  .env: |\n    C=d\n  x.txt: |\n    e\n  tool: |\n    #!/usr/bin/env -S bash -e\n    f\n  p: |\n    #!/usr/bin/python3\n    g\n',
    [
      'key run.sh | shell | sh | "a"',
      'key app.yaml | yaml | unknown | "b: 1\\n"',
      'key .env | dotenv | unknown | "C=d\\n"',
      'key tool | shell | bash | "#!/usr/bin/env -S bash -e\\nf\\n"',
    ],
  ],
  [
    'patches and values',
    'patches:\n- patch: |-\n    a: 1\nhelm:\n  values: |\n    b: 2\n',
    ['key patch | yaml | unknown | "a: 1"', 'key values | yaml | unknown | "b: 2\\n"'],
  ],
  [
    'JSON in a quoted scalar',
    'a: \'{"b": "it\'\'s"}\'\n',
    ['key a | json | unknown | "{\\"b\\": \\"it\'s\\"}"'],
  ],
  ['folded lines', 'run: >\n  a\n  b\n\n  c\n    d\n  e\n', ['step | shell | bash | "a b\\nc\\n  d\\ne\\n"']],
  ['an indentation of its own', 'run: |2\n    a\n  b\n', ['step | shell | bash | "  a\\nb\\n"']],
  ['kept blank lines', 'run: |+\n  a\n\n\nb: 1\n', ['step | shell | bash | "a\\n\\n\\n"']],
  ['no last line break', 'run: |\n  a', ['step | shell | bash | "a"']],
  ['escapes', 'run: "a \\"b\\"\\tc \\u0064"\n', ['step | shell | bash | "a \\"b\\"\\tc d"']],
  ['a quoted scalar over lines', 'run: "a\n  b\n\n  c"\n', ['step | shell | bash | "a b\\nc"']],
  ['nothing of a damaged scalar', 'run: "a\nb: 1\n', []],
  ['one text once, though an alias names it', 'a: &s\n  run: x y\nb: *s\n', ['step | shell | bash | "x y"']],
  [
    'documents of a stream',
    'kind: A\n---\nrun: x y\n',
    ['A | yaml | unknown | "kind: A\\n"', 'document 2 | yaml | unknown | "---\\nrun: x y\\n"'],
  ],
];

describe('texts in YAML', () => {
  for (const [name, text, expected] of cases)
    it(`carries ${name}`, () => assert.deepEqual(embeds(text), expected));

  it('says which templates may stand in them', () => {
    const template = (text: string, changes: Partial<RegionContext>): string | undefined =>
      yaml.embed(yaml.parse(text, context(changes)), text, context(changes))[0]?.context.template;
    assert.equal(template('run: a ${{ b }}\n', {}), 'actions');
    assert.equal(template('x.sh: |\n  {{ .a }}\n', { fileName: 'c/templates/cm.yaml' }), 'helm');
    assert.equal(template('x.sh: |\n  a\n', {}), 'none');
  });

  it('keeps the text of templates in a script, whatever their indentation', () => {
    const text = 'data:\n  x.sh: |\n    a\n{{- if .y }}\n    b {{ .z }}\n{{- end }}\n    c\nd: 1\n';
    const own = context({ template: 'helm' });
    const [script] = yaml.embed(yaml.parse(text, own), text, own);
    assert.equal(script?.text, 'a\n{{- if .y }}\nb {{ .z }}\n{{- end }}\nc\n');
  });
});
