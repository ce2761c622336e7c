import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '../../rules/index';
import { scanBlocks, type Blocks } from '../../server/languages/markdown/blocks';
import { shippedPage } from '../../tools/pages.mjs';

const root = path.join(__dirname, '..', '..');

const infoOf = (code: Blocks['codes'][number]): string | undefined =>
  'info' in code ? code.info : undefined;

describe('pages as they are shipped', () => {
  it('say above a snippet what its source says to the tests', () => {
    const source = [
      '# Title',
      '',
      '```yaml bad id="1.a.1" file="k8s/app.yaml"',
      'image: shop/web:latest',
      '#      ^^^^^^^^^^^^^^^ image-latest-tag',
      '```',
      '',
      '````markdown bad fixed="Pin it"',
      '```bash title="run.sh"',
      'true',
      '```',
      '````',
      '',
      '<!-- security-hints-ignore-file pod-not-hardened: a page shows one thing at a time -->',
      '',
    ];
    assert.equal(
      shippedPage(source.join('\n')),
      [
        '# Title',
        '',
        '`k8s/app.yaml`:',
        '',
        '```yaml',
        'image: shop/web:latest',
        '```',
        '',
        'Fixed by “Pin it”:',
        '',
        '````markdown',
        '```bash title="run.sh"',
        'true',
        '```',
        '````',
        '',
      ].join('\n'),
    );
  });

  it('keep every snippet and every heading, and nothing that only tests read', () => {
    for (const { meta } of rules) {
      const source = readFileSync(path.join(root, 'rules', meta.id, 'README.md'), 'utf8');
      const shipped = shippedPage(source);
      const [before, after] = [scanBlocks(source), scanBlocks(shipped)];
      assert.deepEqual(
        after.codes.map((code) => infoOf(code)),
        before.codes.map((code) => infoOf(code)?.trim().split(/\s/, 1)[0]),
        meta.id,
      );
      assert.deepEqual(
        after.headings.map(({ text }) => text),
        before.headings.map(({ text }) => text),
        meta.id,
      );
      assert.doesNotMatch(shipped, /\^{2,} [a-z-]+$/m, meta.id);
      const outside = after.codes.reduceRight(
        (text, { range }) => text.slice(0, range.start) + text.slice(range.end),
        shipped,
      );
      assert.doesNotMatch(outside, /<!-- security-hints-ignore/, meta.id);
    }
  });
});
