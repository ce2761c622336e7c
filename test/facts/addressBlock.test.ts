import assert from 'node:assert/strict';
import fc from 'fast-check';
import { familyOf, insideOf, isWorldCidr, reachOf } from '../../server/facts/addressBlock';

/** `0.0.0.0/0 -10.0.0.0/8`: blocks, and what each leaves out. */
function reach(text: string): string {
  const blocks = text.split(', ').map((block) => {
    const [cidr = '', ...except] = block.split(' -');
    return { cidr, except };
  });
  return reachOf(blocks, familyOf(blocks[0]?.cidr ?? '') ?? 4);
}

describe('isWorldCidr', () => {
  it('knows every way of writing all addresses, and no other block', () => {
    for (const cidr of ['0.0.0.0/0', '::/0', '0/0', '10.0.0.0/0', '0::/0', '0:0:0:0:0:0:0:0/0'])
      assert.ok(isWorldCidr(cidr), cidr);
    for (const cidr of [
      '0.0.0.0/8',
      '10.0.0.0/0x',
      '::1/128',
      '',
      '0.0.0.0',
      '0.0.0.0/1',
      '256.0.0.0/0',
      '0:0/0',
      ':::/0',
      '0.0.0.0/-0',
    ])
      assert.ok(!isWorldCidr(cidr), cidr);
  });
});

describe('reachOf', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['0.0.0.0/0', 'everything'],
    ['0.0.0.0/0 -203.0.113.7/32', 'everything'],
    ['0.0.0.0/0 -::/0', 'everything'],
    ['0.0.0.0/1, 128.0.0.0/1', 'everything'],
    ['0.0.0.0/1, 128.0.0.0/2, 192.0.0.0/3', 'everything'],
    ['0.0.0.0/0 -10.0.0.0/8, 10.0.0.0/8', 'everything'],
    ['0.0.0.0/0 -169.254.169.254/32', 'internet'],
    ['0.0.0.0/0 -10.0.0.0/8 -172.16.0.0/12 -192.168.0.0/16', 'internet'],
    [
      '0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6, 16.0.0.0/4, 32.0.0.0/3, 64.0.0.0/2, 128.0.0.0/3, 160.0.0.0/5, 168.0.0.0/6, 172.0.0.0/12, 172.32.0.0/11, 172.64.0.0/10, 172.128.0.0/9, 173.0.0.0/8, 174.0.0.0/7, 176.0.0.0/4, 192.0.0.0/9, 192.128.0.0/11, 192.160.0.0/13, 192.169.0.0/16, 192.170.0.0/15, 192.172.0.0/14, 192.176.0.0/12, 192.192.0.0/10, 193.0.0.0/8, 194.0.0.0/7, 196.0.0.0/6, 200.0.0.0/5, 208.0.0.0/4',
      'internet',
    ],
    ['0.0.0.0/0 -203.0.113.7/32 -$POD_CIDR', 'internet'],
    ['0.0.0.0/1', 'part'],
    ['10.0.0.0/8', 'part'],
    ['0.0.0.0/0 -0.0.0.0/1', 'part'],
    ['10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 169.254.0.0/16', 'part'],
    ['::/0', 'everything'],
    ['::/1, 8000::/1', 'everything'],
    ['::/0 -2001:db8::/32', 'everything'],
    ['::/0 -fc00::/7', 'internet'],
    ['2000::/3', 'internet'],
    ['::/1', 'internet'],
    ['::ffff:0.0.0.0/96', 'part'],
    ['fd00::/8', 'part'],
  ];
  for (const [text, expected] of cases)
    it(`${text} is ${expected}`, () => assert.equal(reach(text), expected));

  it('finds everything in any way to cut it into blocks', () => {
    const cut = fc.letrec<{ readonly tree: readonly number[] }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.constant([0]),
        fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => [...a.map((d) => d + 1), ...b.map((d) => d + 1)]),
      ),
    })).tree;
    fc.assert(
      fc.property(cut, fc.integer({ min: 0, max: 99 }), (depths, turn) => {
        let next = 0n;
        const blocks = depths.map((depth) => {
          const at = next;
          next += 1n << BigInt(32 - depth);
          const octets = [24n, 16n, 8n, 0n].map((shift) => (at >> shift) & 255n);
          return { cidr: `${octets.join('.')}/${depth}`, except: [] };
        });
        const turned = [...blocks.slice(turn % blocks.length), ...blocks.slice(0, turn % blocks.length)];
        assert.equal(reachOf(turned, 4), 'everything');
      }),
    );
  });
});

describe('insideOf', () => {
  it('gives what a block holds of private addresses', () => {
    assert.deepEqual(insideOf('0.0.0.0/1'), ['10.0.0.0/8', '100.64.0.0/10']);
    assert.deepEqual(insideOf('8000::/1'), ['fc00::/7', 'fe80::/10']);
    assert.deepEqual(insideOf('10.1.0.0/16'), []);
    assert.deepEqual(insideOf('nothing'), []);
    assert.equal(familyOf('10.0.0.0/33'), undefined);
  });
});
