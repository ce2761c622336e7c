import data from '../data/chartSecrets.json';
import { entryOf } from '../languages/yaml/read';
import type { YamlMap } from '../languages/yaml/tree';
import type { SettingFact } from './fact';
import { wordsOf } from './secret/keyName';

/**
 * How a chart takes a password from an existing Secret, for a value that sets it in plain
 * (data/chartSecrets.json). Paths are keys from the chart's own top level downwards.
 */
export interface ChartSecret {
  /** Publisher and chart: `bitnami/postgresql`. */
  readonly chart: string;
  /** The value in plain: `['auth', 'password']`. */
  readonly plain: readonly string[];
  /** What takes the Secret's name instead: `['auth', 'existingSecret']`. */
  readonly existing: readonly string[];
  /** Values that belong to the new form: the names of keys in the Secret. */
  readonly fields: readonly { readonly path: readonly string[]; readonly value: string }[];
  /** Other values in plain that the same Secret replaces, as keys beside or above this one. */
  readonly covered: readonly (readonly string[])[];
  /** The keys that the chart reads from the Secret, for those values of the form that are set here. */
  readonly keys: readonly string[];
}

interface PlainValue {
  readonly key?: string;
  readonly field?: string;
  readonly isOwn?: boolean;
}

interface Candidate {
  readonly chart: string;
  readonly names: readonly string[];
  readonly plain: readonly string[];
  readonly value: PlainValue;
  readonly form: {
    readonly existing: string;
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
      needs: ('needs' in read ? read.needs : undefined) ?? [],
      with: ('with' in read ? read.with : {}) as Readonly<Record<string, string>>,
      plain: read.plain as Readonly<Record<string, PlainValue>>,
    };
    for (const [path, value] of Object.entries(form.plain)) {
      const plain = path.split('.');
      const last = plain[plain.length - 1] ?? '';
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
  const tail = path[path.length - 1] ?? '';
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
      : secretOf(best.candidate, path, setting);
  }
  const own = candidates.filter((candidate) => hasOwnKey(candidate, setting));
  return own.length === 1 && own[0] !== undefined ? secretOf(own[0], path, setting) : undefined;
}

/** The path of a value: as it is nested, or the dotted name of Argo CD's `helm.parameters[].name`. */
function valuePathOf({ path, key, entry, source }: SettingFact): readonly string[] {
  if (source === 'yaml' && entry?.key.value === 'value' && key.includes('.')) return key.split('.');
  return path.filter((part) => !/^\[\d+\]$/.test(part));
}

function endsWith(path: readonly string[], tail: readonly string[]): boolean {
  const from = path.length - tail.length;
  return from >= 0 && tail.every((part, index) => path[from + index] === part);
}

/** How well the surroundings name the chart: the number of words of its name that they repeat. */
function weightOfName(
  { names, plain }: Candidate,
  path: readonly string[],
  setting: SettingFact,
  fileName: string,
): number {
  const alias = path[path.length - plain.length - 1];
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
function chartsNamedBy({ command, maps }: SettingFact): readonly string[] {
  const named = (command?.operands ?? [])
    .slice(2)
    .map((word) => word.value.slice(word.value.lastIndexOf('/') + 1));
  for (const map of maps) {
    for (const key of ['chart', 'name']) {
      const value = entryOf(map, key)?.value;
      const isChart = key === 'chart' || entryOf(map, 'valuesInline') !== undefined;
      if (isChart && value?.kind === 'scalar') named.push(value.value);
    }
  }
  return named;
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

function secretOf(
  { chart, plain, value, form }: Candidate,
  path: readonly string[],
  setting: SettingFact,
): ChartSecret {
  const own = plain.join('.');
  const others = Object.entries(form.plain).filter(
    ([other]) => other !== own && isSet(other, plain, setting),
  );
  const used: readonly PlainValue[] = [value, ...others.map(([, other]) => other)];
  const fields = [
    ...Object.entries(form.with).map(([field, key]) => ({ path: field.split('.'), value: key })),
    ...used.flatMap(({ field, key }) =>
      field === undefined || key === undefined ? [] : [{ path: field.split('.'), value: key }],
    ),
  ];
  const keys = [...Object.values(form.with), ...form.needs, ...used.flatMap(({ key }) => key ?? [])];
  return {
    chart,
    plain,
    existing: form.existing.split('.'),
    fields,
    covered: others.map(([other]) => other.split('.')),
    keys: [...new Set(keys)],
  };
}

/** True when another value in plain of the same form is written here, too. */
function isSet(other: string, plain: readonly string[], { maps, command, entry }: SettingFact): boolean {
  if (command !== undefined || entry?.key.value === 'value') return false;
  let map: YamlMap | undefined = maps[maps.length - plain.length];
  for (const [index, key] of other.split('.').entries()) {
    const found = entryOf(map, key);
    if (found === undefined || map?.entries.includes(found) !== true) return false;
    if (index === other.split('.').length - 1) return true;
    map = found.value?.kind === 'map' ? found.value : undefined;
  }
  return false;
}
