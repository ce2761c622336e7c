import assert from 'node:assert/strict';
import fc from 'fast-check';
import { caretRanges, parse, wordsOf } from './shell';

function checkWords(cases: readonly (readonly [text: string, ...commands: string[][]])[]): void {
  for (const [text, ...commands] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(wordsOf(text), commands));
  }
}

describe('shell: words', () => {
  checkWords([
    ['a b  c', ['a', 'b', 'c']],
    [`a 'b c' "d e" f\\ g`, ['a', 'b c', 'd e', 'f g']],
    [`a 'it'\\''s' "q\\"q" "\\x"`, ['a', "it's", 'q"q', '\\x']],
    [`a $'b\\tc' $"d"`, ['a', 'b\tc', 'd']],
    ['a \\\n  b \\\n  c', ['a', 'b', 'c']],
    ['a b\\\nc', ['a', 'bc']],
    ['a $B "${C}d" $((1+2))', ['a', '~$B', '~${C}d', '~$((1+2))']],
    ['a *.txt --x=*.y https://h/p?q=1 {b,c}', ['a', '~*.txt', '--x=*.y', 'https://h/p?q=1', '~{b,c}']],
    ['a ~/b', ['a', '~/b']],
    ['a >b 2>&1 c <d', ['a', 'c']],
    ['', ...[]],
    ['# only a comment', ...[]],
    ['X=1', []],
    ['X=1 a b=c', ['a', 'b=c']],
    ['export A=b C="d e"', ['export', 'A=b', 'C=d e']],
    ['a é "ü"', ['a', 'é', 'ü']],
  ]);

  it('says where each character of a value is written', () => {
    const text = `a --x="b c"'d'\\e`;
    const word = parse(text).tree.commands[0]?.words[1];
    const written = word?.pieces.map((p) => text.slice(p.start, p.start + p.length));
    assert.deepEqual(written, ['--x=', 'b c', 'd', 'e']);
    assert.equal(word?.value, '--x=b cde');
  });

  it('knows the literal that stands in for an unset variable', () => {
    const expansions = parse(
      'a ${B:-lit} ${C:=l2} ${D:?no} "${E-l 3}" ${F:-$G} ${H:-}',
    ).tree.commands[0]?.words.flatMap((w) => w.expansions);
    assert.deepEqual(
      expansions?.map((e) => [e.name, e.fallback]),
      [
        ['B', 'lit'],
        ['C', 'l2'],
        ['D', undefined],
        ['E', 'l 3'],
        ['F', undefined],
        ['H', undefined],
      ],
    );
  });
});

describe('shell: what the author meant', () => {
  checkWords([
    ['--ssh-access \\\n--ssh-public-key k \\', ['--ssh-access', '--ssh-public-key', 'k']],
    ['a b\n  --c d', ['a', 'b'], ['--c', 'd']],
    ['a \\  \n  --b \\\t\n  --c', ['a', '--b', '--c']],
    ['a b \\\n', ['a', 'b']],
    ['a b \\', ['a', 'b']],
    ['a b \\\n\nc', ['a', 'b'], ['c']],
    ['@test "x" {\n  a b\n}\nc', ['@test', 'x', '{'], ['a', 'b'], ['c']],
  ]);
});

describe('shell: holes', () => {
  const cases: readonly (readonly [text: string, carets: string, kind: string])[] = [
    ['a <your-cluster> b', '  ^^^^^^^^^^^^^^', 'placeholder'],
    ['a --x=<a b c> b', '      ^^^^^^^', 'placeholder'],
    ['a "<password>"', '   ^^^^^^^^^^', 'placeholder'],
    ["a 'x <TOKEN> y'", '     ^^^^^^^', 'placeholder'],
    ['a s3://<bucket>/x', '       ^^^^^^^^', 'placeholder'],
    ['a <a|b>', '  ^^^^^', 'placeholder'],
    ['a <...>', '  ^^^^^', 'placeholder'],
    ['a <in >out', '', ''],
    ['a <in>out', '', ''],
    ['a <in cmd 2> err', '', ''],
    ['a <in >/dev/null', '', ''],
    ['a <(b) >(c)', '', ''],
    ['a <<<b', '', ''],
    ['a <123>', '', ''],
    ['# <comment>', '', ''],
    ['a {{ .Values.x }} b', '  ^^^^^^^^^^^^^^^', 'goTemplate'],
    ['a x{{.X}}y', '   ^^^^^^', 'goTemplate'],
    ['a {{b,c},{d,e}}', '', ''],
    ['a ${{ secrets.X }} b', '  ^^^^^^^^^^^^^^^^', 'actionsExpression'],
    ['a "${{ secrets.X }}"', '   ^^^^^^^^^^^^^^^^', 'actionsExpression'],
    ['a "b', '  ^^', 'damaged'],
  ];
  for (const [text, carets, kind] of cases) {
    it(text, () => {
      const { holes } = parse(text);
      assert.deepEqual(
        holes.map((h) => h.range),
        caretRanges(carets),
      );
      for (const hole of holes) assert.equal(hole.kind, kind);
    });
  }

  checkWords([
    ['a <x y> "b <c> d" <e', ['a', '~<x y>', '~b <c> d']],
    ['a {{ .A }} b{{ .C }}', ['a', '~{{ .A }}', '~b{{ .C }}']],
    ['a "\\"{{ "x" }}\\""', ['a', '~"{{ "x" }}"']],
    ['a \\\n  {{- if .X }}\n  --b \\\n  {{- end }}\n  --c', ['a', '--b', '--c']],
    ['{{- if .X }}\na\n{{- end }}\nb', ['a'], ['b']],
    ['a ${{ b }}c | d', ['a', '~${{ b }}c'], ['d']],
  ]);
});

