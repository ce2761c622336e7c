import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Tokenizer, type Line } from './tokenizer';

const SAMPLES = path.join(import.meta.dirname, 'fixtures', 'samples');
const UPDATES = process.env.UPDATE_SNAPSHOTS === '1';

/** The grammar of a sample by its name: `workflow.yaml.txt` is YAML, and no file that a scan reads. */
const scopes: { readonly [extension: string]: string } = {
  env: 'source.dotenv',
  jsonc: 'source.json.comments',
  md: 'text.html.markdown',
  sh: 'source.shell',
  yaml: 'source.yaml',
};

/** Scopes that only say where something stands; no theme has a color for them. */
const structure =
  /^meta\.(?:argument|block\.sequence|document|flow|map|mapping|paragraph|scalar|statement|stream|structure)\b/;

/** In the form of vscode-tmgrammar-test: each line, and below it its tokens with the scopes that color them. */
function render(lines: readonly Line[]): string {
  const rendered = lines.flatMap(({ text, tokens }) => [
    `>${text}`,
    ...(text.trim() === '' ? [] : tokens)
      .filter(({ start, end }) => end > start)
      .map(({ start, end, scopes: [, ...inner] }) =>
        `#${' '.repeat(start)}${'^'.repeat(end - start)} ${inner.filter((scope) => !structure.test(scope)).join(' ')}`.trimEnd(),
      ),
  ]);
  return `${rendered.join('\n')}\n`;
}

describe('syntaxes: snapshots', () => {
  let tokenizer: Tokenizer;
  before(async () => {
    tokenizer = await Tokenizer.create();
  });

  for (const name of readdirSync(SAMPLES).filter((file) => file.endsWith('.txt'))) {
    const extension = name.split('.').at(-2)!;
    const text = readFileSync(path.join(SAMPLES, name), 'utf8');
    const tokens = async (source: string): Promise<string> =>
      render(await tokenizer.tokenize(source, scopes[extension]!));

    it(`${name} is colored as before (UPDATE_SNAPSHOTS=1 accepts what changed)`, async () => {
      const file = path.join(SAMPLES, name.replace(/\.txt$/, '.snap'));
      const now = await tokens(text);
      if (UPDATES) writeFileSync(file, now);
      assert.ok(existsSync(file), `${file} is missing`);
      assert.equal(now, readFileSync(file, 'utf8'));
    });

    it(`${name} is colored the same with Windows line ends`, async () => {
      assert.equal(await tokens(text.replaceAll('\n', '\r\n')), await tokens(text));
    });

    if (extension === 'yaml') {
      it(`${name} leaves nothing behind: the document after it is as it would be alone`, async () => {
        const alone = render((await tokenizer.tokenize('---\nname: x\n', 'source.yaml')).slice(0, 2));
        const lines = await tokenizer.tokenize(`${text}---\nname: x\n`, 'source.yaml');
        assert.equal(render(lines.slice(-3, -1)), alone);
      });
    }
  }
});
