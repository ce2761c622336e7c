import { chartSecretOf, type ChartSecret } from '../../facts/chartSecret';
import type { SettingFact } from '../../facts/fact';
import type { Word } from '../../facts/command';
import { wordsOf } from '../../facts/secret/keyName';
import { removeChild, setEntry } from '../../languages/yaml/patch';
import { entryOf } from '../../languages/yaml/read';
import { render, renderEntries, styleOf, type Plain } from '../../languages/yaml/render';
import type { YamlEntry, YamlMap } from '../../languages/yaml/tree';
import type { Region } from '../../regions/region';
import { contains } from '../../text/range';
import { insert, replace, review, withStops, type Fix, type FixEdit } from '../fix';

export const fromExistingSecret = 'Refer to an existing Secret';

const secretName = '‹secret name›';

/**
 * The rewrite of a password in Helm values, in `--set` or in Argo CD's parameters to the form in which its chart
 * takes an existing Secret; undefined where the chart or the place is not certain.
 *
 * Other passwords that the same Secret replaces go with it, so that the chart is not told twice. The names of
 * keys in the Secret are written out where the chart has a value for them.
 */
export function chartSecretFix(setting: SettingFact, region: Region): Fix | undefined {
  const form = chartSecretOf(setting, region.context.fileName);
  if (form === undefined) return undefined;
  const edits =
    setting.source === 'set'
      ? setEdits(setting, form, region.text)
      : setting.entry?.key.value === 'value' && setting.key.includes('.')
        ? parameterEdits(setting, form, region.text)
        : valueEdits(setting, form, region);
  return edits === undefined ? undefined : review(fromExistingSecret, edits, noteOf(form));
}

function noteOf({ chart, keys }: ChartSecret): string {
  const what = keys.length === 0 ? '' : ` with the ${keys.length === 1 ? 'key' : 'keys'} ${keys.join(', ')}`;
  return `The Secret must exist in the release's namespace${what} (${chart}). On a running release it has to hold the current password, because the data on the volume keeps it. Rotate a password that was written out.`;
}

