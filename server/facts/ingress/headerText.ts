import type { YamlScalar } from '../../languages/yaml/tree';
import { lineEndAt } from '../../text/lines';
import type { Range } from '../../text/range';
import { innerRange } from '../field';

/** One header that a longer text sets. Ranges are the region's. */
export interface Directive {
  readonly name: string;
  readonly value: string;
  readonly range: Range;
  readonly valueRange: Range;
  /** What is deleted when it goes: its line with the line break, or the pair with its comma. */
  readonly whole: Range;
}

export interface Directives {
  readonly directives: readonly Directive[];
  /** True when the text holds nothing else. */
  readonly isAll: boolean;
}

const none: Directives = { directives: [], isAll: false };

/**
 * The headers set by a scalar's text: directives of NGINX (`add_header`, `more_set_headers`) and HAProxy
 * (`http-response set-header`) on lines of their own, lines of `haproxy.org/response-set-header`, and pairs of
 * `alb.ingress.kubernetes.io/listener-attributes.HTTPS-443`.
 *
 * Lines with several directives, and quoted texts with escapes, are not read.
 */
export function directivesIn(key: string, scalar: YamlScalar, text: string): Directives {
  if (key.startsWith('alb.ingress.kubernetes.io/listener-attributes.')) return attributesIn(scalar, text);
  const isHaproxy = key === 'haproxy.org/response-set-header';
  if (!isHaproxy && !/add_header|more_set_headers|http-response\s+set-header/.test(scalar.value)) return none;
  const isBlock = scalar.style === 'literal' || scalar.style === 'folded';
  const range = innerRange(scalar);
  const from = isBlock ? lineEndAt(text, range.start) + 1 : range.start;
  return directivesOnLines(text, { start: from, end: range.end }, isBlock, isHaproxy);
}

/** The same in lines of a configuration; `isBlock` where a line may go with its line break. */
export function directivesOnLines(
  text: string,
  range: Range,
  isBlock: boolean,
  isHaproxy: boolean,
): Directives {
  const directives: Directive[] = [];
  let others = 0;
  for (let { start } = range; start < range.end;) {
    const end = Math.min(lineEndAt(text, start), range.end);
    const line = text.slice(start, end);
    const directive = directiveOf(line, start, isHaproxy);
    if (directive !== undefined) {
      const whole = isBlock ? { start, end: Math.min(end + 1, text.length) } : { start, end };
      directives.push({ ...directive, whole });
    } else if (line.trim() !== '') others++;
    start = end + 1;
  }
  return { directives, isAll: others === 0 };
}

const nginx =
  /^[ \t]*(?:more_set_headers[ \t]+(?:-s[ \t]+\S+[ \t]+)?(["'])([\w-]+)[ \t]*:[ \t]*([^"']*)\1|add_header[ \t]+["']?([\w-]+)["']?[ \t]+("[^"]*"|'[^']*'|[^\s;"']+)(?:[ \t]+always)?)[ \t]*;[ \t]*$/;
const haproxy = /^[ \t]*(?:http-response[ \t]+set-header[ \t]+)?([\w-]+)[ \t]+(\S.*)$/;

function directiveOf(line: string, at: number, isHaproxy: boolean): Omit<Directive, 'whole'> | undefined {
  const trimmed = line.trimEnd();
  const start = at + (line.length - line.trimStart().length);
  const range = { start, end: at + trimmed.length };
  const found = isHaproxy || /^\s*http-response/.test(line) ? haproxy.exec(trimmed) : nginx.exec(trimmed);
  if (found === null) return undefined;
  const isHaproxyLine = found.length === 3;
  const name = (isHaproxyLine ? found[1] : (found[2] ?? found[4])) ?? '';
  const raw = (isHaproxyLine ? found[2] : (found[3] ?? found[5])) ?? '';
  const quote = /^["']/.test(raw) && raw.length > 1 && raw.endsWith(raw[0] ?? '') ? 1 : 0;
  const value = raw.slice(quote, raw.length - quote);
  const valueStart = at + trimmed.lastIndexOf(raw) + quote;
  return { name, value, range, valueRange: { start: valueStart, end: valueStart + value.length } };
}

const attribute = /^routing\.http\.response\.([a-z_]+)\.header_value$/;

/** Pairs are split at commas that no backslash escapes, and at their first `=` (AWS Load Balancer Controller 2.15). */
function attributesIn(scalar: YamlScalar, text: string): Directives {
  const range = innerRange(scalar);
  const isBlock = scalar.style === 'literal' || scalar.style === 'folded';
  const from = isBlock ? lineEndAt(text, range.start) + 1 : range.start;
  const pairs = pairsIn(text, from, range.end);
  const directives = pairs.flatMap((pair, index): readonly Directive[] => {
    const equals = text.indexOf('=', pair.start);
    if (equals < 0 || equals >= pair.end) return [];
    const name = attribute.exec(text.slice(pair.start, equals).trimEnd())?.[1];
    if (name === undefined) return [];
    let start = equals + 1;
    while (start < pair.end && /\s/.test(text[start] as string)) start++;
    const next = pairs[index + 1];
    const before = pairs[index - 1];
    return [
      {
        name: name.replaceAll('_', '-'),
        value: text.slice(start, pair.end).replaceAll('\\,', ','),
        range: pair,
        valueRange: { start, end: pair.end },
        whole:
          next === undefined
            ? { start: before?.end ?? pair.start, end: pair.end }
            : { start: pair.start, end: next.start },
      },
    ];
  });
  return { directives, isAll: pairs.length === directives.length };
}

/** The pairs without the blanks around them; empty ones are left out. */
function pairsIn(text: string, from: number, to: number): readonly Range[] {
  const pairs: Range[] = [];
  for (let start = from; start < to;) {
    let comma = start;
    while (comma < to && text[comma] !== ',') comma += text[comma] === '\\' ? 2 : 1;
    comma = Math.min(comma, to);
    const written = text.slice(start, comma);
    const first = start + (written.length - written.trimStart().length);
    const end = start + written.trimEnd().length;
    if (end > first) pairs.push({ start: first, end });
    start = comma + 1;
  }
  return pairs;
}
