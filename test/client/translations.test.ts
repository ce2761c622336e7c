import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '../../rules/index';
import { analyzeDocument, ruleSet } from '../../server/engine/analyze';
import { proposedFixes } from '../../server/engine/fixes';
import type { Message } from '../../server/rule/finding';
import { allSentences } from '../../tools/messages.mjs';

const root = path.resolve(import.meta.dirname, '../..');

const sentences = allSentences();
const german = JSON.parse(readFileSync(path.join(root, 'l10n/bundle.l10n.de.json'), 'utf8')) as {
  readonly [sentence: string]: string;
};

const placesIn = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

/** Names that mean the same in every language. */
const isName = (text: string): boolean => /^[a-z]+[A-Z]\w*(?:: \w+)?$/.test(text);

describe('German', () => {
  it('is there for every sentence, and for nothing else', () => {
    const missing = [...sentences].filter(([text]) => !Object.hasOwn(german, text));
    assert.deepEqual(missing, [], 'sentences without a translation in l10n/bundle.l10n.de.json');
    const unused = Object.keys(german).filter((text) => !sentences.has(text));
    assert.deepEqual(unused, [], 'translations of what nothing says any more');
  });

  it('is sorted', () => {
    assert.deepEqual(Object.keys(german), Object.keys(german).sort());
  });

  it('fills in the same, says something else, and keeps commands', () => {
    for (const [text, translated] of Object.entries(german)) {
      assert.deepEqual(placesIn(translated), placesIn(text), text);
      if (!isName(text)) assert.notEqual(translated, text);
      assert.equal(/^\s|\s$/.test(translated), /^\s|\s$/.test(text), `white space around: ${text}`);
      for (const flag of text.match(/(?<![\w-])--[a-z][\w-]*/g) ?? [])
        assert.ok(translated.includes(flag), text);
    }
  });

  // What tools/messages.mjs misses would stay English unnoticed: so here is what is said in fact.
  it('is there for whatever the rules say of their pages', function () {
    this.timeout(300_000);
    const unknown = new Set<string>();
    const check = (said: Message | string | undefined): void => {
      if (said === undefined) return;
      const template = typeof said === 'string' ? said : said.template;
      if (/[a-z]/i.test(template.replace(/\{\w+\}/g, '')) && !Object.hasOwn(german, template))
        unknown.add(template);
      for (const arg of typeof said === 'string' ? [] : Object.values(said.args)) {
        if (typeof arg !== 'string') check(arg);
      }
    };
    const set = ruleSet(rules);
    for (const { meta } of rules) {
      const fileName = `rules/${meta.id}/README.md`;
      const text = readFileSync(path.join(root, fileName), 'utf8');
      const input = { uri: `file:///${fileName}`, fileName, language: 'markdown', text } as const;
      const analysis = analyzeDocument(input, set, { profile: 'strict' });
      for (const finding of analysis.findings) {
        [finding.message, finding.badExample, finding.eased?.evidence, ...finding.layer].forEach(check);
        for (const { message } of finding.related) check(message);
        for (const { title, note } of proposedFixes(analysis, finding)) [title, note].forEach(check);
      }
    }
    assert.deepEqual([...unknown], []);
  });

  it('is carried once, as a file that the editor reads', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      readonly l10n: string;
      readonly files: readonly string[];
    };
    assert.equal(manifest.l10n, './l10n');
    assert.ok(manifest.files.includes('l10n'));
    assert.deepEqual(readdirSync(path.join(root, 'l10n')), ['bundle.l10n.de.json']);
  });
});
