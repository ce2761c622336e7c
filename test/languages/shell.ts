import type { Parsed, RegionContext } from '../../server/languages/language';
import { parseShell } from '../../server/languages/shell/parse';
import type { ShellTree } from '../../server/languages/shell/tree';
import type { RegionOf } from '../../server/regions/region';
import type { Range } from '../../server/text/range';

export const plainContext: RegionContext = {
  carrier: 'file',
  fileName: '',
  inDocument: false,
  template: 'none',
  shell: 'unknown',
  badExample: undefined,
  fenceLanguage: '',
};

export function parse(text: string): Parsed<ShellTree> {
  return parseShell(text, plainContext);
}

export function shellRegion(text: string): RegionOf<'shell'> {
  return { language: 'shell', text, context: plainContext, ...parse(text), embedded: [] };
}

/** The ranges that carets under a one-line text mark, two of them apart by a blank. */
export function caretRanges(carets: string): Range[] {
  return [...carets.matchAll(/\^+/g)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
}

/** Each command as its words' values, `~` in front of those that are decided at run time. */
export function wordsOf(text: string): string[][] {
  return parse(text).tree.commands.map((c) => c.words.map((w) => (w.isStatic ? w.value : `~${w.value}`)));
}
