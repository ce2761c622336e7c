import { get, scalarOf } from '../languages/yaml/read';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../languages/yaml/tree';
import type { RegionOf } from '../regions/region';
import { lastAtMost } from '../text/lines';
import type { SettingFact } from './fact';
import { isSchema, objectOf, subjectOf } from './recognize';
import { isVariableList, lastName, sourceOf, type SettingPlace } from './settingSource';
import { noCommand, settingValueOf, variableIn } from './settingValue';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/**
 * Every name and value of a YAML or JSON region, in the order of its text.
 *
 * A scalar that is a region of its own (a script, a file in a ConfigMap) is none here: its facts are that
 * region's. Schemas say what fields there are, not what they are set to, and yield none. What an alias
 * names is told once, where it is defined.
 */
export function yamlSettingsOf(region: YamlRegion): readonly SettingFact[] {
  const settings: SettingFact[] = [];
  if (subjectOf(region).kind !== 'schema') new SettingReader(region, settings).read();
  return settings;
}

class SettingReader {
  private readonly embeddedAt: readonly number[];

  constructor(
    private readonly region: YamlRegion,
    private readonly out: SettingFact[],
  ) {
    this.embeddedAt = region.embedded.map((e) => e.map.segments[0]?.parentAt ?? -1).sort((a, b) => a - b);
  }

  read(): void {
    const subject = subjectOf(this.region);
    this.node(this.region.tree.root, { path: [], maps: [], subject, objectDepth: 0, entry: undefined });
  }

  private node(node: YamlNode | undefined, place: SettingPlace): void {
    if (node === undefined || node.kind === 'alias') return;
    if (node.kind === 'scalar') this.item(node, place);
    else if (node.kind === 'list')
      this.list(
        node.items.map((i) => i.node),
        place,
      );
    else this.map(node, place);
  }

  private list(nodes: readonly (YamlNode | undefined)[], place: SettingPlace): void {
    nodes.forEach((node, index) => {
      const inner = { ...place, path: [...place.path, `[${index}]`] };
      const pair = node?.kind === 'map' ? this.pairOf(node) : undefined;
      if (node?.kind === 'map' && pair !== undefined) this.pair(node, pair.name, pair.entry, inner);
      else this.node(node, inner);
    });
  }

  private map(map: YamlMap, place: SettingPlace): void {
    if (isSchema(map)) return;
    const object = objectOf(map);
    const subject = object ?? place.subject;
    const objectDepth = object === undefined ? place.objectDepth : place.path.length;
    const maps = [...place.maps, map];
    for (const entry of map.entries) {
      const inner = { path: [...place.path, entry.key.value], maps, subject, objectDepth, entry };
      const { value } = entry;
      if (value === undefined || value.kind === 'scalar') this.scalar(entry, value, inner);
      else this.node(value, inner);
    }
  }

  private scalar(entry: YamlEntry, value: YamlScalar | undefined, place: SettingPlace): void {
    if (value !== undefined && this.isEmbedded(value)) return;
    this.out.push({
      kind: 'setting',
      path: place.path,
      key: entry.key.value,
      keyRange: entry.key.range,
      ...settingValueOf(value, entry.range.end, this.region.text),
      source: sourceOf(place),
      entry,
      maps: place.maps,
      ...noCommand,
      subject: place.subject,
    });
  }

  /** A scalar of a list: `K=V` where a list of variables is expected, else a value of the list's key. */
  private item(scalar: YamlScalar, place: SettingPlace): void {
    if (this.isEmbedded(scalar)) return;
    const { path, maps, subject, entry } = place;
    const key = lastName(path);
    const variable = isVariableList(key, subject) ? variableIn(scalar, this.region.text) : undefined;
    this.out.push({
      kind: 'setting',
      path: variable === undefined ? path : [...path.slice(0, -1), variable.key],
      key: variable?.key ?? key,
      keyRange: variable?.keyRange ?? entry?.key.range ?? scalar.range,
      ...(variable?.value ?? settingValueOf(scalar, scalar.range.end, this.region.text)),
      source: variable === undefined ? 'yaml' : 'composeEnv',
      entry: undefined,
      maps,
      ...noCommand,
      subject,
    });
  }

  /** `{name: X, value: Y}`: the name is the key (a container's `env`, Argo CD's `parameters`, Tekton's `params`). */
  private pairOf(map: YamlMap): { readonly name: YamlScalar; readonly entry: YamlEntry } | undefined {
    const name = scalarOf(get(map, 'name'));
    const entry = map.entries.find(({ key }) => key.value === 'value');
    if (name === undefined || entry === undefined || map.entries.length > 3) return undefined;
    return entry.value === undefined || entry.value.kind === 'scalar' ? { name, entry } : undefined;
  }

  private pair(map: YamlMap, name: YamlScalar, entry: YamlEntry, place: SettingPlace): void {
    const value = entry.value?.kind === 'scalar' ? entry.value : undefined;
    if (value !== undefined && this.isEmbedded(value)) return;
    const list = lastName(place.path);
    this.out.push({
      kind: 'setting',
      path: [...place.path, name.value],
      key: name.value,
      keyRange: name.range,
      ...settingValueOf(value, entry.range.end, this.region.text),
      source: /env(?:vars?|ironment)?$/i.test(list) ? 'containerEnv' : 'yaml',
      entry,
      maps: [...place.maps, map],
      ...noCommand,
      subject: place.subject,
    });
  }

  /** True when the scalar's text is a region of its own. */
  private isEmbedded({ range }: YamlScalar): boolean {
    const start = this.embeddedAt[lastAtMost(this.embeddedAt, Math.max(range.start, range.end - 1))];
    return start !== undefined && start >= range.start;
  }
}
