import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

interface Grammar {
  readonly scopeName: string;
  readonly path: string;
  readonly embeddedLanguages?: { readonly [scope: string]: string };
}

describe('syntaxes', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    readonly contributes: { readonly grammars: readonly Grammar[] };
  };
  const { grammars } = manifest.contributes;

  it('are all in the manifest', () => {
    const files = readdirSync(path.join(root, 'syntaxes')).map((name) => `./syntaxes/${name}`);
    assert.deepEqual(grammars.map((grammar) => grammar.path).sort(), files.sort());
  });

  for (const grammar of grammars) {
    it(`${grammar.scopeName} is the grammar that the manifest says, and marks what it embeds`, () => {
      const text = readFileSync(path.join(root, grammar.path), 'utf8');
      const { scopeName, injectionSelector } = JSON.parse(text) as {
        readonly scopeName: string;
        readonly injectionSelector: string;
      };
      assert.equal(scopeName, grammar.scopeName);
      assert.match(injectionSelector, /^L:/);
      for (const scope of Object.keys(grammar.embeddedLanguages ?? {})) {
        assert.match(
          text,
          new RegExp(`"(?:contentName|name)": "(?:[^"]* )?${scope.replaceAll('.', String.raw`\.`)}"`),
        );
      }
    });
  }
});
