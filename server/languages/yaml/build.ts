import { CST } from 'yaml';
import { lineStartAt } from '../../text/lines';
import type { Range } from '../../text/range';
import type { HoleIndex } from './holes';
import type { YamlAlias, YamlEntry, YamlItem, YamlList, YamlMap, YamlNode, YamlScalar } from './tree';

/** What a tree is built from: tokens of the masked text, and what the mask hides. */
export interface BuildInput {
  readonly text: string;
  readonly filler: string;
  readonly holes: HoleIndex;
  /** True where something was damaged: then nothing in the tree may be called absent. */
  readonly isDamaged: boolean;
}

type Props = readonly CST.SourceToken[];
type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;

/**
 * The tree of the first document that has content. Recursion is as deep as the tokens, which
 * `readTokens` bounds. Cost: linear but for holes, each of which is looked at once a level.
 */
export function buildTree(tokens: readonly CST.Token[], input: BuildInput): YamlNode | undefined {
  for (const token of tokens) {
    if (token.type === 'document' && token.value !== undefined) {
      return new Builder(input).node(token.value, token.start);
    }
  }
  return undefined;
}

class Builder {
  private readonly anchors = new Map<string, Exclude<YamlNode, YamlAlias>>();
  /** Start of the root: a branch that begins before it holds the whole document, and opens nothing. */
  private rootStart = -1;

  constructor(private readonly input: BuildInput) {}

  node(token: CST.Token, props: Props): YamlNode | undefined {
    if (this.rootStart < 0) this.rootStart = 'offset' in token ? token.offset : 0;
    switch (token.type) {
      case 'alias':
        return this.alias(token, props);
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
      case 'block-scalar':
        return this.scalar(token, props);
      case 'block-map':
        return this.blockMap(token, props);
      case 'block-seq':
        return this.blockList(token, props);
      case 'flow-collection':
        return token.start.source === '{' ? this.flowMap(token, props) : this.flowList(token, props);
      default:
        return undefined;
    }
  }

  private register<T extends Exclude<YamlNode, YamlAlias>>(node: T): T {
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    return node;
  }

  private alias(token: CST.FlowScalar, props: Props): YamlAlias {
    const name = token.source.slice(1);
    const range = { start: token.offset, end: token.offset + token.source.length };
    return { kind: 'alias', range, ...propsOf(props), name, target: this.anchors.get(name) };
  }

  private scalar(token: CST.FlowScalar | CST.BlockScalar, props: Props): YamlScalar {
    const errors: string[] = [];
    const resolved = CST.resolveAsScalar(token, false, (_offset, code) => errors.push(code));
    const isUnclosed = errors.includes('MISSING_CHAR');
    const range = scalarRange(token);
    const decoded = resolved.value;
    const value = decoded.includes(this.input.filler)
      ? this.input.holes.restore(decoded, this.input.filler, range)
      : decoded;
    // Nobody can tell where a quoted text ends that lacks its closing quote.
    const hasHole = isUnclosed || this.input.holes.touches(range) || hasExpansion(value);
    return this.register({ kind: 'scalar', range, ...propsOf(props), value, style: styleOf(token), hasHole });
  }

  /** What stands where a value is missing: nothing, or the hole of a template that inserts it. */
  private missing(after: number): YamlScalar | undefined {
    const range = this.input.holes.insertedAfter(after);
    if (range === undefined) return undefined;
    const value = this.input.text.slice(range.start, range.end);
    return { kind: 'scalar', range, tag: undefined, anchor: undefined, value, style: 'plain', hasHole: true };
  }

  private blockMap(token: CST.BlockMap, props: Props): YamlMap {
    const entries: YamlEntry[] = [];
    const map = this.mapNode(token, props, entries, false);
    for (const item of token.items) {
      const entry = this.entry(item);
      if (entry !== undefined) entries.push(entry);
    }
    const first = entries[0]?.key.range.start ?? token.offset;
    map.indent = first - lineStartAt(this.input.text, first);
    const end = entries[entries.length - 1]?.range.end ?? token.offset;
    map.range = { start: Math.min(first, entries[0]?.range.start ?? first), end };
    map.isOpen = this.isOpen(
      map.range,
      entries.map((e) => e.value),
    );
    if (entries.some((e) => e.key.hasHole)) map.isOpen = true;
    return map;
  }

