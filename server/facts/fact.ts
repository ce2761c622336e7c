import type { Range } from '../text/range';
import type { YamlEntry, YamlItem, YamlList, YamlMap, YamlNode, YamlScalar } from '../languages/yaml/tree';
import type { ImageReference } from './image';
import type {
  AutoscalerFact,
  DisruptionBudgetFact,
  LimitRangeFact,
  ResourceAmountFact,
  ResourceQuotaFact,
} from './capacityFact';
import type { CommandFact, Flag, ShellAssignment, Word } from './command';
import type { DownloadFact } from './download';
import type { ContainerFact, PrivilegeFact, WorkloadFact } from './podFact';
import type { Reading } from './reading';
import type { AnnotationFact, IngressFact, ResponseHeaderFact } from './ingress/fact';
import type { ChannelFact } from './channel';
import type { MeshFact } from './kubernetes/mesh';

/**
 * What the text says, in the words of the subject.
 *
 * One kind per subject, whatever syntax it came from; ranges are those of the region the fact was read
 * from. Facts are plain values: built once per region, and dropped with it.
 */
export interface Facts {
  readonly object: ObjectFact;
  readonly workload: WorkloadFact;
  readonly container: ContainerFact;
  readonly privilege: PrivilegeFact;
  readonly image: ImageFact;
  readonly command: CommandFact;
  readonly download: DownloadFact;
  readonly networkRule: NetworkRuleFact;
  readonly networkPeer: NetworkPeerFact;
  readonly annotation: AnnotationFact;
  readonly ingress: IngressFact;
  readonly responseHeader: ResponseHeaderFact;
  readonly mesh: MeshFact;
  readonly channel: ChannelFact;
  readonly setting: SettingFact;
  readonly nodeGroup: NodeGroupFact;
  readonly iamStatement: IamStatementFact;
  readonly rbacRule: RbacRuleFact;
  readonly rbacBinding: RbacBindingFact;
  readonly admission: AdmissionFact;
  readonly imagePattern: ImagePatternFact;
  readonly clusterLogging: ClusterLoggingFact;
  readonly auditRule: AuditRuleFact;
  readonly apiServer: ApiServerFact;
  readonly prose: ProseFact;
  readonly secret: SecretFact;
  readonly accountId: AccountIdFact;
  readonly resourceAmount: ResourceAmountFact;
  readonly resourceQuota: ResourceQuotaFact;
  readonly limitRange: LimitRangeFact;
  readonly disruptionBudget: DisruptionBudgetFact;
  readonly autoscaler: AutoscalerFact;
}

export type FactKind = keyof Facts;
export type FactOf<K extends FactKind> = Facts[K];
export type RegionFacts = { readonly [K in FactKind]: readonly Facts[K][] };

/** A Kubernetes object: a document, an item of a `List`, or one that another object carries. */
export interface ObjectFact {
  readonly kind: 'object';
  readonly range: Range;
  readonly map: YamlMap;
  /** As written, `''` where it is missing: `apps/v1`. */
  readonly apiVersion: string;
  /** The group of the apiVersion, `''` for the core group, and what follows it. */
  readonly group: string;
  readonly version: string;
  /** The object's `kind`: `Deployment`. */
  readonly resource: string;
  readonly name: Reading<string>;
  readonly namespace: Reading<string>;
  /** Those whose keys and values are known. */
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  readonly metadata: YamlMap | undefined;
  readonly spec: YamlMap | undefined;
  /** True inside of another object that is no list: a template of Kyverno, an embedded manifest. */
  readonly isNested: boolean;
}

/** An image that something pulls or runs. */
export interface ImageFact {
  readonly kind: 'image';
  readonly reference: Reading<ImageReference>;
  /** The whole reference, or the repository where it is written apart from its tag. */
  readonly range: Range;
  /** Where the tag is written: inside the reference, or in a field of its own. */
  readonly tag: Reading<string>;
  readonly digest: Reading<string>;
  /** Text that replaces or follows to pin the image: see facts/image.ts `pinEdits`. */
  readonly shape: 'reference' | 'repositoryAndTag' | 'flag';
  readonly role: ImageRole;
  /** For `repositoryAndTag`: the map that holds both. */
  readonly map: YamlMap | undefined;
  /** True where it stands in single quotes of a shell, which expands nothing there. */
  readonly isRaw?: boolean;
}

