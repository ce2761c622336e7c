import assert from 'node:assert/strict';
import { formatMessage } from '../../../server/rule/finding';
import { fixesOf } from '../../../server/engine/fixes';
import { analyze } from '../../rules/document';

const run = 'docker run --privileged registry.example/shop:1.4.2';
const bind = 'kubectl create clusterrolebinding shop --clusterrole=cluster-admin --user=kim@example.com';

/** `rule severity` of what is found in inline code, at which text. */
function foundIn(text: string, fileName = 'guide.md'): readonly string[] {
  const analysis = analyze(fileName, text, 'recommended');
  return analysis.findings
    .filter(({ layer }) => layer.some(({ template }) => template === 'inline code'))
    .map(
      ({ meta, severity, range }) =>
        `${meta.id} ${severity} ${text.slice(range.start, range.end).replace(/\s+/g, ' ')}`,
    );
}

const privileged = ['container-privileged high --privileged'];

describe('commands in inline code', () => {
  const told: readonly (readonly [string, string])[] = [
    ['a sentence', `Run \`${run}\` on the host.\n`],
    ['a sentence that goes on', `Then run \`${run}\` and wait.\n`],
    ['a purpose in front', `To start the shop, use \`${run}\`.\n`],
    ['what one can do', `You can start it with \`${run}\`.\n`],
    ['what can be done', `The shop can be started with \`${run}\`.\n`],
    ['a gerund', `Start the shop by running \`${run}\`.\n`],
    ['a name for it', `Run the \`${run}\` command.\n`],
    ['a condition that is met', `If the build asks for it, run \`${run}\` first.\n`],
    ['parentheses', `Start the shop (\`${run}\`).\n`],
    ['a colon', `On Linux: \`${run}\`\n`],
    ['a paragraph of its own', `Start image:\n\n\`${run}\`\n`],
    ['a line of its own', `The shop needs the host.\n\`${run}\`\n`],
    ['a heading', `## \`${run}\`\n`],
    ['a heading with a word', `## Run \`${run}\`\n`],
    ['a list', `- \`${run}\`\n- \`docker ps\`\n`],
    ['a list with purposes', `1. \`${run}\` to start the shop\n2. \`docker ps\` to see it\n`],
    ['a list with explanations', `* \`${run}\`: starts the shop\n`],
    ['a box to tick', `- [ ] \`${run}\`\n`],
    ['emphasis', `**\`${run}\`**\n`],
    ['a prompt', `Run \`$ ${run}\`.\n`],
    ['sudo and a variable', `Run \`sudo DEBUG=1 ${run}\`.\n`],
    ['a cell', `| Command | What |\n|---|---|\n| \`${run}\` | Starts the shop |\n`],
    ['a cell with words', `| Task | How |\n|---|---|\n| Start | Run \`${run}\` |\n`],
    ['a quote', `> Run \`${run}\`.\n`],
    ['a list in a quote', `> 1. First\n> 2. Run \`${run}\`.\n`],
    ['two backticks', `Run \`\` ${run} \`\`.\n`],
    ['two lines', `Run \`docker run\n--privileged registry.example/shop:1.4.2\`.\n`],
    [
      'two lines of a list in a quote',
      `> 1. Run \`docker run\n>    --privileged registry.example/shop:1.4.2\`.\n`,
    ],
    ['Windows line endings', `Run\r\n\`docker run\r\n--privileged registry.example/shop:1.4.2\`.\r\n`],
  ];
  for (const [name, text] of told) {
    it(`are read in ${name}, one level lower`, () => assert.deepEqual(foundIn(text), privileged));
  }

  it('are read in a cell, a bar escaped', () => {
    const text = `| Do |\n|---|\n| \`docker ps \\| sort && ${run}\` |\n`;
    assert.deepEqual(foundIn(text), privileged);
  });

  it('are read for every rule', () => {
    assert.deepEqual(foundIn(`Run \`${bind}\`.\n`), ['rbac-cluster-admin medium cluster-admin']);
    assert.deepEqual(foundIn('Make nodes with `eksctl create nodegroup --cluster shop --ssh-access`.\n'), [
      'node-ssh-access medium --ssh-access',
    ]);
  });

  it('offer no fix', () => {
    const text = `Run \`${run}\`, then \`eksctl create nodegroup --cluster shop --ssh-access\`.\n`;
    const analysis = analyze('guide.md', text);
    assert.ok(analysis.findings.length > 1);
    for (const finding of analysis.findings) {
      assert.deepEqual(fixesOf(analysis, finding), [], formatMessage(finding.message));
    }
  });

  const silent: readonly (readonly [string, string])[] = [
    ['an option', 'Pass `--privileged` to the container.\n'],
    ['a program with an option', 'The shop needs `docker run --privileged`.\n'],
    ['a subcommand', 'Use `docker run --privileged` for it.\n'],
    ['something left out', `Use \`docker run --privileged … shop\`.\n`],
    ['a synopsis', 'Usage: `docker run --privileged [OPTIONS] IMAGE`\n'],
    ['a warning', `Do not run \`${run}\`.\n`],
    ['an alternative', `Use rootless Docker instead of \`${run}\`.\n`],
    ['advice against it', `Avoid \`${run}\`.\n`],
    ['advice behind it', `Some run \`${run}\`. Don't do this.\n`],
    ['a warning with a mark', `> [!WARNING]\n> Run \`${run}\` with care.\n`],
    ['a list of what not to do', `Never do this:\n\n- \`docker ps\`\n- \`${run}\`\n`],
    ['a paragraph introduced so', `Avoid this command:\n\n\`${run}\`\n`],
    ['a list below a cross', `- ❌ \`${run}\`\n`],
    ['a heading above it', `## Anti-patterns\n\n- \`${run}\`\n`],
    ['a deprecation', `\`${run}\` is deprecated.\n`],
    ['a list of removals', `- Removed: \`${run}\`\n`],
    ['what changed', `## Changelog\n\n- Run \`${run}\` in CI\n`],
    ['the past', `Previously: \`${run}\`\n`],
    ['a description', `\`${run}\` gives the container all capabilities.\n`],
    ['a description below a name', `Docker in Docker: \`${run}\` lets a job reach the host.\n`],
    ['a comparison', `This is equivalent to running \`${run}\`.\n`],
    ['a condition', `When you run \`${run}\`, the container sees all devices.\n`],
    ['a question', `What happens if I run \`${run}\`?\n`],
    ['what somebody else does', `The pipeline runs \`${run}\`.\n`],
    ['an attack', `An attacker can run \`${run}\` to become root.\n`],
    ['a table of options', `| Option | Example |\n|---|---|\n| \`--privileged\` | \`${run}\` |\n`],
    ['a table of what to replace', `| Instead of | Use |\n|---|---|\n| \`${run}\` | rootless |\n`],
    ['a table that judges', `| Command | Verdict |\n|---|---|\n| \`${run}\` | ❌ |\n`],
    ['a table of checks', `| Found | Severity |\n|---|---|\n| \`${run}\` | high |\n`],
    ['a table of what is covered', `| What | Fence |\n|---|---|\n| \`${run}\` | ✓ |\n`],
    ['a test of a policy', `Run \`${run}\`: it is rejected.\n`],
    ['an answer to choose', `What is right?\nA. \`docker ps\`\nB. \`${run}\`\n`],
    ['a binding without a name', 'Use `kubectl create clusterrolebinding --clusterrole=cluster-admin`.\n'],
    ['other code', 'Call `await docker.run("--privileged")` there.\n'],
  ];
  for (const [name, text] of silent) {
    it(`leave alone ${name}`, () => assert.deepEqual(foundIn(text), []));
  }

  it('leave alone a file of changes', () => {
    assert.deepEqual(foundIn(`- Run \`${run}\`\n`, 'CHANGELOG.md'), []);
    assert.deepEqual(foundIn(`- Run \`${run}\`\n`, 'docs/releases/1.19-NOTES.md'), []);
  });
});