  private blockList(token: CST.BlockSequence, props: Props): YamlList {
    const items: YamlItem[] = [];
    const list = this.listNode(token, props, items, false);
    for (const item of token.items) {
      const dash = item.start.find((t) => t.type === 'seq-item-ind');
      if (dash === undefined && item.value === undefined) continue;
      const own = dash === undefined ? item.start : item.start.slice(item.start.indexOf(dash) + 1);
      const node = item.value ? this.node(item.value, own) : undefined;
      const start = dash?.offset ?? node?.range.start ?? token.offset;
      const filled = isEmptyScalar(node) ? (this.missing(start + 1) ?? node) : node;
      const shown = isEmptyScalar(filled) ? undefined : filled;
      items.push({ node: shown, range: { start, end: shown?.range.end ?? start + 1 } });
    }
    const first = items[0]?.range.start ?? token.offset;
    list.indent = first - lineStartAt(this.input.text, first);
    list.range = { start: first, end: items[items.length - 1]?.range.end ?? token.offset };
    list.isOpen = this.isOpen(
      list.range,
      items.map((i) => i.node),
    );
    return list;
  }

  private flowMap(token: CST.FlowCollection, props: Props): YamlMap {
    const entries: YamlEntry[] = [];
    const map = this.mapNode(token, props, entries, true);
    for (const item of token.items) {
      const entry = this.entry(item);
      if (entry !== undefined) entries.push(entry);
    }
    map.range = flowRange(token, entries[entries.length - 1]?.range.end);
    map.isOpen = this.isOpen(
      map.range,
      entries.map((e) => e.value),
    );
    if (entries.some((e) => e.key.hasHole)) map.isOpen = true;
    return map;
  }

  private flowList(token: CST.FlowCollection, props: Props): YamlList {
    const items: YamlItem[] = [];
    const list = this.listNode(token, props, items, true);
    for (const item of token.items) {
      const isPair = Boolean(item.key) || hasColon(item.sep);
      const node = isPair ? this.pair(item) : item.value ? this.node(item.value, item.start) : undefined;
      if (node !== undefined && !isEmptyScalar(node)) items.push({ node, range: node.range });
    }
    list.range = flowRange(token, items[items.length - 1]?.range.end);
    list.isOpen = this.isOpen(
      list.range,
      items.map((i) => i.node),
    );
    return list;
  }

  /** `[a: b]` holds a map of one entry; `[a]` may stand as a key without a colon. */
  private pair(item: CST.CollectionItem): YamlNode | undefined {
    if (!hasColon(item.sep) && item.key) return this.node(item.key, item.start);
    const entry = this.entry(item);
    if (entry === undefined) return undefined;
    return {
      kind: 'map',
      range: entry.range,
      tag: undefined,
      anchor: undefined,
      isFlow: true,
      entries: [entry],
      indent: 0,
      isOpen: this.input.isDamaged || entry.key.hasHole,
    };
  }

  private entry(item: CST.CollectionItem): YamlEntry | undefined {
    const colon = item.sep?.find((t) => t.type === 'map-value-ind');
    const mark = item.start.find((t) => t.type === 'explicit-key-ind');
    // The parser keeps what it could not place (a dash behind a finished value) as the key of an entry.
    const hasKey = item.key ? item.key.type !== 'error' : false;
    if (!hasKey && colon === undefined && mark === undefined && !item.value) return undefined;
    const fallback =
      colon?.offset ?? mark?.offset ?? item.start[0]?.offset ?? item.key?.offset ?? item.value?.offset ?? 0;
    const key = this.key(item, fallback);
    const colonEnd = colon === undefined ? key.range.end : colon.offset + 1;
    const valueProps = item.sep ?? [];
    const node = item.value ? this.node(item.value, valueProps) : undefined;
    const isBare = node === undefined || (isEmptyScalar(node) && node.anchor === undefined && !node.tag);
    const value = isBare ? this.missing(colonEnd) : node;
    const start = startOf(item.start, mark?.offset ?? key.range.start);
    return { key, value, range: { start, end: Math.max(value?.range.end ?? colonEnd, key.range.end) } };
  }

