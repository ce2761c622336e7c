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
  const directives: Directive[] = [];
  let others = 0;
  for (let start = from; start < range.end;) {
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
  const directives: Directive[] = [];
  let count = 0;
  for (let start = from; start < range.end;) {
    let end = start;
    while (end < range.end && text[end] !== ',') end += text[end] === '\\' ? 2 : 1;
    end = Math.min(end, range.end);
    const pair = text.slice(start, end);
    if (pair.trim() !== '') count++;
    const equals = pair.indexOf('=');
    const name = attribute.exec(pair.slice(0, Math.max(equals, 0)).trim())?.[1];
    if (name !== undefined) {
      const pairStart = start + (pair.length - pair.trimStart().length);
      const pairEnd = start + pair.trimEnd().length;
      const value = pair.slice(equals + 1).trim();
      const valueStart =
        start + equals + 1 + (pair.slice(equals + 1).length - pair.slice(equals + 1).trimStart().length);
      directives.push({
        name: name.replaceAll('_', '-'),
        value: value.replaceAll('\\,', ','),
        range: { start: pairStart, end: pairEnd },
        valueRange: { start: valueStart, end: valueStart + value.length },
        whole: { start, end: Math.min(end + 1, range.end) },
      });
    }
    start = end + 1;
  }
  return { directives, isAll: count === directives.length };
}
