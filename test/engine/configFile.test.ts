import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '../../rules/index';
import { analyzeDocument, ruleSet } from '../../server/engine/analyze';
import { readConfigFile } from '../../server/engine/configFile';
import { excluder } from '../../server/engine/exclude';
import { formatMessage } from '../../server/rule/finding';

const all = ruleSet(rules);
const read = (text: string) => readConfigFile(text, all.ids);

/** `range text: message` of each problem. */
const problemsOf = (text: string): string[] =>
  read(text).problems.map(({ at, message }) => `${text.slice(at.start, at.end)}: ${formatMessage(message)}`);

describe('configuration file', () => {
  it('says which rules speak, how loud, and what is not read', () => {
    const { config, problems } = read(
      [
        'profile: strict',
        'rules:',
        '  image-latest-tag: off',
        '  node-ssh-access:',
        '    severity: medium',
        '    reason: a bastion stands before the nodes',
        '    until: 2027-01-31',
        'exclude:',
        '  - docs/archive/',
        '',
      ].join('\r\n'),
    );
    assert.deepEqual(problems, []);
    assert.equal(config.profile, 'strict');
    assert.deepEqual(
      [...config.rules],
      [
        ['image-latest-tag', { severity: 'off', reason: undefined, until: undefined }],
        [
          'node-ssh-access',
          { severity: 'medium', reason: 'a bastion stands before the nodes', until: '2027-01-31' },
        ],
      ],
    );
    assert.deepEqual(config.exclude, ['docs/archive/']);
  });

  it('is what the README shows', () => {
    const readme = readFileSync(path.join(__dirname, '..', '..', 'README.md'), 'utf8');
    const example = /```yaml\n(profile:[^`]*)```/.exec(readme)?.[1] ?? '';
    const { config, problems } = read(example);
    assert.deepEqual([problems, config.rules.size, config.exclude.length], [[], 2, 1]);
  });

  for (const text of ['', '\n', '# nothing yet\n', 'rules:\n', 'rules: {}\nexclude: []\n']) {
    it(`may say nothing: ${JSON.stringify(text)}`, () => {
      const { config, problems } = read(text);
      assert.deepEqual(
        [problems, config.profile, config.rules.size, config.exclude.length],
        [[], undefined, 0, 0],
      );
    });
  }

  for (const [text, ...expected] of [
    ['profil: strict\n', 'profil: There is no key profil; there are profile, rules, exclude'],
    [
      'profile: lax\nfoo: 1\n',
      'lax: A profile is one of recommended, strict',
      'foo: There is no key foo; there are profile, rules, exclude',
    ],
    ['profile: lax\n', 'lax: A profile is one of recommended, strict'],
    ['rules:\n  no-such-rule: off\n', 'no-such-rule: No rule is called no-such-rule'],
    [
      'rules:\n  image-latest-tag: loud\n',
      'loud: A rule is off or has a severity: off, critical, high, medium, low, info',
    ],
    [
      'rules:\n  image-latest-tag:\n    reason: fine\n',
      'image-latest-tag: A rule is off or has a severity: off, critical, high, medium, low, info',
    ],
    [
      'rules:\n  image-latest-tag: { severity: low, why: fine }\n',
      'why: There is no key why; there are severity, reason, until',
    ],
    [
      'rules:\n  image-latest-tag: { severity: low, until: 31.1.2027 }\n',
      '31.1.2027: A day is written as in 2027-01-31',
    ],
    ['exclude: docs\n', 'docs: This is a list of patterns, as in - docs/archive/'],
    ['just words\n', 'just words: The file is a map with the keys profile, rules, exclude'],
  ] as const) {
    it(`names what it does not understand, at its place: ${JSON.stringify(text)}`, () =>
      assert.deepEqual(problemsOf(text), expected));
  }

  it('never throws, whatever the text', () => {
    for (const text of [
      '[',
      '{'.repeat(3000),
      'a: &a [*a]\n',
      '\u0000',
      'rules: *nowhere\n',
      '--- a\n--- b\n',
    ])
      assert.ok(Array.isArray(read(text).problems));
  });
});

describe('a configured rule', () => {
  const input = {
    uri: 'file:///a.yaml',
    fileName: 'a.yaml',
    language: 'yaml' as const,
    text: 'image: registry.example.com/shop:latest\nspec:\n',
  };
  const severitiesOn = (today: string, text: string): string[] =>
    analyzeDocument(input, all, {
      profile: 'recommended',
      rules: read(text).config.rules,
      today,
    }).findings.map(({ meta, severity }) => `${meta.id} ${severity}`);

  it('is silent when it is off, until the last day has passed', () => {
    const text = 'rules:\n  image-latest-tag: { severity: off, until: 2027-01-31 }\n';
    assert.deepEqual(severitiesOn('2027-01-31', text), []);
    assert.deepEqual(severitiesOn('2027-02-01', text), ['image-latest-tag medium']);
  });

  it('has the severity that the file gives it', () =>
    assert.deepEqual(severitiesOn('2027-01-01', 'rules:\n  image-latest-tag: critical\n'), [
      'image-latest-tag critical',
    ]));

  it('speaks in any profile when it has a severity', () => {
    const { findings } = analyzeDocument(
      { ...input, text: 'image: registry.example.com/shop:1.2.3\n' },
      all,
      {
        profile: 'recommended',
        rules: read('rules:\n  image-without-digest: low\n').config.rules,
      },
    );
    assert.deepEqual(
      findings.map(({ meta, severity }) => `${meta.id} ${severity}`),
      ['image-without-digest low'],
    );
  });
});

describe('exclusion', () => {
  it('follows the syntax of .gitignore, below the folder of the file', () => {
    const isExcluded = excluder(['docs/archive/', '*.tmp.md', '!keep.tmp.md']);
    assert.deepEqual(
      ['docs/archive/a.md', 'docs/a.md', 'x/b.tmp.md', 'keep.tmp.md', '../docs/archive/a.md', ''].map(
        isExcluded,
      ),
      [true, false, true, false, false, false],
    );
  });
});
