import assert from 'node:assert/strict';
import type { MarkupContent } from 'vscode-languageserver';
import { closeFakes, openFake as open } from './fakeSession';
import { applied } from './peer';
import { editorCapabilities, editsOf, plainCapabilities, range } from './session';

const uri = 'file:///work/guide.md';
const text = '😀 a:latest\r\nplain\r\n';
const onImage = range(0, 4, 0, 4);

describe('positions', () => {
  afterEach(closeFakes);

  const lines = '# 😀 é\r\n😀é a:latest\rb:latest\n';
  for (const [encoding, character, widthOfEmoji] of [
    ['utf-16', 4, 2],
    ['utf-8', 7, 4],
    ['utf-32', 3, 1],
  ] as const) {
    it(`count columns in ${encoding}`, async () => {
      const general = { positionEncodings: [encoding] };
      const session = await open({ capabilities: { ...editorCapabilities, general } });
      session.didOpen(uri, lines);
      const [first, second] = await session.diagnostics(uri);
      assert.deepEqual(first?.range, range(1, character, 1, character + 8));
      assert.deepEqual(second?.range, range(2, 0, 2, 8));
      assert.ok((await session.hover(uri, first.range.start)) !== null);
      session.didChange(uri, 2, [{ range: first.range, text: '😀longer:latest' }]);
      const [changed] = await session.diagnostics(uri);
      assert.deepEqual(changed?.range.start, { line: 1, character: character + widthOfEmoji });
    });
  }

  it('follow several changes of one notification in turn', async () => {
    const session = await open();
    session.didOpen(uri, 'one\ntwo\n');
    session.didChange(uri, 2, [
      { range: range(1, 0, 1, 3), text: 'a:latest' },
      { range: range(0, 0, 1, 0), text: '' },
      { range: range(0, 0, 0, 0), text: '😀 ' },
    ]);
    assert.deepEqual((await session.diagnostics(uri))[0]?.range, range(0, 3, 0, 11));
  });
});

