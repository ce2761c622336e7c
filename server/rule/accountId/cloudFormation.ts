import { getPath, mapOf, textOf } from '../../languages/yaml/read';
import type { RegionOf } from '../../regions/region';
import type { Range } from '../../text/range';
import { insert, replace, type FixEdit } from '../fix';
import type { AccountPlace } from './index';
import { scalarAt, type PlacedScalar } from './scalarAt';

type TreeRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/** True for a template of CloudFormation: resources whose types are of AWS. */
export function isCloudFormation({ tree }: TreeRegion): boolean {
  const resources = mapOf(getPath(tree.root, 'Resources'));
  return (
    resources?.entries.some(({ value }) =>
      /^(?:AWS|Custom|Alexa)::/.test(textOf(mapOf(value), 'Type') ?? ''),
    ) ?? false
  );
}

const account = '${AWS::AccountId}';

/**
 * The pseudo parameter `AWS::AccountId` (AWS CloudFormation User Guide, "Pseudo parameters reference") in the places of
 * a template: with `!Ref` where it is the whole value, else with `!Sub`. Undefined where a place takes no function:
 * in parameters and mappings, in strings that hold `${…}` without being substituted.
 */
export function cloudFormationEdits(
  places: readonly AccountPlace[],
  home: TreeRegion,
): readonly FixEdit[] | undefined {
  const edits: FixEdit[] = [];
  const substituted = new Set<number>();
  for (const { fact, region } of places) {
    const placed = region === home ? scalarAt(home, fact.range) : undefined;
    if (placed === undefined || !/^(?:Resources|Outputs)$/.test(placed.keys[0] ?? '')) return undefined;
    const own = placeEdits(placed, fact.range, home, substituted);
    if (own === undefined) return undefined;
    edits.push(...own.map((edit) => ({ ...edit, region })));
  }
  return edits;
}

function placeEdits(
  { scalar, keys, isInFlow }: PlacedScalar,
  range: Range,
  home: TreeRegion,
  substituted: Set<number>,
): readonly FixEdit[] | undefined {
  const { start, end } = scalar.range;
  if (scalar.tag === '!Sub' || keys[keys.length - 1] === 'Fn::Sub') return [replace(range, account)];
  if (scalar.tag !== undefined || keys.some((key) => /^(?:Type|Condition|DependsOn)$/.test(key)))
    return undefined;
  const isWhole = scalar.value === home.text.slice(range.start, range.end);
  if (home.language === 'json') {
    if (isWhole) return [replace(scalar.range, '{ "Ref": "AWS::AccountId" }')];
    if (scalar.value.includes('${')) return undefined;
    const first = substituted.has(start) ? [] : [insert(start, '{ "Fn::Sub": '), insert(end, ' }')];
    substituted.add(start);
    return [...first, replace(range, account)];
  }
  const isBlock = scalar.style === 'literal' || scalar.style === 'folded';
  if (scalar.value.includes('${') || isBlock || (isInFlow && scalar.style === 'plain')) return undefined;
  if (isWhole) return [replace(scalar.range, '!Ref AWS::AccountId')];
  const first = substituted.has(start) ? [] : [insert(start, '!Sub ')];
  substituted.add(start);
  // An edit that begins where the tag is put in front goes with it.
  if (range.start === start && first.length > 0) return [replace(range, `!Sub ${account}`)];
  return [...first, replace(range, account)];
}
