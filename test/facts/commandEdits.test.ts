import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandsOf } from '../../server/facts/shell/commands';
import type { Word } from '../../server/facts/command';
import { removeFlags } from '../../server/facts/shell/edits';
import { applyEdits } from '../../server/text/edit';
import { shellRegion } from '../languages/shell';

function without(text: string, names: readonly string[], index = 0): string {
  const command = commandsOf(shellRegion(text))[index];
  assert.ok(command);
  const flags = command.flags.filter((f) => names.includes(f.name));
  return applyEdits(text, removeFlags(command, flags, text));
}

describe('command: removing flags', () => {
  const cases: readonly (readonly [before: string, flags: string, after: string])[] = [
    ['eksctl a --x b', '--x', 'eksctl a b'],
    ['eksctl a --name b', '--name', 'eksctl a'],
    ['eksctl a --x | c', '--x', 'eksctl a | c'],
    ['eksctl a --x; c', '--x', 'eksctl a; c'],
    ['eksctl a --x # why', '--x', 'eksctl a # why'],
    ['eksctl a \\\n  --x \\\n  --y\nb', '--x', 'eksctl a \\\n  --y\nb'],
    ['eksctl a \\\n  --x \\\n  --y\nb', '--y', 'eksctl a \\\n  --x\nb'],
    ['eksctl a \\\n  --x \\\n  --y\nb', '--x --y', 'eksctl a\nb'],
    ['eksctl a \\\n  --x \\\n  --y \\\n  --z', '--x --z', 'eksctl a \\\n  --y'],
    ['eksctl a \\\n  --x --y \\\n  --z', '--x', 'eksctl a \\\n  --y \\\n  --z'],
    ['eksctl a \\\n  --x --y', '--y', 'eksctl a \\\n  --x'],
    ['eksctl a \\\n  --x # why', '--x', 'eksctl a \\\n  # why'],
    ['eksctl a \\\n  --x | c', '--x', 'eksctl a \\\n  | c'],
    ['eksctl a --x \\\n  --y', '--x', 'eksctl a \\\n  --y'],
    ['eksctl a \\\n  --name \\\n  b \\\n  --y', '--name', 'eksctl a \\\n  --y'],
    ['eksctl a \\\n  --x \\\n', '--x', 'eksctl a \\\n'],
    ['eksctl a \\  \n  --x\nb', '--x', 'eksctl a\nb'],
    ['curl -fsS a', '-s', 'curl -fS a'],
    ['curl -fsSo b a', '-o', 'curl -fsS a'],
    ['curl -fob a', '-o', 'curl -f a'],
    ['curl -fs a', '-f -s', 'curl a'],
    ['curl 2 -f >a', '-f', 'curl 2 >a'],
    ['curl 2 -f>a', '-f', 'curl 2 >a'],
    ['--x \\\n--name k \\\n--y \\', '--x --name', '--y \\'],
    ['--x \\\n--y \\', '--y', '--x \\\n'],
    ['a\n--x\nb', '--x', 'a\nb'],
    ['a; --x; b', '--x', 'a; --x; b'],
    ['# a \\\n--x\nb', '--x', '# a \\\nb'],
  ];
  for (const [before, flags, after] of cases) {
    const index = before.startsWith('a') ? 1 : 0;
    it(`${JSON.stringify(before)} without ${flags}`, () =>
      assert.equal(without(before, flags.split(' '), index), after));
  }

  const blank = fc.constantFrom(' ', '  ', ' \\\n', ' \\\n  ', '\t');
  const word = fc.constantFrom(
    '--on',
    '--off',
    '--name v',
    '--name=v',
    '-f',
    '-p r',
    '"q r"',
    'w',
    '$X',
    '2>e',
    '>o',
  );
  const end = fc.constantFrom(
    '',
    '\n',
    ' # note\n',
    ' | sh\n',
    ' && b --on\n',
    '; b\n',
    ' &\n',
    ' \\\n',
    '\nb --on\n',
  );

  it('the rest of the command, its neighbors and all comments stay', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(blank, word), { maxLength: 7 }),
        end,
        fc.constantFrom('', '# before\n', 'a | ', 'if '),
        fc.constantFrom('--on', '--on --off', '--name -p', '-f').map((names) => names.split(' ')),
        (words, tail, head, names) => {
          const text = `${head}eksctl${words.map(([b, w]) => b + w).join('')}${tail}`;
          const before = shellRegion(text);
          const target = commandsOf(before).find((c) => c.program === 'eksctl');
          assert.ok(target);
          const flags = target.flags.filter((f) => names.includes(f.name));
          const edited = applyEdits(text, removeFlags(target, flags, text));
          const after = shellRegion(edited);
          assert.equal(after.problems.length, before.problems.length);
          assert.deepEqual(
            after.comments.map((c) => c.text),
            before.comments.map((c) => c.text),
          );
          const gone: readonly Word[] = flags.flatMap((f) =>
            f.value === undefined ? [f.word] : [f.word, f.value],
          );
          const expected = commandsOf(before).map((c) =>
            c.args.filter((w) => c !== target || !gone.includes(w)),
          );
          assert.deepEqual(
            commandsOf(after).map((c) => [c.program, c.args.map((w) => w.text), c.redirects.length, c.joins]),
            commandsOf(before).map((c, i) => [
              c.program,
              expected[i]?.map((w) => w.text),
              c.redirects.length,
              c.joins,
            ]),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