describe('shell: comments', () => {
  const cases: readonly (readonly [text: string, carets: string])[] = [
    ['a # b', '  ^^^'],
    ['# a # b', '^^^^^^^'],
    ['a b#c $# ${#d} ${e#f} "# g" \'# h\' \\# i', ''],
    ['a;# b', '  ^^^'],
    ['(a)# b', '   ^^^'],
    ['$(a # b', ''],
    ['a `b # c` d', '     ^^^'],
    ['a $(b) # c', '       ^^^'],
    ['a $((2#101)) # c', '             ^^^'],
    ['a x=#b', ''],
    ['case a in b) c;; # d', '                 ^^^'],
  ];
  for (const [text, carets] of cases) {
    it(text, () =>
      assert.deepEqual(
        parse(text).comments.map((c) => c.range),
        caretRanges(carets),
      ),
    );
  }

  it('leaves bodies of heredocs alone and reads on behind them', () => {
    const { comments } = parse("a <<X <<-'Y' # one\n# no\nX\n# no\n\tY\n# two");
    assert.deepEqual(
      comments.map((c) => c.text),
      ['one', 'two'],
    );
  });
});

describe('shell: neighbors', () => {
  it('joins and pipes', () => {
    const { commands } = parse('a && b | c || d; e & f\ng').tree;
    assert.deepEqual(
      commands.map((c) => [c.words[0]?.value, c.joinedBy, c.joins, c.pipedTo?.words[0]?.value]),
      [
        ['a', undefined, '&&', undefined],
        ['b', '&&', '||', 'c'],
        ['c', '&&', '||', undefined],
        ['d', '||', ';', undefined],
        ['e', ';', '&', undefined],
        ['f', '&', 'newline', undefined],
        ['g', 'newline', undefined, undefined],
      ],
    );
  });

  it('pipes into and out of groups', () => {
    const { commands } = parse('a | (b; c) | { d; }\nwhile e; do f; done | g').tree;
    const pipes = commands.map((c) => [
      c.words[0]?.value,
      c.pipedTo?.words[0]?.value,
      c.pipedFrom?.words[0]?.value,
    ]);
    assert.deepEqual(pipes, [
      ['a', 'b', undefined],
      ['b', 'd', 'a'],
      ['c', 'd', undefined],
      ['d', undefined, 'c'],
      ['e', undefined, undefined],
      ['f', 'g', undefined],
      ['g', undefined, 'f'],
    ]);
  });

  it('tells conditions and functions', () => {
    const { commands } = parse('if a; then b; elif c; then d; fi; while e; do f; done; ! g; h() { i; }').tree;
    const of = (test: (c: (typeof commands)[number]) => boolean) =>
      commands.filter(test).map((c) => c.words[0]?.value);
    assert.deepEqual(
      of((c) => c.isCondition),
      ['a', 'c', 'e', 'g'],
    );
    assert.deepEqual(
      of((c) => !c.isTopLevel),
      ['i'],
    );
  });

  it('nests commands of substitutions in the command they stand in', () => {
    const { commands } = parse('a "$(b $(c))" <(d) `e` <<X\n$(f)\nX\nfor i in $(g); do h; done').tree;
    const inner = (word: string) =>
      commands.find((c) => c.words[0]?.value === word)?.inner.map((c) => c.words[0]?.value);
    assert.deepEqual(inner('a'), ['b', 'd', 'e', 'f']);
    assert.deepEqual(inner('b'), ['c']);
    assert.deepEqual(
      commands.map((c) => c.parent?.via),
      [
        undefined,
        'substitution',
        'substitution',
        'process',
        'backticks',
        'substitution',
        undefined,
        undefined,
      ],
    );
  });

  it('gives commands of escaped backticks a place and no fix', () => {
    const text = 'a `b \\`c\\`` d';
    const { commands } = parse(text).tree;
    assert.deepEqual(
      commands.map((c) => [c.words[0]?.value, c.isEditable, text.slice(c.range.start, c.range.end)]),
      [
        ['a', true, text],
        ['b', false, '`b \\`c\\``'],
        ['c', false, '`b \\`c\\``'],
      ],
    );
  });

  it('gives the statement of the list, and of the outer command inside a word', () => {
    const text = 'if x; then a "$(b)" | c && d; fi';
    const statements = parse(text).tree.commands.map((c) =>
      text.slice(c.statementRange.start, c.statementRange.end),
    );
    const own = 'a "$(b)" | c && d';
    assert.deepEqual(statements, ['x', own, own, own, own]);
  });
});

