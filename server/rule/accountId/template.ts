import type { RegionOf } from '../../regions/region';
import { contains } from '../../text/range';
import { insert, replace, type FixEdit } from '../fix';
import type { AccountPlace } from './index';
import { scalarAt } from './scalarAt';

/** Where GitHub evaluates no expression (docs.github.com, "Contexts reference"), or one without its braces. */
const closedKeys = new Set(['uses', 'if', 'on', 'true']);

/**
 * `${{ vars.AWS_ACCOUNT_ID }}` in the places of a workflow, its scripts included: an expression is put in before the
 * shell reads the script. Undefined where a place takes no expression.
 */
export function workflowEdits(
  places: readonly AccountPlace[],
  home: RegionOf<'yaml'>,
): readonly FixEdit[] | undefined {
  const text = '${{ vars.AWS_ACCOUNT_ID }}';
  const edits: FixEdit[] = [];
  for (const { fact, region } of places) {
    if (region === home && !home.comments.some((comment) => contains(comment.range, fact.range))) {
      const placed = scalarAt(home, fact.range);
      if (placed === undefined || placed.keys.some((key) => closedKeys.has(key))) return undefined;
      // Braces end a plain scalar inside braces.
      if (placed.isInFlow && placed.scalar.style === 'plain') return undefined;
    } else if (region !== home && region.context.template !== 'actions') return undefined;
    edits.push({ ...replace(fact.range, text), region });
  }
  return edits;
}

/** `{{ .Values.aws.accountId }}` in the places of a chart's template. */
export function helmEdits(
  places: readonly AccountPlace[],
  home: RegionOf<'yaml'>,
): readonly FixEdit[] | undefined {
  const action = '{{ .Values.aws.accountId }}';
  const edits: FixEdit[] = [];
  for (const { fact, region } of places) {
    const { start, end } = fact.range;
    const placed = region === home ? scalarAt(home, fact.range) : undefined;
    if (placed === undefined || placed.isInFlow) return undefined;
    const { scalar } = placed;
    const isPlain = scalar.style === 'plain';
    if (isPlain && scalar.range.start === start && scalar.range.end === end) {
      edits.push({ ...replace(fact.range, '{{ .Values.aws.accountId | quote }}'), region });
    } else if (isPlain && scalar.range.start === start) {
      edits.push(
        { ...replace(fact.range, `"${action}`), region },
        { ...insert(scalar.range.end, '"'), region },
      );
    } else edits.push({ ...replace(fact.range, action), region });
  }
  return edits;
}
