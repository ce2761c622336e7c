import data from '../data/chartSecrets.json';
import { entryOf, get, mapOf, textOf } from '../languages/yaml/read';
import type { YamlMap } from '../languages/yaml/tree';
import type { SettingFact } from './fact';
import { isParameter } from './parameter';
import { wordsOf } from './secret/keyName';

/**
 * How a chart takes a password from an existing Secret, for a value that sets it in plain
 * (data/chartSecrets.json). Paths are keys from the chart's own top level downwards.
 */
export interface ChartSecret {
  /** Publisher and chart: `bitnami/postgresql`. */
  readonly chart: string;
  /** The value in plain: `['auth', 'password']`; an item of a list adds nothing to it. */
  readonly plain: readonly string[];
  /** What takes the Secret's name instead: `['auth', 'existingSecret']`. */
  readonly existing: readonly string[];
  /** Values that belong to the new form: the names of keys in the Secret, and whether the chart has no default. */
  readonly fields: readonly ChartField[];
  /** The keys that items of the list may have, where a list of Secrets takes the place of the whole list. */
  readonly items: readonly string[] | undefined;
  /** The value beside the one in plain that the key in the Secret is called after. */
  readonly keyFrom: string | undefined;
  /** Other values in plain that the same Secret replaces, as keys beside or above this one. */
  readonly covered: readonly (readonly string[])[];
  /** The keys that the chart reads from the Secret, for those values of the form that are set here. */
  readonly keys: readonly string[];
}

export interface ChartField {
  readonly path: readonly string[];
  readonly value: string;
  readonly isNeeded: boolean;
}

interface PlainValue {
  readonly key?: string;
  readonly keyFrom?: string;
  readonly field?: string;
  readonly isNeeded?: boolean;
  readonly isOwn?: boolean;
}

interface Candidate {
  readonly chart: string;
  readonly names: readonly string[];
  readonly plain: readonly string[];
  readonly value: PlainValue;
  readonly form: {
    readonly existing: string;
    readonly items: readonly string[] | undefined;
    readonly needs: readonly string[];
    readonly with: Readonly<Record<string, string>>;
    readonly plain: Readonly<Record<string, PlainValue>>;
  };
}

const byLastKey = new Map<string, Candidate[]>();
for (const { chart, names, forms } of data.charts) {
  for (const read of forms) {
    const form = {
      existing: read.existing,
      items: 'items' in read ? read.items : undefined,
      needs: ('needs' in read ? read.needs : undefined) ?? [],
      with: ('with' in read ? read.with : {}) as Readonly<Record<string, string>>,
      plain: read.plain as Readonly<Record<string, PlainValue>>,
    };
    for (const [path, value] of Object.entries(form.plain)) {
      const plain = keysOf(path);
      const last = nameOf(plain[plain.length - 1] ?? '');
      const candidate = { chart, names, plain, value, form };
      byLastKey.set(last, [...(byLastKey.get(last) ?? []), candidate]);
    }
  }
}

/**
 * The form in which the chart of a value takes an existing Secret; undefined where the chart is not known
 * for certain, so that no path is ever made up.
 *
 * A dependency's alias replaces the first key of its values, so the tail of the path is compared. Which chart
 * it is, is said by the key in front of the tail (`postgresql-primary`), by the command or the object that
 * names the chart, by the file's name, or by a key that no other chart has.
 */
export function chartSecretOf(setting: SettingFact, fileName: string): ChartSecret | undefined {
  const path = valuePathOf(setting);
  const tail = nameOf(path[path.length - 1] ?? '');
  const candidates = (byLastKey.get(tail) ?? []).filter(({ plain }) => endsWith(path, plain));
  if (candidates.length === 0) return undefined;
  const named = candidates
    .map((candidate) => ({ candidate, weight: weightOfName(candidate, path, setting, fileName) }))
    .sort((a, b) => b.weight - a.weight);
  const best = named[0];
  if (best !== undefined && best.weight > 0) {
    // Two charts of the same name (Bitnami's Grafana and Grafana's own) differ in their paths, or nothing is certain.
    const rival = named[1];
    return rival?.weight === best.weight && rival.candidate.plain.length === best.candidate.plain.length
      ? undefined
      : secretOf(best.candidate, setting);
  }
  const own = candidates.filter((candidate) => hasOwnKey(candidate, setting));
  return own.length === 1 && own[0] !== undefined ? secretOf(own[0], setting) : undefined;
}

const secretNames: ReadonlySet<string> = new Set(
  data.charts.flatMap(({ forms }) =>
    forms.map(({ existing }) => existing.slice(existing.lastIndexOf('.') + 1)),
  ),
);

/** True for a key that takes the name of a Secret in some chart: `customUsersSecret`. */
export function takesSecretName({ key }: SettingFact): boolean {
  return secretNames.has(key);
}

/** The path of a value: as it is nested, or the dotted name of a parameter. A key whose list is gone into ends in `[]`. */
export function valuePathOf(setting: SettingFact): readonly string[] {
  const { path, key } = setting;
  const keys: string[] = [];
  for (const part of isParameter(setting) ? keysOf(key) : path) {
    const index = part.endsWith(']') ? part.lastIndexOf('[') : -1;
    if (index > 0) keys.push(`${part.slice(0, index)}[]`);
    else if (index < 0) keys.push(part);
    else if (keys.length > 0) keys.push(`${nameOf(keys.pop() ?? '')}[]`);
  }
  return keys;
}

/** A key without the mark of its list. */
function nameOf(part: string): string {
  return part.endsWith('[]') ? part.slice(0, -2) : part;
}

