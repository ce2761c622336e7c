import assert from 'node:assert/strict';
import { lineEnd, linesOf, toLineAndCharacter } from '../../server/text/lines';

describe('lines', () => {
  const lines = linesOf('a😀b\r\nc\rd\n');

  it('end at LF, CR LF and a lone CR', () => {
    assert.deepEqual(lines.starts, [0, 6, 8, 10]);
    assert.equal(lineEnd(lines, 0), 4);
    assert.equal(lineEnd(lines, 3), 10);
  });

  it('count UTF-16 units', () => {
    assert.deepEqual(
      [0, 3, 4, 6, 7, 8, 10].map((offset) => toLineAndCharacter(lines, offset)),
      [
        { line: 0, character: 0 },
        { line: 0, character: 3 },
        { line: 0, character: 4 },
        { line: 1, character: 0 },
        { line: 1, character: 1 },
        { line: 2, character: 0 },
        { line: 3, character: 0 },
      ],
    );
  });

  it('move what is outside to the nearest end', () => {
    assert.deepEqual(toLineAndCharacter(lines, 99), { line: 3, character: 0 });
    assert.deepEqual(toLineAndCharacter(lines, -1), { line: 0, character: 0 });
  });
});
