import type { Range } from '../../text/range';
import { maskRanges, type MaskedText, type TemplateAction } from '../template';

/**
 * The `${…}` and `$(…)` of a text, in order, those inside of others left out.
 *
 * They end on the line where they begin; what is not closed there is none. Cost: linear.
 */
export function expansionsIn(text: string): readonly Range[] {
  const found: Range[] = [];
  const open: { readonly start: number; readonly close: '}' | ')'; readonly isExpansion: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    const top = open[open.length - 1];
    if (c === '\n') open.length = 0;
    else if (c === '$' && (text[i + 1] === '{' || text[i + 1] === '(')) {
      open.push({ start: i, close: text[i + 1] === '{' ? '}' : ')', isExpansion: true });
      i++;
    } else if (c === '(' && top?.close === ')') open.push({ start: i, close: ')', isExpansion: false });
    else if (top !== undefined && c === top.close) {
      open.pop();
      if (!top.isExpansion) continue;
      while ((found[found.length - 1]?.start ?? -1) > top.start) found.pop();
      found.push({ start: top.start, end: i + 1 });
    }
  }
  return found;
}

/**
 * Masks what a shell, or `envsubst`, puts in before anybody reads the text as YAML: `{name: ${APP}}` is a map
 * in a map for YAML, and no document that its author wrote. What is masked already stays so.
 */
export function maskExpansions(masked: MaskedText, filler: string): MaskedText {
  const ranges = expansionsIn(masked.text);
  const values: readonly TemplateAction[] = ranges.map((range) => ({ range, kind: 'expansion', word: '' }));
  return {
    ...masked,
    text: maskRanges(
      masked.text,
      ranges.map((range) => ({ range, filler })),
    ),
    values: [
      ...masked.values.filter((value) => !ranges.some((range) => isIn(value.range, range))),
      ...values,
    ],
  };
}

function isIn(inner: Range, outer: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
