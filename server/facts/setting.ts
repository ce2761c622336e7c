import { get, isNull, listOf, mapOf, scalarOf } from '../languages/yaml/read';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../languages/yaml/tree';
import type { RegionOf } from '../regions/region';
import { lastAtMost } from '../text/lines';
import { at, type Range } from '../text/range';
import type { SettingFact, SettingSource, Subject } from './fact';
import { fallbackIn, templateDefaultIn } from './fallback';
import { contentStart } from './field';
import { absent, known, unknown } from './reading';
import { isSchema, objectOf, subjectOf } from './recognize';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/** Nothing that a shell or a command line says about a setting. */
const noCommand = { word: undefined, command: undefined, assignment: undefined } as const;

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

interface Place {
  readonly path: readonly string[];
  readonly maps: readonly YamlMap[];
  readonly subject: Subject;
  /** Length of the path at which the object around begins. */
  readonly objectDepth: number;
  /** The entry whose value, or whose list, this is. */
  readonly entry: YamlEntry | undefined;
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

  private node(node: YamlNode | undefined, place: Place): void {
    if (node === undefined || node.kind === 'alias') return;
    if (node.kind === 'scalar') this.item(node, place);
    else if (node.kind === 'list')
      this.list(
        node.items.map((i) => i.node),
        place,
      );
    else this.map(node, place);
  }

  private list(nodes: readonly (YamlNode | undefined)[], place: Place): void {
    nodes.forEach((node, index) => {
      const inner = { ...place, path: [...place.path, `[${index}]`] };
      const pair = node?.kind === 'map' ? this.pairOf(node) : undefined;
      if (node?.kind === 'map' && pair !== undefined) this.pair(node, pair.name, pair.entry, inner);
      else this.node(node, inner);
    });
  }

