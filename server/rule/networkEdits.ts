import type { NetworkRuleFact } from '../facts/fact';
import { definesAnchor, indented, listStep, replaceValue, setEntry } from '../languages/yaml/patch';
import { render, renderEntries, styleOf, type Plain } from '../languages/yaml/render';
import type { YamlEntry, YamlMap } from '../languages/yaml/tree';
import type { Region } from '../regions/region';
import { lineEndAt } from '../text/lines';
import type { Range } from '../text/range';
import type { FixEdit } from './fix';

/** What a peer consists of, as it is to be written. */
export interface PeerEntries {
  readonly [key: string]: Plain;
}

const httpsPorts: Plain = [{ protocol: 'TCP', port: 443 }];

/** Edits of one fix; undefined where the change cannot be written faithfully. */
export type Edits = readonly FixEdit[] | undefined;

/** Both, or neither. */
export function join(a: Edits, b: Edits): Edits {
  return a === undefined || b === undefined ? undefined : [...a, ...b];
}

/** Limits a rule to HTTPS. */
export function portEdits(region: Region, rule: NetworkRuleFact): Edits {
  const { map } = rule;
  return map && setEntry(region, map, 'ports', render(httpsPorts, styleOf(map, region.text)));
}

/** Names a peer in a rule that has none, in whatever shape the rule is written. */
export function writePeers(
  region: Region,
  rule: NetworkRuleFact,
  key: string,
  peer: PeerEntries,
  withPorts: boolean,
): Edits {
  const { map, peersEntry } = rule;
  const { text } = region;
  if (map === undefined || map.entries.length === 0) {
    const entries: PeerEntries = { [key]: [peer], ...(withPorts ? { ports: httpsPorts } : {}) };
    return writeRule(region, rule, entries);
  }
  const style = styleOf(map, text);
  const step = listStep(region, map);
  const ports = withPorts ? portEdits(region, rule) : [];
  if (peersEntry !== undefined) {
    return join(
      map.isFlow
        ? replaceValue(region, map, peersEntry, render([peer], style))
        : writeItem(region, map, peersEntry, indented(render([peer], style, step), step)),
      ports,
    );
  }
  const { start } = map.entries[0]?.range ?? map.range;
  const entries = renderEntries({ [key]: [peer] }, style, step);
  const written = map.isFlow
    ? `${entries}, `
    : `${indented(entries, map.indent).trimStart()}\n${' '.repeat(map.indent)}`;
  return join([{ range: { start, end: start }, text: written }], ports);
}

/** Writes entries where a rule is nothing but `{}` or its dash; a comment stays on that line. */
function writeRule(region: Region, { map, range }: NetworkRuleFact, entries: PeerEntries): Edits {
  const { text } = region;
  if (map !== undefined && text[range.start] !== '-') {
    return [{ range: map.range, text: render(entries, styleOf(map, text)) }];
  }
  const old = map?.range ?? { start: range.end, end: range.end };
  if (map?.anchor !== undefined || text[range.start] !== '-') return undefined;
  const gap = map === undefined ? ' ' : '';
  const column = old.start + gap.length - (text.lastIndexOf('\n', old.start - 1) + 1);
  const lines = indented(renderEntries(entries, 'block', listStep(region)), column)
    .trimStart()
    .split('\n');
  return onLine(text, old, gap + (lines[0] ?? ''), lines.slice(1));
}

/** Writes the first item under a key that holds none; a comment stays on the line of the key. */
function writeItem(region: Region, map: YamlMap, entry: YamlEntry, item: string): Edits {
  const { text } = region;
  const colon = text.indexOf(':', entry.key.range.end);
  const { value } = entry;
  const end = value?.range.end ?? colon + 1;
  if (colon < 0 || value?.anchor !== undefined || text.slice(colon, end).includes('\n')) return undefined;
  const lineEnd = lineEndAt(text, end);
  const written = { range: { start: lineEnd, end: lineEnd }, text: `\n${indented(item, map.indent)}` };
  return value === undefined ? [written] : [{ range: { start: colon + 1, end }, text: '' }, written];
}

/**
 * Puts a peer in the place of an entry. A comment behind a value of one line stays on the line of the new
 * key; declines where a comment stands inside the old value, or a name that others may use.
 */
export function replaceEntry(region: Region, map: YamlMap, entry: YamlEntry, peer: PeerEntries): Edits {
  const { text, comments } = region;
  const { range, value } = entry;
  if (comments.some((comment) => range.start < comment.range.start && comment.range.start < range.end))
    return undefined;
  if (entry.key.anchor !== undefined || (value !== undefined && definesAnchor(value))) return undefined;
  const style = styleOf(map, text);
  if (style !== 'block') return [{ range, text: renderEntries(peer, style) }];
  const lines = indented(renderEntries(peer, style, listStep(region)), map.indent)
    .trimStart()
    .split('\n');
  return onLine(text, range, lines[0] ?? '', lines.slice(1));
}

/** The first line in the place of a range, the others behind the comment that may follow it. */
function onLine(text: string, range: Range, first: string, rest: readonly string[]): Edits {
  const isOneLine = !text.slice(range.start, range.end).includes('\n');
  if (rest.length === 0 || !isOneLine) return [{ range, text: [first, ...rest].join('\n') }];
  const end = lineEndAt(text, range.end);
  return [
    { range, text: first },
    { range: { start: end, end }, text: `\n${rest.join('\n')}` },
  ];
}
