import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CodeLens, CompletionItem, Hover, MarkupContent } from 'vscode-languageserver';
import { formatMessage, mapArguments, message } from '../../server/rule/finding';
import { fixAllMethod, fixesMethod, type FixAllAnswer, type FixOffer } from '../../server/lsp/protocol';
import { closeRules, openRules, withCursor } from './ruleSession';
import { editorCapabilities, type TestSession } from './session';

const bundle = path.resolve(import.meta.dirname, '../../l10n/bundle.l10n.de.json');
const translations = JSON.parse(readFileSync(bundle, 'utf8')) as { readonly [sentence: string]: string };

const uri = 'file:///work/guide.md';
const password = 'Sw0rdf' + '1sh-ferry';
const guide = [
  '# Guide',
  '',
  '## Install',
  '',
  '```bash',
  'eksctl create nodegroup --cluster a --ssh-access --ssh-public-key k',
  `docker login --username ci --password ${password}`,
  '```',
  '',
].join('\n');

/** All that the editor is told about the guide, by where it is shown. */
async function shownOf(session: TestSession): Promise<{ readonly [place: string]: string }> {
  session.didOpen(uri, guide);
  const diagnostics = await session.diagnostics(uri);
  const hoverAt = async (line: number): Promise<string> => {
    const hover = await session.peer.request<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position: { line, character: line === 5 ? 40 : 45 },
    });
    return (hover?.contents as MarkupContent | undefined)?.value ?? '';
  };
  const [ssh, login] = diagnostics;
  assert.ok(ssh && login);
  const actions = [
    ...(await session.codeActions(uri, ssh.range, undefined, [ssh])),
    ...(await session.codeActions(uri, login.range, undefined, [login])),
  ];
  const offers = await Promise.all(
    diagnostics.map(({ data }) =>
      session.peer.request<readonly FixOffer[]>(fixesMethod, {
        uri,
        fingerprint: (data as { fingerprint: string }).fingerprint,
      }),
    ),
  );
  const lenses = await session.peer.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  const lens = await session.peer.request<CodeLens>('codeLens/resolve', lenses[0]);
  const answer = await session.peer.request<FixAllAnswer>(fixAllMethod, { uri, scope: { kind: 'file' } });
  return {
    diagnostics: diagnostics
      .map((one) => (typeof one.message === 'string' ? one.message : one.message.value))
      .join('\n'),
    hover: (await hoverAt(5)) + (await hoverAt(6)),
    actions: actions.map(({ title }) => title).join('\n'),
    notes: offers.flatMap((some) => some.map(({ note }) => note ?? '')).join('\n'),
    lens: lens.command?.title ?? '',
    summary: answer.summary,
    completion: await completionsOf(session),
  };
}

async function completionsOf(session: TestSession): Promise<string> {
  const other = 'file:///work/a.yaml';
  const { text, position } = withCursor('# security-hints-ignore-next im¦\nimage: a:latest\n');
  session.didOpen(other, text, 'yaml');
  const items = await session.peer.request<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri: other },
    position,
  });
  return items.map(({ detail }) => detail ?? '').join('\n');
}

const open = (options: object): Promise<TestSession> =>
  openRules({
    capabilities: editorCapabilities,
    folders: ['file:///work'],
    initializationOptions: { isOwnClient: true, ...options },
  });

/** What a German session says and an English one must not, and the other way round. */
const samples: { readonly [place: string]: readonly [german: string, english: string] } = {
  hover: ['shell-Codeblock in „Install“', 'shell fence in “Install”'],
  actions: ['mit Begründung ignorieren', 'with a reason'],
  notes: ['nicht aus der Historie', 'does not remove it from history'],
  lens: ['2 Befunde', '2 findings'],
  summary: ['Befund', 'finding'],
};

describe('a session in German', () => {
  afterEach(closeRules);

  it('says everything in German, and one without translations in English', async () => {
    const german = await shownOf(await open({ translations }));
    const english = await shownOf(await open({}));
    for (const [place, [own, other]] of Object.entries(samples)) {
      assert.ok(german[place]?.includes(own), `${place}: ${german[place]}`);
      assert.ok(!german[place]?.includes(other), `${place}: ${german[place]}`);
      assert.ok(english[place]?.includes(other), `${place}: ${english[place]}`);
    }
    for (const place of Object.keys(german)) assert.notEqual(german[place], english[place], place);
  });

  it('says what is not read in German', async () => {
    const session = await open({ translations });
    session.didOpen('file:///work/vendor/a.md', guide);
    await session.diagnostics('file:///work/vendor/a.md');
    const status = await session.peer.notification<{ notAnalyzed: { reason: string }[] }>(
      'securityHints/documentStatus',
    );
    assert.deepEqual(
      status.notAnalyzed.map(({ reason }) => reason),
      ['Dateien unter vendor sind fremde'],
    );
  });

  it('conceals secrets in what a sentence quotes, however deep', async () => {
    for (const options of [{ translations }, {}]) {
      for (const text of Object.values(await shownOf(await open(options)))) {
        // The change that a hover shows is the reader's own text, concealed by the diff itself.
        assert.ok(!text.includes(password), text);
      }
      await closeRules();
    }
  });
});

describe('messages', () => {
  const nested = message('{outer}, so {inner}', {
    outer: 'a secret',
    inner: message('that {what}', { what: 'secret' }),
  });

  it('are translated with the messages that they quote', () => {
    const translate = (text: string): string =>
      ({ '{outer}, so {inner}': '{inner}: {outer}', 'that {what}': 'dass {what}' })[text] ?? text;
    assert.equal(formatMessage(nested), 'a secret, so that secret');
    assert.equal(formatMessage(nested, translate), 'dass secret: a secret');
  });

  it('are concealed in all of their arguments', () => {
    const conceal = (text: string): string => text.replace('secret', '•••');
    assert.equal(formatMessage(mapArguments(nested, conceal)), 'a •••, so that •••');
  });

  it('leave alone what is no argument', () => {
    assert.equal(formatMessage(message('{constructor} {a}', { a: '{b}', b: 'c' })), '{constructor} {b}');
  });
});