/** True where the path ends in these keys; the last one may be an item of a list of plain values. */
function endsWith(path: readonly string[], tail: readonly string[]): boolean {
  const from = path.length - tail.length;
  if (from < 0) return false;
  return tail.every((part, index) => {
    const found = path[from + index] ?? '';
    return found === part || (index === tail.length - 1 && nameOf(found) === part);
  });
}

/** How well the surroundings name the chart: the number of words of its name that they repeat. */
function weightOfName(
  { names, plain }: Candidate,
  path: readonly string[],
  setting: SettingFact,
  fileName: string,
): number {
  const above = path[path.length - plain.length - 1];
  const alias = above === undefined ? undefined : nameOf(above);
  // A file in values, such as `grafana.ini`, is no chart.
  if (alias?.includes('.') === true) return 0;
  const said =
    alias === undefined || alias === 'values' || alias === 'valuesObject' || alias === 'valuesInline'
      ? [...chartsNamedBy(setting), fileName.slice(fileName.lastIndexOf('/') + 1)]
      : [alias];
  return Math.max(0, ...names.flatMap((name) => said.map((text) => weightOf(name, text))));
}

function weightOf(name: string, text: string): number {
  const [wanted, given] = [wordsOf(name), wordsOf(text)];
  if (given.join('') === wanted.join('')) return 2 * wanted.length + 1;
  const at = given.findIndex((_, index) => wanted.every((word, offset) => given[index + offset] === word));
  return at < 0 ? 0 : 2 * wanted.length;
}

/** `helm upgrade --install x bitnami/redis`; the chart of an Application, a HelmRelease or a helmCharts entry. */
export function chartsNamedBy({ command, maps }: SettingFact): readonly string[] {
  const named = (command?.operands ?? [])
    .slice(2)
    .map((word) => word.value.slice(word.value.lastIndexOf('/') + 1));
  for (const map of maps) {
    const name = entryOf(map, 'valuesInline') === undefined ? undefined : textOf(map, 'name');
    named.push(...[chartOf(map), name].filter((one) => one !== undefined));
  }
  return named;
}

/** The chart that an object names: `chart` of an Application or a release of helmfile, `chart.spec.chart` of a HelmRelease. */
export function chartOf(map: YamlMap): string | undefined {
  return textOf(map, 'chart') ?? textOf(mapOf(get(mapOf(get(map, 'chart')), 'spec')), 'chart');
}

/** True when this value's key, or one beside it, is one that no other chart has. */
function hasOwnKey({ plain, value, form }: Candidate, { maps }: SettingFact): boolean {
  if (value.isOwn === true) return true;
  const parent = plain.slice(0, -1).join('.');
  const map = maps[maps.length - 1];
  return Object.entries(form.plain).some(([path, other]) => {
    const dot = path.lastIndexOf('.');
    return (
      other.isOwn === true &&
      path.slice(0, Math.max(0, dot)) === parent &&
      entryOf(map, path.slice(dot + 1)) !== undefined
    );
  });
}

function secretOf({ chart, plain, value, form }: Candidate, setting: SettingFact): ChartSecret | undefined {
  const keys = plain.map(nameOf);
  const others = Object.entries(form.plain).filter(
    ([other, one]) => one !== value && isSet(other, keys, setting),
  );
  const used: readonly PlainValue[] = [value, ...others.map(([, other]) => other)];
  const keyOf = ({ key, keyFrom }: PlainValue): string | undefined =>
    keyFrom === undefined ? key : keyBeside(keyFrom, setting);
  const fields: ChartField[] = Object.entries(form.with).map(([field, key]) => ({
    path: pathOf(field),
    value: key,
    isNeeded: false,
  }));
  for (const other of used) {
    const key = keyOf(other);
    if (other.field === undefined) continue;
    // Without the key, the chart would look for one of no name; an entry of --set may be called after another one.
    if (key === undefined && setting.source !== 'set') return undefined;
    fields.push({ path: pathOf(other.field), value: key ?? '', isNeeded: other.isNeeded === true });
  }
  const wanted = [...Object.values(form.with), ...form.needs, ...used.flatMap((other) => keyOf(other) ?? [])];
  return {
    chart,
    plain: keys,
    existing: pathOf(form.existing),
    fields,
    items: form.items,
    keyFrom: value.keyFrom,
    covered: others.map(([other]) => pathOf(other)),
    keys: [...new Set(wanted)],
  };
}

function pathOf(dotted: string): readonly string[] {
  return keysOf(dotted).map(nameOf);
}

/** A path taken apart at its dots, but for those that a backslash makes part of a key: `grafana\.ini.smtp`. */
export function keysOf(dotted: string): readonly string[] {
  return dotted.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
}

/** The value beside this one, where it can be the name of a key in a Secret. */
function keyBeside(name: string, { maps }: SettingFact): string | undefined {
  const value = textOf(maps[maps.length - 1], name);
  return value !== undefined && /^[\w.-]{1,253}$/.test(value) ? value : undefined;
}

/** True when another value in plain of the same form is written here, too. */
function isSet(other: string, plain: readonly string[], { maps, command, entry }: SettingFact): boolean {
  if (command !== undefined || entry?.key.value === 'value') return false;
  let map: YamlMap | undefined = maps[maps.length - plain.length];
  for (const [index, key] of pathOf(other).entries()) {
    const found = entryOf(map, key);
    if (found === undefined || map?.entries.includes(found) !== true) return false;
    if (index === keysOf(other).length - 1) return true;
    map = found.value?.kind === 'map' ? found.value : undefined;
  }
  return false;
}
