import type { RegionOf } from '../../regions/region';
import type { YamlScalar } from '../../languages/yaml/tree';
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
  const quoted = new Set<YamlScalar>();
  for (const { fact, region } of places) {
    if (region === home && !home.comments.some((comment) => contains(comment.range, fact.range))) {
      const placed = scalarAt(home, fact.range);
      if (placed === undefined || placed.keys.some((key) => closedKeys.has(key))) return undefined;
      // Braces end a plain scalar inside braces, so it gets quotes, once.
      const { scalar } = placed;
      if (placed.isInFlow && scalar.style === 'plain') {
        if (/["\\]/.test(scalar.value) || quoted.has(scalar)) return undefined;
        quoted.add(scalar);
        const isAtStart = scalar.range.start === fact.range.start;
        if (!isAtStart) edits.push({ ...insert(scalar.range.start, '"'), region });
        edits.push({ ...replace(fact.range, isAtStart ? `"${text}` : text), region });
        edits.push({ ...insert(scalar.range.end, '"'), region });
        continue;
      }
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
