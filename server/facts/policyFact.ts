import type { YamlEntry, YamlItem, YamlList, YamlMap, YamlScalar } from '../languages/yaml/tree';
import type { Range } from '../text/range';
import type { CommandFact, Flag, Word } from './command';

/** A rule of a Role or ClusterRole, wherever it is written; what `kubectl create role` grants. */
export interface RbacRuleFact {
  readonly kind: 'rbacRule';
  readonly range: Range;
  /** The rule's map, and the list and item it is; undefined for a command. */
  readonly map: YamlMap | undefined;
  readonly list: YamlList | undefined;
  readonly item: YamlItem | undefined;
  readonly command: CommandFact | undefined;
  readonly role: RbacRole;
  readonly apiGroups: RbacField;
  readonly resources: RbacField;
  readonly verbs: RbacField;
  readonly nonResourceUrls: RbacField;
  /** `resourceNames`; none at all grants every object of the kind. */
  readonly names: RbacField;
}

/** The role around a rule, as far as the text shows it. */
export interface RbacRole {
  readonly resource: 'Role' | 'ClusterRole' | undefined;
  readonly name: string;
  /** True where it comes with a well-known controller, or from a vendored chart. */
  readonly isUpstream: boolean;
  readonly map: YamlMap | undefined;
}

export interface RbacField {
  /** Those that are known; where none are and `isWhole`, the field is absent or empty. */
  readonly words: readonly RbacWord[];
  readonly isWhole: boolean;
  /** The entry of the rule's own map, and its list where it may be edited. */
  readonly entry: YamlEntry | undefined;
  readonly list: YamlList | undefined;
  /** The flags of a command that say it. */
  readonly flags: readonly Flag[];
}

export interface RbacWord {
  readonly value: string;
  /** Without quotes. */
  readonly range: Range;
  readonly item: YamlItem | undefined;
}

/** A RoleBinding or ClusterRoleBinding; what `kubectl create clusterrolebinding` binds. */
export interface RbacBindingFact {
  readonly kind: 'rbacBinding';
  readonly range: Range;
  readonly map: YamlMap | undefined;
  readonly command: CommandFact | undefined;
  readonly resource: 'RoleBinding' | 'ClusterRoleBinding' | undefined;
  readonly name: string;
  readonly isUpstream: boolean;
  readonly roleKind: string;
  /** The role's name where it is known; its range holds the quotes. */
  readonly role: RbacWord | undefined;
  readonly subjects: readonly RbacSubject[];
}

export interface RbacSubject {
  /** `User`, `Group` or `ServiceAccount`. */
  readonly type: string;
  readonly name: string;
  readonly namespace: string;
  /** The name; in a command what one item of the flag's list says. */
  readonly range: Range;
  readonly item: YamlItem | undefined;
  readonly list: YamlList | undefined;
  readonly flag: Flag | undefined;
}

/** How strictly something is enforced at admission, where the text says so. */
export interface AdmissionFact {
  readonly kind: 'admission';
  readonly what:
    'kyvernoAction' | 'constraintAction' | 'bindingActions' | 'failurePolicy' | 'podSecurity' | 'imagePolicy';
  /** As written; a list's words with commas; `''` where it is missing and that means something. */
  readonly value: string;
  readonly range: Range;
  /** The map that holds or would hold it; undefined in a command. */
  readonly map: YamlMap | undefined;
  readonly entry: YamlEntry | undefined;
  /** `validating`, `mutating` or `policy` for failure policies; the namespace for Pod Security. */
  readonly target: string;
  readonly word: Word | undefined;
}

/** A prefix or pattern of the images that a policy admits. */
export interface ImagePatternFact {
  readonly kind: 'imagePattern';
  readonly form: 'prefix' | 'glob';
  readonly value: string;
  /** The pattern alone, without quotes. */
  readonly range: Range;
  readonly scalar: YamlScalar;
  /** True where the scalar holds nothing else. */
  readonly isWhole: boolean;
  readonly engine: 'gatekeeper' | 'kyverno' | 'cel';
  readonly policy: YamlMap;
  /** The map around the scalar, where the engine's pattern has one. */
  readonly at: YamlMap | undefined;
  /** Kinds of containers that the whole policy speaks of nowhere. */
  readonly missing: readonly string[];
}
