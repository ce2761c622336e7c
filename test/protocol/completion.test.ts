import assert from 'node:assert/strict';
import type { CompletionItem, MarkupContent, TextEdit } from 'vscode-languageserver';
import { closeRules, openRules, withCursor } from './ruleSession';

/** What is offered at the cursor, best first; as the text that comes of taking it, or as labels. */
async function completionsAt(
  uri: string,
  marked: string,
  languageId = 'markdown',
): Promise<CompletionItem[]> {
  const session = await openRules();
  const { text, position } = withCursor(marked);
  session.didOpen(uri, text, languageId);
  const items = await session.peer.request<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri },
    position,
  });
  return items.sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
}

const labels = (items: readonly CompletionItem[]): string[] => items.map(({ label }) => label);

describe('completion', () => {
  afterEach(closeRules);

  it('offers the words of a comment', async () => {
    const items = await completionsAt('file:///a.md', '```yaml\n# sec¦\nimage: a:latest\n```\n');
    assert.deepEqual(labels(items), [
      'security-hints-ignore-fence',
      'security-hints-ignore-file',
      'security-hints-ignore-next',
    ]);
    assert.deepEqual((items[0]?.textEdit as TextEdit).range, {
      start: { line: 1, character: 2 },
      end: { line: 1, character: 5 },
    });
  });

  it('offers the rules that find something close by first', async () => {
    const items = await completionsAt(
      'file:///a.yaml',
      '# security-hints-ignore-next ¦\nimage: a:latest\n',
      'yaml',
    );
    assert.equal(items[0]?.label, 'image-latest-tag');
    assert.ok(items.length > 100);
    const second = await completionsAt(
      'file:///a.yaml',
      '# security-hints-ignore-next x, im¦\nimage: a:latest\n',
      'yaml',
    );
    assert.equal(second[0]?.label, 'image-latest-tag');
  });

  it('offers the nearest first', async () => {
    const items = await completionsAt(
      'file:///a.sh',
      '# security-hints-ignore-next ¦\ncurl -sSL https://example.com/i.sh | bash\nhelm install g grafana/grafana --set adminPassword=admin\n',
      'shellscript',
    );
    assert.deepEqual(labels(items).slice(0, 3), [
      'pipe-to-shell',
      'curl-without-fail',
      'grafana-admin-password',
    ]);
  });

  it('offers an end behind a rule', async () => {
    const items = await completionsAt(
      'file:///a.yaml',
      '# security-hints-ignore-next image-latest-tag ¦\nimage: a:latest\n',
      'yaml',
    );
    assert.deepEqual(labels(items).slice(0, 3), ['until=2026-02-14', 'until=2026-04-15', 'until=2027-01-15']);
  });

  for (const [name, marked, expected] of [
    ['keys', '¦', ['profile', 'rules', 'exclude']],
    ['a half-typed key', 'profile: strict\nru¦', ['profile', 'rules', 'exclude']],
    ['profiles', 'profile: ¦', ['recommended', 'strict']],
    [
      'severities of a rule',
      'rules:\n  image-latest-tag: ¦',
      ['off', 'critical', 'high', 'medium', 'low', 'info'],
    ],
    ['keys of a rule', 'rules:\n  image-latest-tag:\n    ¦', ['severity', 'reason', 'until']],
    [
      'severities of a key',
      'rules:\n  image-latest-tag:\n    severity: o¦',
      ['off', 'critical', 'high', 'medium', 'low', 'info'],
    ],
    ['nothing below exclude', 'exclude:\n  ¦', []],
  ] as const) {
    it(`offers in the configuration file: ${name}`, async () =>
      assert.deepEqual(
        labels(await completionsAt('file:///.security-hints.yaml', marked, 'yaml')),
        expected,
      ));
  }

  it('offers rules below rules', async () => {
    const items = await completionsAt('file:///.security-hints.yaml', 'rules:\n  im¦\n', 'yaml');
    const latest = items.find(({ label }) => label === 'image-latest-tag');
    assert.equal((latest?.textEdit as TextEdit).newText, 'image-latest-tag: ');
    assert.ok((latest?.detail ?? '').length > 0);
  });

  for (const marked of ['Some words and a ¦', '```yaml\nimage: ¦\n```\n', '# Heading ¦', '- see ¦'])
    it(`is silent where nothing is ours: ${JSON.stringify(marked)}`, async () =>
      assert.deepEqual(await completionsAt('file:///a.md', marked), []));
});

describe('hover on our own words', () => {
  afterEach(closeRules);

  for (const [name, uri, marked, expected] of [
    [
      'a rule in a comment in a fence in a list',
      'file:///a.md',
      '- ```yaml\n  # security-hints-ignore-next image-la¦test-tag: a demo\n  image: a:latest\n  ```\n',
      /^\*\*.+\*\*\n\n.+\n\n\[Open the page of image-latest-tag\]/,
    ],
    [
      'a key of the configuration',
      'file:///.security-hints.yaml',
      'pro¦file: strict\n',
      /^Which rules speak/,
    ],
    [
      'a rule of the configuration',
      'file:///.security-hints.yaml',
      'rules:\n  image-¦latest-tag: off\n',
      /Open the page of image-latest-tag/,
    ],
    [
      'a key of a rule',
      'file:///.security-hints.yaml',
      'rules:\n  image-latest-tag:\n    se¦verity: off\n',
      /^off, or how bad/,
    ],
  ] as const) {
    it(`explains ${name}`, async () => {
      const session = await openRules();
      const { text, position } = withCursor(marked);
      session.didOpen(uri, text, uri.endsWith('.md') ? 'markdown' : 'yaml');
      const hover = await session.hover(uri, position);
      assert.match((hover?.contents as MarkupContent).value, expected);
    });
  }
});
