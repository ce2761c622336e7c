import type { YamlMap } from './tree';

/** A piece of a document to be written: texts, numbers, truth values, lists and maps. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * The way a map writes what is inside of it: in lines, in braces, or as JSON. A flow map whose keys have
 * double quotes is read as JSON by people and programs alike, whatever its file is called.
 */
export type WrittenStyle = 'block' | 'flow' | 'json';

/** How to write an entry of the map; `text` is the region's, in which an empty `{}` has no style of its own. */
export function styleOf(map: YamlMap, text: string): WrittenStyle {
  if (!map.isFlow) return 'block';
  const first = map.entries[0]?.key.style;
  if (first !== undefined) return first === 'double' ? 'json' : 'flow';
  return /^\s*[[{]\s*["{[]/.test(text) ? 'json' : 'flow';
}

/**
 * Writes a value at indentation 0: in lines (lists under a key are indented by `step` columns), or in one.
 *
 * An empty map or list is written in braces in every style.
 */
export function render(value: Plain, style: WrittenStyle, step = 2): string {
  return style === 'block' ? blockLines(value, step).join('\n') : inLine(value, style);
}

/** Entries as they stand inside of a map: in lines, or with commas between. */
export function renderEntries(
  entries: { readonly [key: string]: Plain },
  style: WrittenStyle,
  step = 2,
): string {
  if (style === 'block') return render(entries, style, step);
  return Object.entries(entries)
    .map(([key, value]) => `${scalar(key, style)}: ${inLine(value, style)}`)
    .join(', ');
}

function isScalar(value: Plain): value is string | number | boolean {
  return typeof value !== 'object';
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function inLine(value: Plain, style: WrittenStyle): string {
  if (isScalar(value)) return scalar(value, style);
  if (isList(value)) return `[${value.map((item) => inLine(item, style)).join(', ')}]`;
  const inner = renderEntries(value, style);
  return inner === '' ? '{}' : style === 'json' ? `{${inner}}` : `{ ${inner} }`;
}

function blockLines(value: Plain, step: number): readonly string[] {
  if (isScalar(value)) return [scalar(value, 'block')];
  if (isList(value)) {
    if (value.length === 0) return ['[]'];
    return value.flatMap((item) => {
      const [first = '', ...rest] = blockLines(item, step);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return ['{}'];
  return entries.flatMap(([key, inner]) => {
    const name = scalar(key, 'block');
    if (isScalar(inner) || Object.keys(inner).length === 0)
      return [`${name}: ${blockLines(inner, step).join('')}`];
    const pad = ' '.repeat(isList(inner) ? step : 2);
    return [`${name}:`, ...blockLines(inner, step).map((line) => pad + line)];
  });
}

/** Plain where YAML reads it as the text that it is, here and in a flow collection; else in double quotes. */
function scalar(value: string | number | boolean, style: WrittenStyle): string {
  if (typeof value !== 'string') return String(value);
  if (style === 'json') return JSON.stringify(value);
  const isPlain =
    /^[A-Za-z0-9][\w./-]*$/.test(value) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value);
  const isNumber = /^[\d.+_eExXo-]+$/.test(value);
  const isAddress =
    style === 'block' && /^[0-9a-f]*(?::[0-9a-f]*)+\/\d+$/.test(value) && !value.startsWith(':');
  return (isPlain && !isNumber) || isAddress ? value : JSON.stringify(value);
}