describe('code actions', () => {
  afterEach(closeFakes);

  it('are fixes, then ignoring, then the page, with versioned edits and tab stops', async () => {
    const session = await open();
    session.didOpen(uri, text, 'markdown', 7);
    const actions = await session.codeActions(uri, onImage);
    assert.deepEqual(
      actions.map(({ title, kind, isPreferred }) => [title, kind, isPreferred]),
      [
        ['Pin to a version (review)', 'quickfix', true],
        ['Pin to 1', 'quickfix', undefined],
        ['Preview the 2 fixes', 'quickfix.securityHints.preview', undefined],
        ['Ignore fake-latest here with a reason', 'quickfix.securityHints.ignore', undefined],
        ['Open the page of fake-latest', 'quickfix.securityHints.page', undefined],
      ],
    );
    const [pin, one, preview, ignore, page] = actions;
    assert.deepEqual(preview?.command?.arguments, [{ uri, fingerprint: 'a:latest#0' }]);
    assert.deepEqual(pin?.edit, {
      documentChanges: [
        {
          textDocument: { uri, version: 7 },
          edits: [{ range: range(0, 5, 0, 11), snippet: { kind: 'snippet', value: '${1:‹version›}' } }],
        },
      ],
    });
    assert.deepEqual(pin.diagnostics?.[0]?.data, { fingerprint: 'a:latest#0' });
    assert.equal(applied(text, editsOf(one).edits), '😀 a:1\r\nplain\r\n');
    assert.equal(
      editsOf(ignore).edits[0]?.snippet?.value,
      '# security-hints-ignore-next fake-latest: ${1:why \\$this\\} is fine}\n',
    );
    assert.deepEqual(page?.command?.arguments, ['fake-latest']);
  });

  it('are worked out between messages, and not for what nobody can read', async () => {
    const session = await open();
    session.didOpen(uri, 'slow:latest\n'.repeat(40));
    const found = await session.diagnostics(uri);
    assert.equal(found.length, 40);
    for (const only of [undefined, ['source.fixAll']]) {
      const order: string[] = [];
      const all = session.codeActions(uri, range(0, 0, 99, 0), only);
      const done = all.then((actions) => {
        order.push('actions');
        return actions;
      });
      await new Promise((resolve) => setTimeout(resolve, 30));
      await session.peer.request('securityHints/ping', null).then(() => order.push('ping'));
      const actions = await done;
      assert.deepEqual(order, ['ping', 'actions']);
      const count = actions.filter(({ kind }) => kind === 'quickfix').length;
      assert.equal(count, only === undefined ? 40 : 0, 'two each of the twenty worst findings');
    }
  });

  it('change a document from its very first line on', async () => {
    const session = await open();
    const blank = '\nEND a:latest\n';
    session.didOpen(uri, blank);
    const [all] = await session.codeActions(uri, range(0, 0, 0, 0), ['source.fixAll']);
    assert.equal(applied(blank, editsOf(all).edits), 'END a:1\n');
  });

  it('are plain text without snippets, and plain changes without versions', async () => {
    const session = await open({ capabilities: plainCapabilities, initializationOptions: {} });
    session.didOpen(uri, text);
    const [pin, ...rest] = await session.codeActions(uri, onImage);
    assert.deepEqual(pin?.edit, {
      changes: { [uri]: [{ range: range(0, 5, 0, 11), newText: '‹version›' }] },
    });
    assert.ok(
      rest.every(({ command }) => command === undefined),
      'a command that nobody runs',
    );
  });

  it('find a finding by its fingerprint, not by where it was', async () => {
    const session = await open();
    session.didOpen(uri, text);
    const diagnostics = await session.diagnostics(uri);
    session.didChange(uri, 2, [{ range: range(0, 0, 0, 0), text: 'new\r\n' }]);
    const [pin] = await session.codeActions(uri, onImage, undefined, diagnostics);
    assert.equal(editsOf(pin).version, 2);
    assert.deepEqual(editsOf(pin).edits[0]?.range, range(1, 5, 1, 11));
    assert.deepEqual(await session.codeActions(uri, range(0, 0, 0, 0)), []);
    session.didChange(uri, 3, [{ text: 'b:latest\n\n' }]);
    assert.deepEqual(await session.codeActions(uri, range(9, 0, 9, 0), undefined, diagnostics), []);
  });

  it('are for the newest text when it changes before the answer', async () => {
    const session = await open();
    session.didOpen(uri, text);
    const asked = session.codeActions(uri, range(0, 0, 0, 20));
    session.didChange(uri, 2, [{ range: range(0, 0, 0, 0), text: 'x:latest ' }]);
    const edited = (await asked).filter(({ edit }) => edit !== undefined);
    assert.ok(edited.length > 0);
    for (const action of edited) assert.equal(editsOf(action).version, 2);
  });

  it('begin with those of the worst finding', async () => {
    const session = await open();
    session.didOpen(uri, 'hint:latest b:latest');
    const actions = await session.codeActions(uri, range(0, 0, 0, 20));
    assert.deepEqual(actions[0]?.diagnostics?.[0]?.data, { fingerprint: 'b:latest#1' });
  });

  it('have no preferred one where several findings meet', async () => {
    const session = await open();
    session.didOpen(uri, 'a:latest b:latest');
    const actions = await session.codeActions(uri, range(0, 0, 0, 17));
    assert.equal(actions.filter(({ title }) => title === 'Pin to a version (review)').length, 2);
    assert.ok(actions.every(({ isPreferred }) => isPreferred !== true));
  });

  for (const [only, expected] of [
    [['quickfix'], 5],
    [['quickfix.securityHints.ignore'], 1],
    [['source'], 1],
    [['source.fixAll'], 1],
    [['source.fixAll.securityHints'], 1],
    [['source.fixAll.eslint'], 0],
    [['source.organizeImports'], 0],
    [['refactor'], 0],
    [['quick'], 0],
  ] as const) {
    it(`are ${expected} of ${only.join()}`, async () => {
      const session = await open();
      session.didOpen(uri, text);
      assert.equal((await session.codeActions(uri, onImage, only)).length, expected);
    });
  }

  it('fix all in one versioned edit of whole lines', async () => {
    const session = await open();
    const long = 'first\r\n😀 a:latest\r\nkept\r\nb:latest\r\nlast\r\n';
    session.didOpen(uri, long);
    const [all] = await session.codeActions(uri, range(0, 0, 0, 0), ['source.fixAll.securityHints']);
    assert.equal(all?.title, 'Apply 2 safe fixes');
    const { version, edits } = editsOf(all);
    assert.equal(version, 1);
    assert.deepEqual(edits[0]?.range, range(1, 0, 4, 0));
    assert.equal(applied(long, edits), long.replaceAll(':latest', ':1'));
  });

  it('fix nothing where nothing can be fixed', async () => {
    const session = await open();
    session.didOpen(uri, 'nothing');
    assert.deepEqual(await session.codeActions(uri, range(0, 0, 0, 0), ['source.fixAll']), []);
  });
});

describe('hover', () => {
  afterEach(closeFakes);

  it('says what, why, where, how and what it rests on', async () => {
    const session = await open();
    session.didOpen(uri, 'x a:latest\n');
    const hover = await session.hover(uri, { line: 0, character: 5 });
    assert.deepEqual(hover?.range, range(0, 2, 0, 10));
    const { kind, value } = hover.contents as MarkupContent;
    assert.equal(kind, 'markdown');
    for (const part of [
      '**Image tag moves** \\(severity medium, confidence certain\\)',
      'What runs can change.',
      'In yaml fence',
      '- Pin to a version \\(review\\): Nobody else knows it.',
      '- Pin to 1 \\(safe\\)',
      '- CWE-829 Inclusion \\(CWE 4.19\\)',
      '(command:securityHints.showRule?%5B%22fake-latest%22%5D)',
    ]) {
      assert.ok(value.includes(part), `${part}\nis not in\n${value}`);
    }
    assert.ok(!value.includes('Image "a:latest" moves'), 'VS Code shows the message itself');
    assert.equal(await session.hover(uri, { line: 0, character: 0 }), null);
  });

  it('says why it weighs less in development', async () => {
    const session = await open();
    session.didOpen(uri, 'dev:latest\n');
    const { value } = (await session.hover(uri, { line: 0, character: 2 }))?.contents as MarkupContent;
    assert.match(
      value,
      /^Severity medium instead of high, since this is for development: kind makes the cluster$/m,
    );
  });

  it('is plain text for plain clients', async () => {
    const session = await open({ capabilities: plainCapabilities, initializationOptions: {} });
    session.didOpen(uri, 'a:latest');
    const { kind, value } = (await session.hover(uri, { line: 0, character: 0 }))?.contents as MarkupContent;
    assert.equal(kind, 'plaintext');
    assert.ok(value.includes('Image "a:latest" moves'));
    assert.doesNotMatch(value, /[*\\]/);
  });
});
