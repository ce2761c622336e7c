import { get, isNull, listOf, mapOf, scalarOf, stringOf } from '../../languages/yaml/read';
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import { lastAtMost } from '../../text/lines';
import type { Range } from '../../text/range';
import { contentStart } from '../field';
import { isSchema, subjectOf } from '../recognize';
import { known, unknown, type Reading } from '../reading';
import type { HeaderPlace, ResponseHeaderFact } from './fact';
import { directivesIn } from './headerText';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/** Headers that only ever stand in responses, so that a key or a name says what is set. */
export const responseHeaders: ReadonlySet<string> = new Set([
  'x-xss-protection',
  'expect-ct',
  'public-key-pins',
  'public-key-pins-report-only',
  'x-frame-options',
  'x-content-type-options',
  'strict-transport-security',
  'content-security-policy',
  'content-security-policy-report-only',
  'referrer-policy',
  'permissions-policy',
  'feature-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'access-control-allow-origin',
  'access-control-allow-credentials',
]);

/** Fields of Traefik's headers middleware (traefik.io/v1alpha1), in lower case, and the header each makes. */
const traefikFields: {
  readonly [field: string]: readonly [name: string, value: (written: string) => string] | undefined;
} = {
  browserxssfilter: ['x-xss-protection', (v) => (isTrue(v) ? '1; mode=block' : '0')],
  custombrowserxssvalue: ['x-xss-protection', (v) => v],
  publickey: ['public-key-pins', (v) => v],
  stsseconds: ['strict-transport-security', (v) => `max-age=${v}`],
  customframeoptionsvalue: ['x-frame-options', (v) => v],
  framedeny: ['x-frame-options', (v) => (isTrue(v) ? 'DENY' : '')],
  contenttypenosniff: ['x-content-type-options', (v) => (isTrue(v) ? 'nosniff' : '')],
  contentsecuritypolicy: ['content-security-policy', (v) => v],
  referrerpolicy: ['referrer-policy', (v) => v],
  permissionspolicy: ['permissions-policy', (v) => v],
  accesscontrolalloworiginlist: ['access-control-allow-origin', (v) => v],
  accesscontrolallowcredentials: ['access-control-allow-credentials', (v) => v],
};

/** Keys of ingress-nginx: of its ConfigMap, and of annotations behind their prefix. */
const nginxKeys: {
  readonly [key: string]: readonly [name: string, value: (written: string) => string] | undefined;
} = {
  'hsts-max-age': ['strict-transport-security', (v) => `max-age=${v}`],
  'nginx.ingress.kubernetes.io/cors-allow-origin': ['access-control-allow-origin', (v) => v],
  'nginx.ingress.kubernetes.io/cors-allow-credentials': ['access-control-allow-credentials', (v) => v],
};

function isTrue(text: string): boolean {
  return /^(true|yes|on|1)$/i.test(text);
}

interface Holder {
  readonly map: YamlMap;
  readonly entry: YamlEntry;
}

interface Carrier {
  readonly beside: Map<string, string>;
  readonly protocol?: 'HTTP' | 'HTTPS';
}

/**
 * The response headers that a region sets, in the order of its text: as keys of a map (Traefik, charts, a
 * ConfigMap of headers), as `{name, value}` (Gateway API), as fields that stand for one (Traefik's
 * `browserXssFilter`), as attributes of a listener (AWS Load Balancer Controller), and as directives of NGINX or
 * HAProxy inside a longer text.
 *
 * What is set on requests is left out.
 */
export function responseHeadersOf(region: YamlRegion): readonly ResponseHeaderFact[] {
  if (subjectOf(region).kind === 'schema') return [];
  const reader = new HeaderReader(region);
  reader.node(region.tree.root, '');
  return reader.found;
}

class HeaderReader {
  readonly found: ResponseHeaderFact[] = [];

  /** Where regions of their own begin: what they set is told there. */
  private readonly embeddedAt: readonly number[];

  constructor(private readonly region: YamlRegion) {
    this.embeddedAt = region.embedded.map((e) => e.map.segments[0]?.parentAt ?? -1).sort((a, b) => a - b);
  }

  node(node: YamlNode | undefined, key: string, holder?: Holder): void {
    if (node?.kind === 'list') this.list(node, key);
    if (node?.kind === 'map' && !isSchema(node)) this.map(node, key, holder);
  }

  private map(map: YamlMap, parent: string, holder: Holder | undefined): void {
    const carrier: Carrier = { beside: new Map() };
    for (const entry of map.entries) {
      const { key, value } = entry;
      if (key.hasHole || isRequest(key.value)) continue;
      const place: HeaderPlace = { kind: 'entry', map, entry, holder };
      const scalar = scalarOf(value);
      const field = fieldOf(key.value, parent);
      if (field !== undefined && (scalar !== undefined || listOf(value) !== undefined))
        this.field(entry, field, carrier, place);
      else if (
        scalar !== undefined &&
        responseHeaders.has(key.value.toLowerCase()) &&
        value?.kind === 'scalar'
      )
        this.add(carrier, key.value, key.value, read(scalar), entry.range, scalar.range, true, place);
      else if (value?.kind === 'scalar') this.text(entry, value, place);
      else this.node(value, key.value, { map, entry });
    }
  }

