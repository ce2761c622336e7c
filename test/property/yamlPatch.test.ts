import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  insertAfter,
  removeChild,
  replaceValue,
  setEntry,
  type Patch,
} from '../../server/languages/yaml/patch';
import { removeOrCommentOut } from '../../server/languages/yaml/commentOut';
import { parseYaml } from '../../server/languages/yaml/parse';
import { walkYaml } from '../../server/languages/yaml/read';
import type { YamlList, YamlMap } from '../../server/languages/yaml/tree';
import { applyEdits } from '../../server/text/edit';
import { context, short } from '../languages/yamlText';

const scalars = fc.constantFrom(
  '1',
  'text',
  '"quoted # text"',
  "'it''s'",
  'true',
  '~',
  '|\n  lines\n  more',
  '>-\n  folded\n  text',
  '|+\n  kept\n',
);
const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 4 });
const comments = fc.constantFrom('', '', '', ' # note');

type Lines = readonly string[];

const pad = (lines: Lines, columns: number): Lines =>
  lines.map((l) => (l === '' ? '' : ' '.repeat(columns) + l));

/** A block map or list as lines at indentation 0, with comments here and there. */
const { node } = fc.letrec<{ node: Lines; map: Lines; list: Lines; flow: string }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, tie('map'), tie('list'), tie('map')),
  map: fc
    .tuple(
      keys,
      fc.array(
        fc.tuple(
          fc.oneof({ maxDepth: 3 }, scalars, tie('flow'), tie('node')),
          comments,
          fc.boolean(),
          fc.constantFrom(2, 4),
        ),
        { minLength: 4, maxLength: 4 },
      ),
    )
    .map(([names, values]) =>
      names.flatMap((name, index): Lines => {
        const [value, comment, hasOwnLine, columns] = values[index] ?? ['1', '', false, 2];
        const above = hasOwnLine ? [`# about ${name}`] : [];
        if (typeof value !== 'string') return [...above, `${name}:${comment}`, ...pad(value, columns)];
        const [first = '', ...rest] = value.split('\n');
        return [...above, `${name}: ${first}${comment}`, ...pad(rest, 0)];
      }),
    ),
  list: fc
    .array(fc.oneof({ maxDepth: 3 }, fc.constantFrom('1', 'x'), tie('node')), { minLength: 1, maxLength: 3 })
    .map((items) =>
      items.flatMap((item): Lines => {
        if (typeof item === 'string') return [`- ${item}`];
        const first = item.findIndex((l) => !l.startsWith('#'));
        return first === 0 ? [`- ${item[0] ?? ''}`, ...pad(item.slice(1), 2)] : ['-', ...pad(item, 2)];
      }),
    ),
  flow: fc.constantFrom('{}', '[]', '{x: 1, y: [a, b]}', '{ "x": 1 }', '[{x: 1}]'),
}));

const operations = fc.constantFrom('set', 'setBlock', 'replace', 'remove', 'commentOut', 'insert' as const);

type Children = readonly unknown[];

/** What a tree holds, each value by its path, in order. */
function valuesByPath(text: string): ReadonlyMap<string, string> {
  const { tree, problems } = parseYaml(text, context());
  assert.deepEqual(problems, [], text);
  const values = new Map<string, string>();
  walkYaml(tree.root, (found, path) => {
    if (found.kind === 'scalar') values.set(path.join('/'), found.value);
    else if (
      (found.kind === 'map' && found.entries.length === 0) ||
      (found.kind === 'list' && found.items.length === 0)
    ) {
      values.set(path.join('/'), `empty ${found.kind}`);
    }
  });
  return values;
}

function collections(text: string) {
  const found: { readonly at: YamlMap | YamlList; readonly path: readonly string[] }[] = [];
  walkYaml(parseYaml(text, context()).tree.root, (at, path) => {
    if (at.kind === 'map' || at.kind === 'list') found.push({ at, path });
  });
  return found;
}

