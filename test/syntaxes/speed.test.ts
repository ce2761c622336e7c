import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as oniguruma from 'vscode-oniguruma';
import { Tokenizer } from './tokenizer';

const SYNTAXES = path.resolve(import.meta.dirname, '../../syntaxes');
const LENGTH = 100_000;
const BUDGET = 1000;

/** Pieces that rules begin with, stop at or may retry; a line repeats one of them 100 kB long. */
const pieces = [
  ' ',
  '\t',
  'a',
  'a ',
  '-',
  '- ',
  'a: ',
  'a, ',
  '#',
  ' #',
  '"',
  "'",
  '\\"',
  "''",
  '{{',
  '}}',
  '{{ "',
  '{{/*',
  '*/',
  '$',
  '${{',
  '$(',
  '<<',
  '<<EOF ',
  '🚀',
  'until=2027-01-31 ',
  'security-hints-ignore-next a: ',
];
/** What opens a rule; the repeated piece follows. */
const openings = [
  'run: ',
  "run: '",
  'run: "',
  '- run: | ',
  '{{ ',
  '${{ ',
  '# security-hints-ignore-next ',
  '# security-hints-ignore-next a: ',
  '{{/* ',
  'cat <<EOF ',
];
const lines = [
  ...pieces.map((piece) => piece.repeat(LENGTH / piece.length)),
  ...openings.flatMap((opening) =>
    [' ', 'a, ', '"'].map((piece) => opening + piece.repeat(LENGTH / piece.length)),
  ),
];

/** In milliseconds of this process: others on the machine do not count. */
function cpuTime(): number {
  return process.cpuUsage().user / 1000;
}

/** Every regular expression of a grammar; what refers to a group of another one is tried with a word. */
function expressionsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(expressionsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string'
      ? ['match', 'begin', 'end', 'while'].includes(key)
        ? [key === 'end' || key === 'while' ? inner.replaceAll(/\\[1-9]/g, 'EOF') : inner]
        : []
      : expressionsOf(inner),
  );
}

describe('syntaxes: speed', function () {
  this.timeout(60_000);
  let tokenizer: Tokenizer;
  before(async () => {
    tokenizer = await Tokenizer.create();
  });

  it('no expression takes long on any line of 100 kB', () => {
    const grammars = readdirSync(SYNTAXES).map((name): unknown =>
      JSON.parse(readFileSync(path.join(SYNTAXES, name), 'utf8')),
    );
    const texts = lines.map((line) => new oniguruma.OnigString(line));
    for (const expression of new Set(expressionsOf(grammars))) {
      const scanner = new oniguruma.OnigScanner([expression]);
      for (const text of texts) {
        const started = cpuTime();
        scanner.findNextMatchSync(text, 0);
        const took = cpuTime() - started;
        assert.ok(took < BUDGET, `${Math.round(took)} ms: ${expression} on ${text.content.slice(0, 60)}…`);
      }
      scanner.dispose();
    }
    for (const text of texts) text.dispose();
  });

  for (const scopeName of ['source.yaml', 'source.shell', 'text.html.markdown']) {
    it(`${scopeName}: a line of nested and half-typed things is colored in time`, async () => {
      await tokenizer.tokenize('warm: up', scopeName);
      const before = scopeName === 'text.html.markdown' ? '```yaml\n' : '';
      for (const piece of ['a ', '- ', '"', '$(', '${{', '{{ "', '<<EOF ', 'until=2027-01-31 ']) {
        for (const opening of ['', 'run: ', '# security-hints-ignore-next ']) {
          const text = `${before}${opening}${piece.repeat(1000 / piece.length)}`;
          const started = cpuTime();
          await tokenizer.tokenize(text, scopeName);
          const took = cpuTime() - started;
          assert.ok(took < 2 * BUDGET, `${Math.round(took)} ms: ${text.slice(0, 40)}…`);
        }
      }
    });
  }
});
