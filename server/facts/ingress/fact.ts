import type { YamlEntry, YamlItem, YamlList, YamlMap } from '../../languages/yaml/tree';
import type { Range } from '../../text/range';
import type { CommandFact, Flag } from '../command';
import type { ObjectFact } from '../fact';
import type { Reading } from '../reading';

/** An annotation or label with a prefix: `nginx.ingress.kubernetes.io/server-snippet`. */
export interface AnnotationFact {
  readonly kind: 'annotation';
  readonly name: string;
  readonly nameRange: Range;
  readonly value: Reading<string>;
  readonly valueRange: Range;
  /** For YAML and JSON: the entry, and the map it is one of. */
  readonly entry: YamlEntry | undefined;
  readonly map: YamlMap | undefined;
  /** The `annotations:` that the map stands behind. */
  readonly holder: { readonly map: YamlMap; readonly entry: YamlEntry } | undefined;
}

export type IngressController =
  | 'alb'
  | 'ingress-nginx'
  /** The controller of F5, whose annotations begin with `nginx.org/`. */
  | 'nginx-inc'
  | 'traefik'
  /** The controller of HAProxy Technologies, `haproxy.org/`. */
  | 'haproxy'
  | 'haproxy-ingress';

/** An Ingress object. */
export interface IngressFact {
  readonly kind: 'ingress';
  readonly object: ObjectFact;
  readonly className: Reading<string>;
  /** Undefined where nothing tells. */
  readonly controller: IngressController | undefined;
  readonly annotations: YamlMap | undefined;
  /** True where a template may add annotations or fields. */
  readonly isOpen: boolean;
  /** Known with whether `tls` has items. */
  readonly tls: Reading<boolean>;
  /** Names of the services behind it. */
  readonly backends: readonly string[];
}

/** A header that something adds to the responses of a web server, proxy or load balancer. */
export interface ResponseHeaderFact {
  readonly kind: 'responseHeader';
  /** As written: `X-XSS-Protection`, or the setting that makes it: `browserXssFilter`. */
  readonly written: string;
  /** The header's name in lower case. */
  readonly name: string;
  /** What is sent; for `stsSeconds: 300` it is `max-age=300`. */
  readonly value: Reading<string>;
  /** What a finding marks: name and value. */
  readonly range: Range;
  readonly valueRange: Range;
  /** True where the value is written as it is sent, so that it can be rewritten. */
  readonly isVerbatim: boolean;
  readonly place: HeaderPlace;
  /** The headers set beside it, itself included: names in lower case. */
  readonly beside: ReadonlyMap<string, string>;
  /** Set for an attribute of a load balancer's listener: its protocol. */
  readonly protocol: 'HTTP' | 'HTTPS' | undefined;
}

/** What goes when the header goes. */
export type HeaderPlace =
  | {
      readonly kind: 'entry';
      readonly map: YamlMap;
      readonly entry: YamlEntry;
      /** The entry that the map stands behind. */
      readonly holder: { readonly map: YamlMap; readonly entry: YamlEntry } | undefined;
    }
  | { readonly kind: 'item'; readonly list: YamlList; readonly item: YamlItem }
  /** A piece of a longer text; `whole` is set where it is all there is. */
  | { readonly kind: 'text'; readonly range: Range; readonly whole: HeaderPlace | undefined }
  /** An option of a command; `flag` is undefined where it sets other things, too. */
  | { readonly kind: 'option'; readonly command: CommandFact; readonly flag: Flag | undefined };
