import assert from 'node:assert/strict';
import { lineEnd, linesOf, toLineAndCharacter, toOffset } from '../../server/text/lines';

describe('lines', () => {
  const lines = linesOf('a😀b\r\nc\rd\n');

  it('end at LF, CR LF and a lone CR', () => {
    assert.deepEqual(lines.starts, [0, 6, 8, 10]);
    assert.equal(lineEnd(lines, 0), 4);
    assert.equal(lineEnd(lines, 3), 10);
  });

  it('count UTF-16 units and come back to the same offset', () => {
    assert.deepEqual(toLineAndCharacter(lines, 3), { line: 0, character: 3 });
    for (const offset of [0, 1, 3, 4, 6, 7, 8, 9, 10]) {
      assert.equal(toOffset(lines, toLineAndCharacter(lines, offset)), offset);
    }
  });

  it('move what is outside to the nearest end', () => {
    assert.deepEqual(toLineAndCharacter(lines, 99), { line: 3, character: 0 });
    assert.equal(toOffset(lines, { line: 0, character: 99 }), 4);
    assert.equal(toOffset(lines, { line: 99, character: 0 }), 10);
    assert.equal(toOffset(lines, { line: -1, character: 5 }), 0);
  });
});