describe('shell: damage costs its own line', () => {
  const commands = Array.from({ length: 50 }, (_, i) => `curl -H "X: it's ${i}" 'y' | sh # n`).join('\n');
  for (const slip of [
    'echo "open',
    "echo 'open",
    "echo it's open",
    'echo $(open',
    'echo `open',
    'echo ${open',
    'x=(open',
    'echo a)b',
    ';; open',
    'echo $((1',
    'fi',
    '}',
    'done',
    '( open',
    '{ open',
    'if open; then',
  ]) {
    it(`${slip}, and all fifty commands behind it are seen`, () => {
      const found = wordsOf(`${slip}\n${commands}\n`).filter((words) => words[0] === 'curl');
      assert.equal(found.length, 50);
      assert.deepEqual(found[49], ['curl', '-H', "X: it's 49", 'y']);
      assert.ok(parse(`${slip}\n${commands}\n`).problems.length > 0);
    });
  }

  it('finds the stray quote, not the last one', () => {
    const text = 'echo "open\na "b c" d\ne "f" g';
    const { holes } = parse(text);
    assert.deepEqual(
      holes.map((h) => text.slice(h.range.start, h.range.end)),
      ['"open'],
    );
  });

  checkWords([
    ["echo it's\na --b\ndon't; c", ['echo', "~it's"], ['a', '--b'], ["~don't"], ['c']],
    ['a "b \\\n  --c d', ['a', '~"b', '--c', 'd']],
    ['a ) b\nc\nd;;\ne', ['a'], ['c'], ['d'], ['e']],
    ['if x; then a ) b\nc\nfi\nd', ['x'], ['a'], ['c'], ['d']],
    ['a <<X\nb\n  X\nc', ['a'], ['c']],
  ]);

  it('keeps strings of several lines whole', () => {
    const text = `a -d '{\n "b": 1\n}' && c "x\ny" d\ne`;
    assert.deepEqual(wordsOf(text), [['a', '-d', '{\n "b": 1\n}'], ['c', 'x\ny', 'd'], ['e']]);
    assert.deepEqual(parse(text).problems, []);
  });

  it('lists a heredoc without an end', () => assert.equal(parse('a <<X\nb').problems.length, 1));
});