/** `auth.password=x` of `--set` to `auth.existingSecret="${POSTGRESQL_SECRET:?…}"`. */
function setEdits(setting: SettingFact, form: ChartSecret, text: string): readonly FixEdit[] | undefined {
  const { keyRange, valueRange, command } = setting;
  const word = command?.args.find((one) => contains(one.range, keyRange) && contains(one.range, valueRange));
  if (word === undefined || command?.isEditable === false) return undefined;
  const key = text.slice(keyRange.start, keyRange.end);
  const plain = form.plain.join('.');
  if (!key.endsWith(plain) || text.slice(keyRange.end, keyRange.end + 1) !== '=') return undefined;
  const front = key.slice(0, key.length - plain.length);
  // Another entry names the Secret already; Helm would take the last of the two.
  const existing = `${front}${form.existing.join('.')}`;
  if (command?.args.some((other) => other.value.includes(`${existing}=`)) === true) return undefined;
  // A string of JSON has quotes of its own.
  if (command?.flags.some((flag) => flag.name === '--set-json' && contains(flag.range, keyRange)) === true) {
    return undefined;
  }
  const variable = `\${${nameOfSecretVariable(form)}:?set the name of the Secret}`;
  const quote = quoteAround(word, valueRange.start, text);
  if (quote === undefined) return undefined;
  const place = { start: keyRange.start, end: valueRange.end };
  const written = (value: string): FixEdit => withStops(replace(place, `${existing}=${value}`), variable);
  if (quote.mark !== "'") return [written(quote.mark === '"' ? variable : `"${variable}"`)];
  const close = text.indexOf("'", valueRange.end);
  const rest = text.slice(quote.at + 1, place.start) + text.slice(place.end, close);
  if (close < 0 || /["$`\\!]/.test(rest)) return [written(`'"${variable}"'`)];
  const double = (at: number): FixEdit => replace({ start: at, end: at + 1 }, '"');
  return [double(quote.at), written(variable), double(close)];
}

function nameOfSecretVariable({ chart }: ChartSecret): string {
  return `${wordsOf(chart.slice(chart.indexOf('/') + 1))
    .join('_')
    .toUpperCase()}_SECRET`;
}

/** The quote that is open around an offset of the word, and where it opened; undefined in a `$'…'`. */
function quoteAround(
  { range }: Word,
  offset: number,
  text: string,
): { readonly mark: string; readonly at: number } | undefined {
  let open = { mark: '', at: range.start };
  for (let i = range.start; i < offset; i++) {
    const character = text.charAt(i);
    if (character === '\\' && open.mark !== "'") i++;
    else if (open.mark === '' && (character === '"' || character === "'")) {
      if (character === "'" && text.charAt(i - 1) === '$') return undefined;
      open = { mark: character, at: i };
    } else if (character === open.mark) open = { mark: '', at: i };
  }
  return open;
}

/** Argo CD's `{name: postgresql.auth.password, value: x}`. */
function parameterEdits(
  { keyRange, key, valueRange }: SettingFact,
  form: ChartSecret,
  text: string,
): readonly FixEdit[] | undefined {
  const written = text.slice(keyRange.start, keyRange.end);
  const plain = form.plain.join('.');
  if (!key.endsWith(plain) || !written.includes(plain)) return undefined;
  const at = keyRange.start + written.lastIndexOf(plain);
  return [
    replace({ start: at, end: at + plain.length }, form.existing.join('.')),
    withStops(replace(valueRange, `"${secretName}"`), secretName),
  ];
}

/** `password: x` to `existingSecret: …` in the map of the chart that takes it, in that map's style. */
function valueEdits(setting: SettingFact, form: ChartSecret, region: Region): readonly FixEdit[] | undefined {
  const { maps } = setting;
  const parent = maps[maps.length - 1];
  const root = maps[maps.length - form.plain.length];
  const entry = setting.entry ?? entryOf(parent, form.plain[form.plain.length - 1] ?? '');
  if (parent === undefined || root === undefined || entry === undefined) return undefined;
  if (!parent.entries.includes(entry) || hasAnchor(entry)) return undefined;
  if (lookUp(root, form.existing) !== undefined) return undefined;
  const above = form.plain.slice(0, -1);
  const values = [
    { path: form.existing, value: secretName },
    ...form.fields.filter(({ path }) => lookUp(root, path) === undefined),
  ];
  const isBeside = values.every(({ path }) => above.every((key, index) => path[index] === key));
  const removed = form.covered.flatMap((path) => removalOf(root, path, region) ?? []);
  if (isBeside) {
    const inside = nested(values.map(({ path, value }) => ({ path: path.slice(above.length), value })));
    // A map of that name stands there already: its entries would be written twice.
    if (Object.keys(inside).some((key) => entryOf(parent, key) !== undefined)) return undefined;
    return [
      withStops(replace(entry.range, indentedEntries(inside, parent, region.text)), secretName),
      ...removed,
    ];
  }
  const gone = removeChild(region, parent, entry);
  const written = elsewhere(values, maps.slice(-form.plain.length), form.plain, region);
  return gone === undefined || written === undefined ? undefined : [...written, ...gone, ...removed];
}

/**
 * The values in a map above the one that the password stands in: in front of the entry that leads to it, or in
 * the map of that name that stands there already. `maps` are those around the password, the chart's own first.
 */
function elsewhere(
  values: readonly { readonly path: readonly string[]; readonly value: string }[],
  maps: readonly YamlMap[],
  plain: readonly string[],
  region: Region,
): readonly FixEdit[] | undefined {
  const target = values[0]?.path ?? [];
  const fork = target.findIndex((key, depth) => key !== plain[depth]);
  const container = maps[fork];
  const branch = container?.entries.find(({ key }) => key.value === plain[fork]);
  if (container === undefined || branch === undefined) return undefined;
  if (values.some(({ path }) => plain.slice(0, fork).some((key, depth) => path[depth] !== key)))
    return undefined;
  const entries = nested(values.map(({ path, value }) => ({ path: path.slice(fork), value })));
  const taken = Object.entries(entries).find(([key]) => entryOf(container, key) !== undefined);
  if (taken === undefined) {
    const behind = container.isFlow ? ', ' : `\n${' '.repeat(container.indent)}`;
    const text = indentedEntries(entries, container, region.text) + behind;
    return [withStops(insert(branch.range.start, text), secretName)];
  }
  const [key, inside] = taken;
  const map = entryOf(container, key)?.value;
  const last = target[target.length - 1] ?? '';
  if (map?.kind !== 'map' || target.length !== fork + 2 || Object.keys(entries).length > 1) return undefined;
  if (Object.keys(inside).length > 1) return undefined;
  const patch = setEntry(region, map, last, render(secretName, styleOf(map, region.text)));
  return patch?.map((edit) => withStops(edit, secretName));
}

function hasAnchor({ key, value }: YamlEntry): boolean {
  return key.anchor !== undefined || value?.anchor !== undefined;
}

function lookUp(root: YamlMap, path: readonly string[]): YamlEntry | undefined {
  let map: YamlMap | undefined = root;
  let found: YamlEntry | undefined;
  for (const key of path) {
    found = entryOf(map, key);
    map = found?.value?.kind === 'map' ? found.value : undefined;
  }
  return found;
}

function removalOf(root: YamlMap, path: readonly string[], region: Region): readonly FixEdit[] | undefined {
  let map: YamlMap | undefined = root;
  for (const [index, key] of path.entries()) {
    const entry = entryOf(map, key);
    if (map === undefined || entry === undefined) return undefined;
    if (index === path.length - 1) return removeChild(region, map, entry);
    map = entry.value?.kind === 'map' ? entry.value : undefined;
  }
  return undefined;
}

type Tree = { [key: string]: Plain };

function nested(values: readonly { readonly path: readonly string[]; readonly value: string }[]): Tree {
  const tree: Tree = {};
  for (const { path, value } of values) {
    let at = tree;
    for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Tree;
    at[path[path.length - 1] ?? ''] = value;
  }
  return tree;
}

/** Entries as they follow each other in the map, without the indentation of the first line. */
function indentedEntries(entries: Tree, map: YamlMap, text: string): string {
  const style = styleOf(map, text);
  const written = renderEntries(entries, style);
  return style === 'block' ? written.replaceAll('\n', `\n${' '.repeat(map.indent)}`) : written;
}
