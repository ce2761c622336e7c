import assert from 'node:assert/strict';
import { cutConsole } from '../../server/languages/shell/console';

/** The lines of a text as a fence gives them, each with its line break, behind an optional prefix. */
function cut(text: string, isConsole: boolean, prefix = '') {
  const parent = text
    .split('\n')
    .map((line) => prefix + line)
    .join('\n');
  const lines: { start: number; end: number }[] = [];
  for (let start = 0; start <= parent.length;) {
    const next = parent.indexOf('\n', start);
    const end = next < 0 ? parent.length : next + 1;
    if (start < end) lines.push({ start: start + prefix.length, end });
    if (next < 0) break;
    start = end;
  }
  const result = cutConsole(parent, lines, prefix, isConsole);
  for (const s of result?.map.segments ?? []) {
    assert.equal(result?.text.slice(s.at, s.at + s.length), parent.slice(s.parentAt, s.parentAt + s.length));
  }
  return result;
}

describe('shell: console transcripts', () => {
  const cases: readonly (readonly [text: string, isConsole: boolean, expected: string | undefined])[] = [
    ['$ a b\nout\n$ c\n', false, 'a b\nc\n'],
    ['$ a \\\n  --b\nout\n$ c', false, 'a \\\n  --b\nc'],
    ['$ a \\\n> --b\nout\n', false, 'a \\\n--b\n'],
    ['$ cat <<EOF | b\n> c: d\n> EOF\nout\n', false, 'cat <<EOF | b\nc: d\nEOF\n'],
    ['$ cat <<EOF | b\nc: d\n  e: f\nEOF\nout\n', false, 'cat <<EOF | b\nc: d\n  e: f\nEOF\n'],
    ["$ a 'b\nc'\nout\n", false, "a 'b\nc'\n"],
    ["$ echo it's\nout\n$ c\n", false, "echo it's\nc\n"],
    ['# remark\n$ a\n', false, '# remark\na\n'],
    ['me@host:~/x$ a\nout\n', false, 'a\n'],
    ['[root@h ~]# a\nout\n', false, 'a\n'],
    ['bash-5.1$ a\n/ # b\n(venv) $ c\n', false, 'a\nb\nc\n'],
    ['    $ a\n    $ b\n', false, 'a\nb\n'],
    ['% a\nout\n', true, 'a\n'],
    ['% a\n', false, undefined],
    ['# apt-get install x\nReading\n# kubectl get y\n', true, 'apt-get install x\nkubectl get y\n'],
    ['# Install it\na\n', true, undefined],
    ['# apt-get install x\n', false, undefined],
    ['a b\n$HOME/c d\n', true, undefined],
    ['a b\n', false, undefined],
    ['', true, undefined],
  ];
  for (const [text, isConsole, expected] of cases) {
    it(JSON.stringify(text), () => assert.equal(cut(text, isConsole)?.text, expected));
    it(`${JSON.stringify(text)} in a quote`, () => assert.equal(cut(text, isConsole, '> ')?.text, expected));
  }

  it('gives new lines the prompt behind the prefix of the container', () => {
    assert.equal(cut('$ a\n', false, '  > ')?.map.linePrefix, '  > $ ');
  });

  it('gives new lines no prompt where there are several', () => {
    assert.equal(cut('me@a:~$ b\nroot@c:~# d\n', false, '> ')?.map.linePrefix, '> ');
  });

  it('stays fast when nothing closes', () => {
    const start = process.cpuUsage();
    cut(`$ a 'b\n${'x\n'.repeat(20_000)}`, false);
    cut("$ a 'b\n".repeat(20_000), false);
    cut(`$ a \\\n${'x \\\n'.repeat(20_000)}`, false);
    assert.ok(process.cpuUsage(start).user < 5_000_000);
  });
});
