import { configKeys, ruleKeys } from '../engine/configKeys';
import { readDirective } from '../engine/suppress';
import { walkRegions, rangeInRoot } from '../regions/region';
import { message, type Message } from '../rule/finding';
import type { RuleMeta } from '../rule/rule';
import { lineEndAt, lineStartAt } from '../text/lines';
import { toOriginalRange } from '../text/normalize';
import { contains, type Range } from '../text/range';
import type { Analyzed } from './analyses';
import { isConfigFile } from './configFiles';

/** What is to be said of a word that the product itself reads: a rule's id in a comment, a key of the configuration. */
export interface OwnWord {
  readonly range: Range;
  readonly text: Message;
  /** Of the rule that the word names. */
  readonly rule: RuleMeta | undefined;
}

/** The word of ours at an offset of the document, if there is one. */
export function ownWordAt(analyzed: Analyzed, offset: number): OwnWord | undefined {
  return isConfigFile(analyzed.document.text.uri)
    ? configWordAt(analyzed, offset)
    : commentWordAt(analyzed, offset);
}

function commentWordAt({ analysis, engine }: Analyzed, offset: number): OwnWord | undefined {
  let found: OwnWord | undefined;
  walkRegions(analysis.root, (region, path) => {
    for (const comment of region.comments) {
      const directive = readDirective(comment.text);
      if (directive === undefined || found !== undefined) continue;
      const base = comment.range.start + region.text.slice(comment.range.start).indexOf(comment.text);
      for (const { value, at } of directive.rules) {
        const own = { start: base + at.start, end: base + at.end };
        const range = toOriginalRange(analysis.normalized, rangeInRoot(path, own));
        const rule = engine.rules.find(({ id }) => id === value);
        if (rule !== undefined && contains(range, { start: offset, end: offset })) {
          found = { range, text: message(rule.title), rule };
        }
      }
    }
  });
  return found;
}

function configWordAt({ analysis, engine }: Analyzed, offset: number): OwnWord | undefined {
  const { text } = analysis.input;
  const start = lineStartAt(text, offset);
  const key = /^(\s*)([\w-]+)\s*:/.exec(text.slice(start, lineEndAt(text, offset)));
  if (key === null) return undefined;
  const [, indent = '', word = ''] = key;
  const range = { start: start + indent.length, end: start + indent.length + word.length };
  if (!contains(range, { start: offset, end: offset })) return undefined;
  const rule = engine.rules.find(({ id }) => id === word);
  if (rule !== undefined) return { range, text: message(rule.title), rule };
  const keys: { readonly [key: string]: string } = indent === '' ? configKeys : ruleKeys;
  const meaning = Object.hasOwn(keys, word) ? keys[word] : undefined;
  return meaning === undefined ? undefined : { range, text: message(meaning), rule: undefined };
}
