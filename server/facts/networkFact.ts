import type { YamlEntry, YamlMap } from '../languages/yaml/tree';
import type { Range } from '../text/range';
import type { Reading } from './reading';

/** One element of a network policy's `ingress` or `egress`. */
export interface NetworkRuleFact {
  readonly kind: 'networkRule';
  readonly direction: 'ingress' | 'egress';
  readonly range: Range;
  /** The rule's map; undefined for `- {}`'s sibling forms that have none (`- ` alone). */
  readonly map: YamlMap | undefined;
  /** `to:` or `from:`: known with its count of peers, absent, or unknown. An explicit null counts as 0 peers. */
  readonly peers: Reading<number>;
  /** The `to:` or `from:` entry. */
  readonly peersEntry: YamlEntry | undefined;
  readonly ports: Reading<readonly NetworkPort[]>;
  /** True when the policy around it is not in the text. */
  readonly isFragment: boolean;
  readonly dialect: 'kubernetes' | 'cilium' | 'calico';
  /** True where the policy is about an ingress controller or gateway, which the internet is to reach. */
  readonly isPublicEdge: boolean;
  /** Cilium's `toEntities` and `fromEntities` (`all`, `world`, `cluster`, …), each where it stands. */
  readonly entities: readonly { readonly value: string; readonly range: Range }[];
}

export interface NetworkPort {
  readonly protocol: string;
  /** Undefined: every port of the protocol. */
  readonly port: number | string | undefined;
  readonly endPort: number | undefined;
  /** What a finding about it marks: the end of the range, or the port. */
  readonly range: Range;
  /** Undefined where it is a number or a text alone, as in Calico. */
  readonly map: YamlMap | undefined;
}

/** One item of a rule's `to` or `from`. */
export interface NetworkPeerFact {
  readonly kind: 'networkPeer';
  readonly rule: NetworkRuleFact;
  readonly range: Range;
  readonly map: YamlMap;
  readonly namespaces: Reading<Selector>;
  readonly pods: Reading<Selector>;
  readonly addresses: Reading<AddressBlock>;
  /**
   * On the first of those peers of a policy whose blocks hold every address, or the whole internet, alone or
   * together: all of them, this one included.
   */
  readonly group:
    { readonly peers: readonly NetworkPeerFact[]; readonly reach: 'everything' | 'internet' } | undefined;
}

export interface Selector {
  /** `{}`, or only empty `matchLabels` and `matchExpressions`: everything is selected. */
  readonly isEmpty: boolean;
  readonly entry: YamlEntry;
}

export interface AddressBlock {
  readonly cidr: string;
  readonly cidrRange: Range;
  readonly except: readonly string[];
  readonly entry: YamlEntry;
}