export type ImageRole =
  | 'container'
  | 'initContainer'
  | 'volume'
  | 'helmValues'
  | 'kustomize'
  | 'compose'
  | 'composeBuild'
  | 'workflow'
  | 'ci'
  | 'command';

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

/**
 * A name and the value it is set to: a scalar of YAML or JSON, a line of an environment file, an
 * assignment of a shell, a flag of a command, an entry of `--set`.
 */
export interface SettingFact {
  readonly kind: 'setting';
  /** Keys from the outside in; a list's index as `[0]`. A single name for env, assignment and flag. */
  readonly path: readonly string[];
  /** The last key: the setting's own name. For a container's `env` item it is the variable's name. */
  readonly key: string;
  readonly keyRange: Range;
  readonly value: Reading<string>;
  /** The value with its quotes; the place behind the colon when there is no value. */
  readonly valueRange: Range;
  /** The literal of `${X:-literal}` in the value, with its range, where there is one. */
  readonly fallback: { readonly value: string; readonly range: Range } | undefined;
  readonly source: SettingSource;
  /** The YAML entry and the maps around it, innermost last, for sources that have them. */
  readonly entry: YamlEntry | undefined;
  readonly maps: readonly YamlMap[];
  /** The value as a shell word, for `assignment`, `flag` and `set`. */
  readonly word: Word | undefined;
  /** The command that carries it, for `flag`, `set` and an `assignment` in front of a command. */
  readonly command: CommandFact | undefined;
  readonly assignment: ShellAssignment | undefined;
  /** What kind of file or object the text is (see recognize.ts); `unknown` for a fragment. */
  readonly subject: Subject;
}

export type SettingSource =
  | 'yaml'
  | 'containerEnv'
  | 'composeEnv'
  | 'workflowEnv'
  | 'secretStringData'
  | 'secretData'
  | 'configMapData'
  | 'dotenv'
  | 'assignment'
  | 'flag'
  | 'set';

/** What a YAML or JSON text is about. */
export type Subject =
  | {
      readonly kind: 'manifest';
      readonly apiVersion: string;
      readonly resource: string;
      readonly name: string;
      readonly namespace: string;
    }
  | {
      readonly kind:
        | 'kustomization'
        | 'helmValues'
        | 'helmChart'
        | 'workflow'
        | 'compose'
        | 'gitlabCi'
        | 'iamPolicy'
        | 'schema'
        | 'unknown';
    };

/** A node group of an eksctl ClusterConfig (`nodeGroups`, `managedNodeGroups`), or a fragment of its shape. */
export interface NodeGroupFact {
  readonly kind: 'nodeGroup';
  readonly range: Range;
  readonly map: YamlMap;
  readonly ssh: YamlEntry | undefined;
  readonly iam: YamlEntry | undefined;
  readonly privateNetworking: Reading<boolean>;
  readonly isFragment: boolean;
}

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

/** A statement of an IAM policy, in JSON or YAML. */
export interface IamStatementFact {
  readonly kind: 'iamStatement';
  readonly range: Range;
  readonly map: YamlMap;
  readonly isAllowed: boolean;
  /** Those that are known, each where it stands: `ecr:*`. */
  readonly actions: readonly { readonly value: string; readonly range: Range }[];
  /** The list that holds them; undefined for a single one. */
  readonly actionList: YamlList | undefined;
  /** Those that are known. */
  readonly resources: readonly string[];
  /** Whose rights they are: of a node group, of a service account of its own, of whom a resource trusts. */
  readonly holder: 'node' | 'pod' | 'resource' | 'unknown';
}

/** What a text says about the logs of an EKS control plane. */
export interface ClusterLoggingFact {
  readonly kind: 'clusterLogging';
  readonly source: 'config' | 'eksctlCreate' | 'eksctlUpdate' | 'awsCreate' | 'awsUpdate';
  readonly range: Range;
  /** Switched on; absent where nothing is. */
  readonly types: Reading<readonly LogType[]>;
  /** Switched off on purpose. */
  readonly disabled: readonly LogType[];
  readonly retention: Reading<number>;
  /** False where eksctl only says what it would do. */
  readonly isApplied: boolean;
  readonly command: CommandFact | undefined;
  readonly flag: Flag | undefined;
  /** The ClusterConfig, and its `clusterLogging`. */
  readonly config: YamlMap | undefined;
  readonly logging: YamlMap | undefined;
}