describe('shell: hostile text', function () {
  this.timeout(60_000);
  const cases: readonly (readonly [name: string, text: string])[] = [
    ['(', '('.repeat(5000)],
    ['$(', '$('.repeat(3000)],
    ['{', '{ '.repeat(5000)],
    ['{ without blanks', '{'.repeat(5000)],
    ['if', 'if '.repeat(5000)],
    ['if in $(', ('if '.repeat(250) + 'x $(').repeat(180)],
    ['f()', 'f() '.repeat(20000)],
    ['f() on lines', 'f()\n'.repeat(20000)],
    ['coproc', 'coproc '.repeat(20000)],
    ['function', 'function f '.repeat(5000)],
    ['&&', 'a && '.repeat(20000)],
    ['|', 'a | '.repeat(20000)],
    ['one line of 5 MB', 'a'.repeat(5_000_000)],
    ['5 MB of lines', 'curl x | sh\n'.repeat(420_000)],
    ['NUL', 'a\0b\nc \0'],
    ['quotes', `"'`.repeat(20000)],
    ['stray )', 'a )\n'.repeat(20000)],
    ['stray ;;', ';;\n'.repeat(20000)],
    ['open quotes', `a "b\n'`.repeat(3000)],
    ['apostrophes', "it's\n".repeat(5001)],
    ['heredocs', 'a <<X\n'.repeat(5000)],
    ['indented ends', Array.from({ length: 2000 }, (_, i) => `a <<X${i}\n X${i}`).join('\n')],
    ['backticks', '`'.repeat(5001)],
    ['escaped backticks', '`\\`\\\\`'.repeat(2000)],
    ['{{', '{{'.repeat(20000)],
    ['<', '<a '.repeat(20000)],
    ['${x:-', '${x:-'.repeat(3000)],
    ['$((', '$(('.repeat(3000)],
    ['case', 'case x in '.repeat(5000)],
    ['[[ (', '[[ ' + '( '.repeat(5000)],
    ['broken continuations', 'a \\ \n'.repeat(20000)],
  ];
  for (const [name, text] of cases) {
    it(name, () => {
      const start = process.cpuUsage();
      parse(text);
      const { user } = process.cpuUsage(start);
      // Generous, for slow machines: a quadratic reader needs minutes.
      assert.ok(user < 8_000_000, `${user} µs`);
    });
  }

  it('says what it left out', () => {
    assert.equal(parse(`${'$('.repeat(3000)}a${')'.repeat(3000)}`).notAnalyzed.length, 1);
    const long = parse(`${'a'.repeat(99)}\n`.repeat(6_000));
    assert.equal(long.notAnalyzed.length, 1);
    assert.equal(long.tree.commands.length, 5_000);
  });

  it('does not tire of it', () => {
    for (let i = 0; i < 20; i++)
      assert.ok(parse(`${'('.repeat(5000)}\na`).tree.commands.some((c) => c.words[0]?.value === 'a'));
  });
});

/** Texts of the pieces that shells and templates are made of. */
const pieces = fc.constantFrom(
  ...[
    'a',
    'b ',
    ' ',
    '\n',
    '\\',
    '\\\n',
    '"',
    "'",
    '`',
    '$',
    '$(',
    '${',
    '$((',
    '(',
    ')',
    '{',
    '}',
    '{{',
    '}}',
    '<',
    '>',
  ],
  ...[
    '<<X\n',
    'X\n',
    '<<-Y\n',
    '\tY\n',
    '|',
    '&&',
    ';',
    ';;',
    '&',
    '#',
    ' # c\n',
    'if ',
    'then ',
    'fi',
    'do ',
    'done',
  ],
  ...[
    'case x in ',
    'esac',
    'f() ',
    '<name>',
    '=',
    'X=',
    '--x=',
    '[[ ',
    ' ]]',
    '*',
    '?',
    '~',
    '!',
    ':-',
    'é',
    '😀',
    '\t',
  ],
);

describe('shell: laws', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(pieces, { maxLength: 40 }).map((p) => p.join('')),
  );

  it('any text is read, every range lies in it, and words stand where they say', () => {
    fc.assert(
      fc.property(text, (source) => {
        const { tree, holes, comments, problems, notAnalyzed } = parse(source);
        const inside = ({ start, end }: { start: number; end: number }) =>
          assert.ok(
            start >= 0 && start <= end && end <= source.length,
            JSON.stringify({ source, start, end }),
          );
        for (const { range } of [...holes, ...comments, ...problems, ...notAnalyzed]) inside(range);
        for (const { heredoc } of tree.heredocs) inside(heredoc.body);
        for (const command of tree.commands) {
          for (const range of [command.range, command.pipelineRange, command.statementRange]) inside(range);
          for (const redirect of command.redirects) inside(redirect.range);
          for (const word of command.words) {
            inside(word.range);
            for (const expansion of word.expansions) inside(expansion.range);
            if (!command.isEditable) continue;
            assert.equal(source.slice(word.range.start, word.range.end), word.text);
            const written = word.pieces.map((p) => source.slice(p.start, p.start + p.length)).join('');
            if (word.pieces.length > 0) assert.equal(written, word.value);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('any beginning of a script is read, and comments before it stay', () => {
    const script =
      'a "b $(c)" # one\nif d; then e <<X | f\n$g\nX\nfi # two\ncurl -u {{ .x }} <y> \\\n  --z\n';
    for (let end = 0; end <= script.length; end++) {
      const { comments, tree } = parse(script.slice(0, end));
      if (end > 16) assert.equal(comments[0]?.text, 'one');
      if (end > 1) assert.equal(tree.commands[0]?.words[0]?.value, 'a');
    }
  });
});
