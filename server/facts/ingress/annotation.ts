import { isNull, scalarOf, walkYaml } from '../../languages/yaml/read';
import type { YamlEntry, YamlMap } from '../../languages/yaml/tree';
import { partOfWord } from '../../languages/shell/words';
import type { Region, RegionOf } from '../../regions/region';
import type { AnnotationFact, SettingFact } from '../fact';
import type { CommandFact } from '../command';
import { absent, known, unknown } from '../reading';
import { isSchema, subjectOf } from '../recognize';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/** `prefix/name` with a domain for a prefix (Kubernetes API, "Labels and Selectors: Syntax and character set"). */
const qualified = /^(?:[a-z0-9](?:[a-z0-9-]*\.)+[a-z0-9-]+\/[\w.-]+|istio-injection)$/i;

/**
 * Annotations and labels with a prefix, wherever they are written: in an object, in values of a chart, in a
 * fragment, by `kubectl annotate` or `label`, or as an entry of `--set`.
 *
 * A prefix belongs to whoever owns the domain, so such a name means the same everywhere. In the order of the text.
 */
export function annotationsOf(
  region: Region,
  facts: { readonly setting: readonly SettingFact[]; readonly command: readonly CommandFact[] },
): readonly AnnotationFact[] {
  if (region.language === 'yaml' || region.language === 'json') return yamlAnnotations(region);
  if (region.language !== 'shell') return [];
  const set = facts.setting.flatMap((setting): readonly AnnotationFact[] => {
    const { key, keyRange, value, valueRange, source } = setting;
    if (source !== 'set' || !qualified.test(key)) return [];
    return [
      {
        kind: 'annotation',
        name: key,
        nameRange: keyRange,
        value,
        valueRange,
        entry: undefined,
        map: undefined,
        holder: undefined,
      },
    ];
  });
  return [...set, ...facts.command.flatMap((command) => ofCommand(command, region.text))];
}

function yamlAnnotations(region: YamlRegion): readonly AnnotationFact[] {
  const found: AnnotationFact[] = [];
  if (subjectOf(region).kind === 'schema') return found;
  walkYaml(region.tree.root, (node, _path, maps, holder) => {
    if (node.kind !== 'map') return true;
    if (isSchema(node)) return false;
    for (const entry of node.entries) {
      const outer = maps[maps.length - 1];
      const fact = ofEntry(node, entry, outer && holder && { map: outer, entry: holder });
      if (fact !== undefined) found.push(fact);
    }
    return true;
  });
  return found;
}

function ofEntry(
  map: YamlMap,
  entry: YamlEntry,
  holder: AnnotationFact['holder'],
): AnnotationFact | undefined {
  const { key, value } = entry;
  if (key.hasHole || !qualified.test(key.value)) return undefined;
  const scalar = scalarOf(value);
  if (scalar === undefined && value !== undefined) return undefined;
  const isEmpty = scalar === undefined || isNull(scalar);
  const valueRange = value?.range ?? { start: entry.range.end, end: entry.range.end };
  return {
    kind: 'annotation',
    name: key.value,
    nameRange: key.range,
    value: isEmpty ? absent() : scalar.hasHole ? unknown(valueRange) : known(scalar.value, valueRange),
    valueRange,
    entry,
    map,
    holder,
  };
}

/** `kubectl annotate ingress web prefix/name=value`; `prefix/name-` takes one away and is none. */
function ofCommand(command: CommandFact, text: string): readonly AnnotationFact[] {
  const { program, operands, isEditable } = command;
  if (!/^(kubectl|oc)$/.test(program) || !isEditable) return [];
  if (!/^(annotate|label)$/.test(operands[0]?.value ?? '')) return [];
  return operands.flatMap((word): readonly AnnotationFact[] => {
    const equals = word.value.indexOf('=');
    const name = word.value.slice(0, equals);
    if (equals < 0 || !qualified.test(name)) return [];
    const value = partOfWord(word, equals + 1, word.value.length, text);
    return [
      {
        kind: 'annotation',
        name,
        nameRange: partOfWord(word, 0, equals, text).range,
        value: value.isStatic ? known(value.value, value.range) : unknown(value.range),
        valueRange: value.range,
        entry: undefined,
        map: undefined,
        holder: undefined,
      },
    ];
  });
}
