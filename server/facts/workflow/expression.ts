import type { Region } from '../../regions/region';
import { subjectOf } from '../recognize';
import type { ExpressionFact } from '../workflowFact';

/**
 * The `${{ … }}` of a workflow's own text, or of a script in one, in order.
 *
 * The text of a script is the script's region's: its workflow does not have it a second time. Cost: linear in the holes.
 */
export function expressionsOf(region: Region): readonly ExpressionFact[] {
  const isScript = region.language === 'shell' && region.context.template === 'actions';
  if (!isScript && subjectOf(region).kind !== 'workflow') return [];
  const inScripts = region.embedded.flatMap(({ map }) => {
    const first = map.segments[0];
    const last = map.segments[map.segments.length - 1];
    return first && last ? [{ start: first.parentAt, end: last.parentAt + last.parentLength }] : [];
  });
  let next = 0;
  return region.holes.flatMap(({ range }): readonly ExpressionFact[] => {
    if (!region.text.startsWith('${{', range.start)) return [];
    while ((inScripts[next]?.end ?? Infinity) <= range.start) next++;
    if ((inScripts[next]?.start ?? Infinity) <= range.start) return [];
    const inner = region.text.slice(range.start + 3, range.end - 2);
    const text = inner.trim();
    const start = range.start + 3 + inner.length - inner.trimStart().length;
    const place = isScript ? 'script' : 'value';
    return [{ kind: 'expression', range, text, textRange: { start, end: start + text.length }, place }];
  });
}
