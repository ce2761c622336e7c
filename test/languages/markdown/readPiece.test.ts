import assert from 'node:assert/strict';
import { scanBlocks } from '../../../server/languages/markdown/blocks';
import { parseProse } from '../../../server/languages/markdown/prose';
import { readPiece } from '../../../server/languages/markdown/readPiece';

const text = [
  '# Login with `kubectl`',
  '- Run `kubectl get pods` as **kim** or see [the guide](https://example.com/a\\_b).',
  '- ![shop](shop.png) <!-- note -->',
  '> Two `lines\n> of` code &amp; more',
  '| a | b |\n|---|---|\n| `x \\| y` | z |',
].join('\n\n');

describe('readPiece', () => {
  it('reads a piece as parseProse does, wherever it stands and however often', () => {
    for (const before of ['', 'Another paragraph.\n\n', '']) {
      const moved = before + text;
      for (const { range } of scanBlocks(moved).pieces) {
        assert.deepEqual(readPiece(moved, range), parseProse(moved, range).nodes);
      }
    }
  });

  it('reads a piece again in a hundredth of the time', () => {
    const long = `See ${'`kubectl get pods` and '.repeat(600)}more.\n`;
    const time = (read: () => unknown): number => {
      const start = process.hrtime.bigint();
      read();
      return Number(process.hrtime.bigint() - start);
    };
    const piece = { start: 0, end: long.length };
    const first = time(() => readPiece(long, piece));
    const again = Math.min(...[1, 2, 3].map(() => time(() => readPiece(long, piece))));
    assert.ok(again * 10 < first, `${again} and ${first} ns`);
  });

  it('forgets what was read long ago', function () {
    this.timeout(60_000);
    for (let i = 0; i < 100; i++) readPiece(`${i} ${'`a b` '.repeat(1600)}`, { start: 0, end: 9600 });
    assert.deepEqual(readPiece(text, { start: 0, end: 23 }), parseProse(text, { start: 0, end: 23 }).nodes);
  });
});