describe('patches of YAML', function () {
  this.timeout(60_000);

  it('change nothing but the intended path, lose no comment, and stay when done again', () => {
    let done = 0;
    fc.assert(
      fc.property(node, operations, fc.nat(), fc.nat(), (lines, operation, which, child) => {
        const text = `${lines.join('\n')}\n`;
        const parsed = parseYaml(text, context());
        if (parsed.problems.length > 0) return;
        const source = { text, comments: parsed.comments };
        const places = collections(text);
        const { at, path } = places[which % places.length] ?? assert.fail();
        const children: Children = at.kind === 'map' ? at.entries : at.items;
        const index = children.length === 0 ? 0 : child % children.length;
        let patch: Patch;
        let changed = [...path];
        switch (operation) {
          case 'set':
          case 'setBlock':
            if (at.kind !== 'map') return;
            patch = setEntry(source, at, 'zz', operation === 'set' ? 'new' : 'x: 1\nlist:\n  - y');
            changed = [...path, 'zz'];
            break;
          case 'replace': {
            const entry = at.kind === 'map' ? at.entries[index] : undefined;
            if (at.kind !== 'map' || entry === undefined) return;
            patch = replaceValue(source, at, entry, child % 2 === 0 ? 'new' : 'x: 1\ny: 2');
            changed = [...path, entry.key.value];
            break;
          }
          case 'remove':
          case 'commentOut': {
            const removed = at.kind === 'map' ? at.entries[index] : at.items[index];
            if (removed === undefined) return;
            patch =
              operation === 'remove'
                ? removeChild(source, at, removed)
                : removeOrCommentOut(source, at, removed);
            if (at.kind === 'map') changed = [...path, at.entries[index]?.key.value ?? ''];
            break;
          }
          default: {
            const sibling = at.kind === 'map' ? at.entries[index] : at.items[index];
            if (sibling === undefined) return;
            patch = insertAfter(source, at, sibling, at.kind === 'map' ? 'zz: new' : '- new');
            if (at.kind === 'map') changed = [...path, 'zz'];
          }
        }
        if (patch === undefined) return;
        const edited = applyEdits(text, patch);
        const [before, after] = [valuesByPath(text), valuesByPath(edited)];
        const intended = changed.join('/');
        const isElsewhere = (at: string): boolean =>
          at !== intended && !at.startsWith(`${intended}/`) && intended !== '' && !intended.startsWith(at);
        for (const [place, value] of before) {
          if (isElsewhere(place)) assert.equal(after.get(place), value, `${place} in\n${text}\n→\n${edited}`);
        }
        for (const place of after.keys())
          if (isElsewhere(place)) assert.ok(before.has(place), `${place} in\n${edited}`);
        const texts = (of: string) =>
          parseYaml(of, context())
            .comments.map((c) => c.text)
            .sort();
        if (operation === 'commentOut') {
          const kept = texts(edited).join('\n');
          for (const comment of texts(text)) assert.ok(kept.includes(comment), `${text}\n→\n${edited}`);
        } else assert.deepEqual(texts(edited), texts(text), `${text}\n→\n${edited}`);
        assert.notDeepEqual(
          short(parseYaml(edited, context()).tree.root),
          short(parsed.tree.root),
          `${operation}\n${text}\n→\n${edited}`,
        );
        if (operation === 'set') {
          const again = collections(edited).find((p) => p.path.join('/') === path.join('/'));
          const second = { text: edited, comments: parseYaml(edited, context()).comments };
          const edits = setEntry(second, again?.at as YamlMap, 'zz', 'new');
          assert.ok(edits !== undefined);
          assert.equal(applyEdits(edited, edits), edited);
        }
        done++;
      }),
      { numRuns: 3000 },
    );
    assert.ok(done > 1000, String(done));
  });

  it('writes a map of one entry below its key', () => {
    const written = (text: string): string => {
      const { tree, comments } = parseYaml(text, context());
      const edits = setEntry({ text, comments, tree }, tree.root as YamlMap, 'zz', 'x: 1');
      assert.ok(edits);
      return applyEdits(text, edits);
    };
    assert.equal(written('a: 1\n'), 'a: 1\nzz:\n  x: 1\n');
    assert.equal(written('zz: {}\na: 1\n'), 'zz:\n  x: 1\na: 1\n');
  });
});