export interface LogType {
  readonly value: string;
  readonly range: Range;
}

/** A rule of an audit policy. */
export interface AuditRuleFact {
  readonly kind: 'auditRule';
  readonly range: Range;
  readonly map: YamlMap;
  readonly list: YamlList;
  readonly item: YamlItem;
  readonly index: number;
  readonly level: { readonly value: string; readonly range: Range };
  /** True where it fits every request. */
  readonly isCatchAll: boolean;
  /** Undefined where it is not about secrets. */
  readonly secrets:
    | {
        readonly isNamed: boolean;
        /** True where it is about nothing else of weight. */
        readonly isAlone: boolean;
        readonly range: Range | undefined;
      }
    | undefined;
  /** True where a rule above it has decided about secrets already. */
  readonly isSettled: boolean;
  readonly verbs: readonly string[];
}

/** How a kube-apiserver is started. */
export interface ApiServerFact {
  readonly kind: 'apiServer';
  readonly range: Range;
  readonly flags: readonly ApiServerFlag[];
  /** True where all of its flags are there to be seen. */
  readonly isWhole: boolean;
}

export interface ApiServerFlag {
  /** With its dashes. */
  readonly name: string;
  readonly value: string;
  /** The value's place. */
  readonly range: Range;
}

/** A sentence, table row or inline code of a Markdown document that names a credential. */
export interface ProseFact {
  readonly kind: 'prose';
  readonly form: 'text' | 'tableRow' | 'inlineCode' | 'link';
  readonly range: Range;
  readonly value: string;
  readonly cells: readonly { readonly header: string; readonly value: string; readonly range: Range }[];
}

/**
 * A credential that stands in the text (see facts/secret): found in a setting, a command, a sentence, or by
 * its shape anywhere in the region's own text.
 *
 * It does not hold the value: what never enters a fact cannot reach a message or a fingerprint.
 */
export interface SecretFact {
  readonly kind: 'secret';
  readonly what: SecretKind;
  /** For people, and never the value: "GitHub token", "DB_PASSWORD", "password of user admin". */
  readonly label: string;
  /** The value, without quotes. */
  readonly range: Range;
  /** The admin password of a Grafana. */
  readonly isGrafanaAdmin: boolean;
  /** The password of an administrator, by its name: `harborAdminPassword`, "password of admin". */
  readonly isAdmin: boolean;
  /** Set where the value is worth less than its kind says: a test key, a reserved host. */
  readonly isHarmless: boolean;
  /** True when its shape alone proves what it is. */
  readonly isShapeVerified: boolean;
  /** What carries the value, as far as it could be read. */
  readonly setting: SettingFact | undefined;
  readonly command: CommandFact | undefined;
  readonly prose: ProseFact | undefined;
  /** For commands: how the value is handed over, which decides the rewrite. */
  readonly form: SecretForm;
  /** For commands: the word that holds the value. */
  readonly word: Word | undefined;
}

/** Twelve digits that are the id of an AWS account, or may be (see facts/accountId). */
export interface AccountIdFact {
  readonly kind: 'accountId';
  /** Without the dashes that the console prints. */
  readonly id: string;
  readonly range: Range;
  /** What shows that it is one; undefined for digits that are one only where the same stand with a context. */
  readonly context: 'arn' | 'host' | 'queue' | 'name' | 'column' | 'sentence' | undefined;
}

export type SecretKind =
  'providerToken' | 'privateKey' | 'connectionString' | 'literal' | 'fallback' | 'default' | 'hash';

export type SecretForm =
  | 'text'
  | 'setting'
  | 'prose'
  | 'flag'
  | 'userAndPassword'
  | 'header'
  | 'argument'
  | 'fromLiteral'
  | 'stdin'
  | 'url'
  /** A line of a file that we do not parse; Grafana puts in variables in its own. */
  | 'line'
  | 'grafanaLine';

export type * from './podFact';
export type * from './capacityFact';
export type { AnnotationFact, IngressController, IngressFact, ResponseHeaderFact } from './ingress/fact';
export type { ChannelFact } from './channel';
export type { MeshFact } from './kubernetes/mesh';
export type { YamlNode };
