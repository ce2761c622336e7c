import { strict as assert } from 'node:assert';
import { formatMessage } from '../../../server/text/message';
import { badExampleLineReason, badExampleReason } from '../../../server/languages/markdown/badExample';
import { scanBlocks } from '../../../server/languages/markdown/blocks';

const CODE = '```yaml\nimage: busybox\n```\n';

/** Whether the last code block of a document is a bad example. */
function isBad(text: string): boolean {
  const blocks = scanBlocks(text);
  const code = blocks.codes[blocks.codes.length - 1];
  assert.ok(code, `no code in ${JSON.stringify(text)}`);
  return badExampleReason(blocks, code, text) !== undefined;
}

describe('badExampleReason', () => {
  const bad: readonly [string, string][] = [
    ['a heading of one word', `## Bad\n\n${CODE}`],
    ['a heading of three words', `## Insecure network policy\n\nAnybody may enter.\n\n${CODE}`],
    ['a heading that forbids', `### Don't do this\n${CODE}`],
    ['a heading with a cross', `### ❌ Every namespace may talk to every other\n\n${CODE}`],
    ['a setext heading', `Wrong\n-----\n\n${CODE}`],
    ['a short lead-in', `Bad:\n\n${CODE}`],
    ['a lead-in in bold', `**Wrong way:**\n${CODE}`],
    ['a lead-in that ends in a colon', `The following policy is insecure:\n\n${CODE}`],
    ['an example of something bad', `Here is an example of a vulnerable role:\n\n${CODE}`],
    ['a sentence that forbids', `It is tempting. Never store a password like this:\n\n${CODE}`],
    ['a sentence of advice', `This is not recommended:\n\n${CODE}`],
    ['a lead-in in a list', `1. Bad example:\n\n   ${CODE.replaceAll('\n', '\n   ')}`],
    ['code that opens the list below its lead-in', `Wrong:\n\n- ${CODE.replaceAll('\n', '\n  ')}`],
    ['a call-out of GitHub', `> [!CAUTION]\n> Everybody can read it.\n>\n> ${CODE.replaceAll('\n', '\n> ')}`],
    ['a quote with a label', `> **Don't do this**\n>\n> ${CODE.replaceAll('\n', '\n> ')}`],
    ['a call-out with colons', `:::danger\n\nEverybody can read it.\n\n${CODE}\n:::\n`],
    ['a titled call-out with colons', `:::note Bad example\n\n${CODE}\n:::\n`],
    ['a call-out of MkDocs', '!!! danger "Secrets"\n\n    kubectl create secret\n'],
    ['a word of the info string', '```yaml bad\na: b\n```\n'],
    ['a class of the info string', '```{.yaml .insecure}\na: b\n```\n'],
    ['a title of the info string', '```yaml title="Bad example"\na: b\n```\n'],
    ['a comment on the first line', '```yaml\n# BAD: everybody may read\na: b\n```\n'],
    ['a label on the first line', '```yaml\n# ❌ everybody may read\na: b\n```\n'],
    ['an arrow further down', '```yaml\na: b\nfrom:\n  - namespaceSelector: {} # ← TOO PERMISSIVE\n```\n'],
    ['what was before', `Before:\n\n${CODE}`],
    ['shouting behind a command', '```sh\ncurl https://example.com | tar xz # NO VERIFICATION!\n```\n'],
  ];
  for (const [name, text] of bad) it(`sees ${name}`, () => assert.equal(isBad(text), true, text));

  const ordinary: readonly [string, string][] = [
    ['a heading about a beginning', `## Before you begin\n\n${CODE}`],
    ['a long heading with a bad word', `## How to get rid of insecure defaults\n\n${CODE}`],
    ['a heading about a remedy', `## Fixing vulnerable images\n\n${CODE}`],
    ['a question', `## What went wrong\n\n${CODE}`],
    ['a member of something', `## options.unsafe\n\n${CODE}`],
    ['the next section', `## Bad\n\ntext\n\n## Good\n\n${CODE}`],
    ['a good lead-in below a bad heading', `## Bad\n\n${CODE}\nInstead, write this:\n\n${CODE}`],
    ['a check mark below a bad heading', `## Insecure\n\n${CODE}\n✅ Pinned\n\n${CODE}`],
    ['what was fixed in the info string', '## Bad\n\n```yaml fixed="Pin it"\na: b\n```\n'],
    ['a sentence without a colon', `This setting is insecure.\n\n${CODE}`],
    ['a purpose', `To avoid insecure defaults, run:\n\n${CODE}`],
    ['a condition', `If you don't have a cluster, create one:\n\n${CODE}`],
    ['a reminder', `Don't forget to create the namespace:\n\n${CODE}`],
    ['advice with its remedy', `Don't use latest, use a version:\n\n${CODE}`],
    ['a search', `List the vulnerable images:\n\n${CODE}`],
    ['trouble', `When something goes wrong, check the log:\n\n${CODE}`],
    ['a paragraph further up', `Bad:\n\n${CODE}\nNow the real one.\n\n${CODE}`],
    ['a lead-in above another block', `Bad:\n\n***\n\n${CODE}`],
    ['a call-out that has ended', `:::danger\n\ntext\n\n:::\n\n${CODE}`],
    ['a harmless call-out', `> [!NOTE]\n> Run this first.\n>\n> ${CODE.replaceAll('\n', '\n> ')}`],
    ['a language', '```bash\nls\n```\n'],
    ['an ordinary comment', '```yaml\n# the wrong selector makes pods unreachable, see below\na: b\n```\n'],
    ['an arrow at something else', '```yaml\na: b # ← change this\n```\n'],
    ['nothing at all', CODE],
    ['a flag', '```sh\ncurl --insecure https://example.com\n```\n'],
  ];
  for (const [name, text] of ordinary)
    it(`does not mind ${name}`, () => assert.equal(isBad(text), false, text));

  it('says why, in one short line', () => {
    const text = `The following policy, which is long and has *many* words so that it must be cut, is insecure:\n\n${CODE}`;
    const blocks = scanBlocks(text);
    const reason = badExampleReason(blocks, blocks.codes[0]!, text);
    assert.equal(
      reason && formatMessage(reason),
      'Its text above marks it as a bad example: “The following policy, which is long and has many words so t…”',
    );
  });

  it('judges single lines', () => {
    assert.ok(badExampleLineReason('- namespaceSelector: {}  # ← TOO PERMISSIVE\n'));
    assert.ok(badExampleLineReason('image: a:latest # BAD'));
    assert.ok(badExampleLineReason('privileged: true # ❌'));
    assert.equal(badExampleLineReason('image: a:latest # pinned below'), undefined);
    assert.equal(badExampleLineReason('image: bad'), undefined);
  });

  it('is fast for long labels', () => {
    const text = `${'bad '.repeat(100_000)}:\n\n${CODE}${`- ${CODE.replaceAll('\n', '\n  ')}\n`.repeat(2_000)}`;
    const started = performance.now();
    const blocks = scanBlocks(text);
    for (const code of blocks.codes) badExampleReason(blocks, code, text);
    assert.ok(performance.now() - started < 2_000);
  });
});
