import type { Range } from '../../text/range';

/**
 * A YAML or JSON document as rules and facts need it: located, with holes, without parser types.
 *
 * Every range is in the region's text. Aliases stand as `alias` nodes that name their target; the readers
 * of read.ts follow them (and merge keys, as Kubernetes does) so that facts need not.
 */
export type YamlNode = YamlMap | YamlList | YamlScalar | YamlAlias;

interface NodeBase {
  /** The node itself: without anchor and tag, without a comment or line break behind it. */
  readonly range: Range;
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
}

export interface YamlMap extends NodeBase {
  readonly kind: 'map';
  readonly isFlow: boolean;
  /** In source order. Repeated keys are all listed. */
  readonly entries: readonly YamlEntry[];
  /** Column of the first key: what a new entry of a block map is indented by. */
  readonly indent: number;
  /** A template stands among the entries or above them, so nothing may be called absent here. */
  readonly isOpen: boolean;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  /** Undefined when nothing stands behind the colon. */
  readonly value: YamlNode | undefined;
  /** From the key's start (with its anchor and tag) to the value's end, or to the colon's end. */
  readonly range: Range;
}

export interface YamlList extends NodeBase {
  readonly kind: 'list';
  readonly isFlow: boolean;
  readonly items: readonly YamlItem[];
  /** Column of the dashes of a block list. */
  readonly indent: number;
  readonly isOpen: boolean;
}

export interface YamlItem {
  readonly node: YamlNode | undefined;
  /** From the dash (or the node, in a flow list) to the node's end. */
  readonly range: Range;
}

export interface YamlScalar extends NodeBase {
  readonly kind: 'scalar';
  /** The decoded text, before YAML gives it a type: `yes`, `0644`, `null` stay as written. */
  readonly value: string;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  /** True when a template or damage decides a part of the value. */
  readonly hasHole: boolean;
}

export interface YamlAlias extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: Exclude<YamlNode, YamlAlias> | undefined;
}

export interface YamlTree {
  /** Undefined for an empty document and for a stream of several, whose documents are regions of their own. */
  readonly root: YamlNode | undefined;
}