  /** A field that stands for a header, or a Traefik list with `*` in it. */
  private field(
    entry: YamlEntry,
    [name, convert]: readonly [string, (written: string) => string],
    carrier: Carrier,
    place: HeaderPlace,
  ): void {
    const { key, value } = entry;
    const list = listOf(value);
    const scalar = scalarOf(
      list === undefined ? value : list.items.find((i) => stringOf(i.node) === '*')?.node,
    );
    if (scalar === undefined || isNull(scalar)) return;
    const reading = read(scalar, convert);
    const isVerbatim = scalar.value !== '' && convert(scalar.value) === scalar.value;
    this.add(carrier, name, key.value, reading, entry.range, scalar.range, isVerbatim, place);
  }

  private list(list: YamlList, key: string): void {
    const carrier: Carrier = { beside: new Map() };
    for (const item of list.items) {
      const map = mapOf(item.node);
      const name = stringOf(get(map, 'name'));
      const value = scalarOf(get(map, 'value'));
      const place: HeaderPlace = { kind: 'item', list, item };
      const label = item.node?.kind === 'scalar' ? labelOf(item.node) : undefined;
      if (
        map !== undefined &&
        name !== undefined &&
        value !== undefined &&
        responseHeaders.has(name.toLowerCase())
      )
        this.add(carrier, name, name, read(value), map.range, value.range, true, place);
      else if (label !== undefined && item.node?.kind === 'scalar')
        this.label(item.node, label, carrier, place);
      else if (!isRequest(key)) this.node(item.node, '');
    }
  }

  /** `traefik.http.middlewares.NAME.headers.FIELD=VALUE` in a list of labels. */
  private label(scalar: YamlScalar, label: Label, carrier: Carrier, place: HeaderPlace): void {
    const [name, convert] = label.field;
    const start = contentStart(this.region.text, scalar);
    const valueRange =
      start === undefined
        ? scalar.range
        : { start: start + scalar.value.length - label.value.length, end: start + scalar.value.length };
    const sent = convert(label.value);
    const reading = scalar.hasHole ? unknown(valueRange) : known(sent, valueRange);
    this.add(carrier, name, label.name, reading, scalar.range, valueRange, sent === label.value, place);
  }

  /** Directives, and attributes of a listener, in a scalar. */
  private text(entry: YamlEntry, scalar: YamlScalar, place: HeaderPlace): void {
    const { text } = this.region;
    const { start, end } = scalar.range;
    const embedded = this.embeddedAt[lastAtMost(this.embeddedAt, Math.max(start, end - 1))];
    if (embedded !== undefined && embedded >= start) return;
    const found = directivesIn(entry.key.value, scalar, text);
    const protocol = /listener-attributes\.(HTTPS?)-/.exec(entry.key.value)?.[1] as Carrier['protocol'];
    const carrier: Carrier = { beside: new Map(), ...(protocol === undefined ? {} : { protocol }) };
    for (const directive of found.directives) {
      const whole = found.directives.length === 1 && found.isAll ? place : undefined;
      const reading =
        scalar.hasHole && /\{\{|\$\{/.test(directive.value)
          ? unknown(directive.valueRange)
          : known(directive.value, directive.valueRange);
      this.add(
        carrier,
        directive.name,
        directive.name,
        reading,
        directive.range,
        directive.valueRange,
        true,
        {
          kind: 'text',
          range: directive.whole,
          whole,
        },
      );
    }
  }

  private add(
    { beside, protocol }: Carrier,
    name: string,
    written: string,
    value: Reading<string>,
    range: Range,
    valueRange: Range,
    isVerbatim: boolean,
    place: HeaderPlace,
  ): void {
    const lower = name.toLowerCase();
    if (value.state === 'known') beside.set(lower, value.value);
    this.found.push({
      kind: 'responseHeader',
      written,
      name: lower,
      value,
      range,
      valueRange,
      isVerbatim,
      place,
      beside,
      protocol,
    });
  }
}

type Field = readonly [name: string, value: (written: string) => string];

function fieldOf(key: string, parent: string): Field | undefined {
  if (parent === 'headers' && Object.hasOwn(traefikFields, key.toLowerCase()))
    return traefikFields[key.toLowerCase()];
  if (Object.hasOwn(nginxKeys, key)) return nginxKeys[key];
  const label = /^traefik\.http\.middlewares\.[\w-]+\.headers\.(\w+)$/i.exec(key)?.[1]?.toLowerCase();
  return label !== undefined && Object.hasOwn(traefikFields, label) ? traefikFields[label] : undefined;
}

interface Label {
  readonly name: string;
  readonly value: string;
  readonly field: Field;
}

function labelOf(scalar: YamlScalar): Label | undefined {
  const match = /^traefik\.http\.middlewares\.[\w-]+\.headers\.(\w+)=(.*)$/is.exec(scalar.value);
  const name = match?.[1] ?? '';
  const field = Object.hasOwn(traefikFields, name.toLowerCase())
    ? traefikFields[name.toLowerCase()]
    : undefined;
  return field && { name, value: match?.[2] ?? '', field };
}

/** What is set on requests: `customRequestHeaders`, `requestHeaderModifier`, `request`. */
export function isRequest(key: string): boolean {
  return /^(?:custom)?request(?:headers?(?:modifier)?)?$/i.test(key) || key === 'proxySetHeaders';
}

function read(scalar: YamlScalar, convert: (written: string) => string = (same) => same): Reading<string> {
  return scalar.hasHole ? unknown(scalar.range) : known(convert(scalar.value), scalar.range);
}