  private key(item: CST.CollectionItem, fallback: number): YamlScalar {
    const node = item.key ? this.node(item.key, item.start) : undefined;
    if (node?.kind === 'scalar') return node;
    // A collection or an alias as a key: shown as written, and never compared with a field's name.
    const range = node?.range ?? { start: fallback, end: fallback };
    const value = this.input.text.slice(range.start, range.end);
    const hasHole = node !== undefined;
    return { kind: 'scalar', range, tag: undefined, anchor: undefined, value, style: 'plain', hasHole };
  }

  private mapNode(token: Collection, props: Props, entries: YamlEntry[], isFlow: boolean): Writable<YamlMap> {
    const range = { start: token.offset, end: token.offset };
    return this.register<Writable<YamlMap>>({
      kind: 'map',
      range,
      ...propsOf(props),
      isFlow,
      entries,
      indent: 0,
      isOpen: true,
    });
  }

  private listNode(token: Collection, props: Props, items: YamlItem[], isFlow: boolean): Writable<YamlList> {
    const range = { start: token.offset, end: token.offset };
    return this.register<Writable<YamlList>>({
      kind: 'list',
      range,
      ...propsOf(props),
      isFlow,
      items,
      indent: 0,
      isOpen: true,
    });
  }

  private isOpen(range: Range, children: readonly (YamlNode | undefined)[]): boolean {
    if (this.input.isDamaged) return true;
    return this.input.holes.opens(range, children, this.rootStart);
  }
}

function propsOf(props: Props): { readonly tag: string | undefined; readonly anchor: string | undefined } {
  let tag: string | undefined;
  let anchor: string | undefined;
  for (const { type, source } of props) {
    if (type === 'tag') tag = source;
    else if (type === 'anchor') anchor = source.slice(1);
  }
  return { tag, anchor };
}

/** The first anchor or tag of the props, or the given offset. */
function startOf(props: Props, otherwise: number): number {
  for (const { type, offset } of props)
    if (type === 'anchor' || type === 'tag') return Math.min(offset, otherwise);
  return otherwise;
}

function hasColon(sep: Props | undefined): boolean {
  return sep?.some((t) => t.type === 'map-value-ind') ?? false;
}

/** The parser writes an empty plain scalar where nothing stands. */
function isEmptyScalar(node: YamlNode | undefined): node is undefined | YamlScalar {
  return node === undefined || (node.kind === 'scalar' && node.range.start === node.range.end);
}

function flowRange(token: CST.FlowCollection, lastEnd: number | undefined): Range {
  const close = token.end.find((t) => t.type === 'flow-map-end' || t.type === 'flow-seq-end');
  const start = token.offset;
  return { start, end: close === undefined ? Math.max(lastEnd ?? 0, start + 1) : close.offset + 1 };
}

function styleOf(token: CST.FlowScalar | CST.BlockScalar): YamlScalar['style'] {
  switch (token.type) {
    case 'single-quoted-scalar':
      return 'single';
    case 'double-quoted-scalar':
      return 'double';
    case 'block-scalar': {
      const header = token.props[0];
      return header !== undefined && 'source' in header && header.source.startsWith('>')
        ? 'folded'
        : 'literal';
    }
    default:
      return 'plain';
  }
}

/** A block scalar reaches from its header to the end of its last line with content. */
function scalarRange(token: CST.FlowScalar | CST.BlockScalar): Range {
  if (token.type !== 'block-scalar') {
    return { start: token.offset, end: token.offset + token.source.length };
  }
  let start = token.offset;
  let at = start;
  let headerEnd = start;
  for (const prop of token.props) {
    if (!('source' in prop)) continue;
    if (prop.type === 'block-scalar-header') {
      start = prop.offset;
      headerEnd = start + prop.source.length;
    }
    at = prop.offset + prop.source.length;
  }
  const content = token.source.trimEnd();
  return { start, end: content === '' ? headerEnd : at + content.length };
}

/** `${X}`, `$(x)`, `{{ x }}`: somebody puts a value in before anyone reads it. */
function hasExpansion(value: string): boolean {
  for (const [open, close] of [
    ['${', '}'],
    ['$(', ')'],
    ['{{', '}}'],
  ] as const) {
    const at = value.indexOf(open);
    if (at >= 0 && value.includes(close, at + 2)) return true;
  }
  return false;
}