  private map(map: YamlMap, place: Place): void {
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

  private scalar(entry: YamlEntry, value: YamlScalar | undefined, place: Place): void {
    if (value !== undefined && this.isEmbedded(value)) return;
    this.out.push({
      kind: 'setting',
      path: place.path,
      key: entry.key.value,
      keyRange: entry.key.range,
      ...this.valueOf(value, entry.range.end),
      source: sourceOf(place),
      entry,
      maps: place.maps,
      ...noCommand,
      subject: place.subject,
    });
  }

  /** A scalar of a list: `K=V` where a list of variables is expected, else a value of the list's key. */
  private item(scalar: YamlScalar, place: Place): void {
    if (this.isEmbedded(scalar)) return;
    const { path, maps, subject, entry } = place;
    const key = lastName(path);
    const variable = isVariableList(key, subject) ? this.variable(scalar) : undefined;
    this.out.push({
      kind: 'setting',
      path: variable === undefined ? path : [...path.slice(0, -1), variable.key],
      key: variable?.key ?? key,
      keyRange: variable?.keyRange ?? entry?.key.range ?? scalar.range,
      ...(variable?.reading ?? this.valueOf(scalar, scalar.range.end)),
      source: variable === undefined ? 'yaml' : 'composeEnv',
      entry: undefined,
      maps,
      ...noCommand,
      subject,
    });
  }

  private variable(scalar: YamlScalar):
    | {
        readonly key: string;
        readonly keyRange: Range;
        readonly reading: Pick<SettingFact, 'value' | 'valueRange' | 'fallback'>;
      }
    | undefined {
    const equals = scalar.value.indexOf('=');
    const start = contentStart(this.region.text, scalar);
    if (equals <= 0 || start === undefined) return undefined;
    const key = scalar.value.slice(0, equals);
    if (!/^[\w.-]+$/.test(key)) return undefined;
    const text = scalar.value.slice(equals + 1);
    const valueRange = { start: start + equals + 1, end: start + scalar.value.length };
    const found = fallbackIn(text);
    const isOpen = scalar.hasHole && !isLiteralBeside(scalar, equals);
    return {
      key,
      keyRange: { start, end: start + equals },
      reading: {
        value: isOpen ? unknown(valueRange) : known(text, valueRange),
        valueRange,
        fallback: found && {
          value: found.value,
          range: rangeAt(valueRange.start + found.start, found.value.length),
        },
      },
    };
  }

  /** `{name: X, value: Y}`: the name is the key (a container's `env`, Argo CD's `parameters`, Tekton's `params`). */
  private pairOf(map: YamlMap): { readonly name: YamlScalar; readonly entry: YamlEntry } | undefined {
    const name = scalarOf(get(map, 'name'));
    const entry = map.entries.find(({ key }) => key.value === 'value');
    if (name === undefined || entry === undefined || map.entries.length > 3) return undefined;
    return entry.value === undefined || entry.value.kind === 'scalar' ? { name, entry } : undefined;
  }

  private pair(map: YamlMap, name: YamlScalar, entry: YamlEntry, place: Place): void {
    const value = entry.value?.kind === 'scalar' ? entry.value : undefined;
    if (value !== undefined && this.isEmbedded(value)) return;
    const list = lastName(place.path);
    this.out.push({
      kind: 'setting',
      path: [...place.path, name.value],
      key: name.value,
      keyRange: name.range,
      ...this.valueOf(value, entry.range.end),
      source: /env(?:vars?|ironment)?$/i.test(list) ? 'containerEnv' : 'yaml',
      entry,
      maps: [...place.maps, map],
      ...noCommand,
      subject: place.subject,
    });
  }

  private valueOf(
    scalar: YamlScalar | undefined,
    place: number,
  ): Pick<SettingFact, 'value' | 'valueRange' | 'fallback'> {
    if (scalar === undefined) return { value: absent(), valueRange: at(place), fallback: undefined };
    const valueRange = scalar.range;
    if (isNull(scalar)) return { value: absent(), valueRange, fallback: undefined };
    const found = scalar.hasHole ? (fallbackIn(scalar.value) ?? templateDefaultIn(scalar.value)) : undefined;
    const start = found && contentStart(this.region.text, scalar);
    const fallback = found && {
      value: found.value,
      range: start === undefined ? scalar.range : rangeAt(start + found.start, found.value.length),
    };
    return {
      value: scalar.hasHole ? unknown(valueRange) : known(scalar.value, valueRange),
      valueRange,
      fallback,
    };
  }

  /** True when the scalar's text is a region of its own. */
  private isEmbedded({ range }: YamlScalar): boolean {
    const start = this.embeddedAt[lastAtMost(this.embeddedAt, Math.max(range.start, range.end - 1))];
    return start !== undefined && start >= range.start;
  }
}

function rangeAt(start: number, length: number): Range {
  return { start, end: start + length };
}

function isLiteralBeside(scalar: YamlScalar, equals: number): boolean {
  const text = scalar.value.slice(equals + 1);
  return !/\$[{(]|\{\{/.test(text);
}

/** The innermost key of a path that is no list position. */
function lastName(path: readonly string[]): string {
  for (let i = path.length - 1; i >= 0; i--)
    if (!/^\[\d+\]$/.test(path[i] as string)) return path[i] as string;
  return '';
}

function isVariableList(key: string, subject: Subject): boolean {
  return key === 'environment' || (key === 'env' && subject.kind !== 'manifest') || key === 'literals';
}

function sourceOf({ path, subject, objectDepth }: Place): SettingSource {
  const parent = path[path.length - 2] ?? '';
  const own = path.slice(objectDepth);
  if (subject.kind === 'manifest') {
    const isData = own.length === 2;
    if (subject.resource === 'Secret' && isData && own[0] === 'stringData') return 'secretStringData';
    if (subject.resource === 'Secret' && isData && own[0] === 'data') return 'secretData';
    if (subject.resource === 'ConfigMap' && isData && own[0] === 'data') return 'configMapData';
    return 'yaml';
  }
  if (parent === 'environment' && (subject.kind === 'compose' || subject.kind === 'unknown'))
    return 'composeEnv';
  if (subject.kind === 'workflow' && parent === 'env') return 'workflowEnv';
  if (subject.kind === 'gitlabCi' && path.includes('variables')) return 'workflowEnv';
  return 'yaml';
}

/** The settings of an environment file, in order. */
export function dotenvSettingsOf(region: RegionOf<'dotenv'>): readonly SettingFact[] {
  return region.tree.entries.map((entry) => {
    const found = fallbackIn(entry.value);
    const raw = region.text.slice(entry.valueRange.start, entry.valueRange.end);
    const offset = raw.indexOf(entry.value);
    return {
      kind: 'setting',
      path: [entry.key],
      key: entry.key,
      keyRange: entry.keyRange,
      value: entry.hasHole ? unknown(entry.valueRange) : known(entry.value, entry.valueRange),
      valueRange: entry.valueRange,
      fallback: found && {
        value: found.value,
        range:
          offset < 0
            ? entry.valueRange
            : rangeAt(entry.valueRange.start + offset + found.start, found.value.length),
      },
      source: 'dotenv',
      entry: undefined,
      maps: [],
      ...noCommand,
      subject: { kind: 'unknown' },
    };
  });
}

/** The items of a list under `key`, as maps. */
export function mapsIn(map: YamlMap | undefined, key: string): readonly YamlMap[] {
  return (listOf(get(map, key))?.items ?? []).map((item) => mapOf(item.node)).filter((m) => m !== undefined);
}
