import type { Range } from '../text/range';
import type { YamlEntry, YamlMap, YamlNode } from '../languages/yaml/tree';
import type { ImageReference } from './image';
import type {
  AutoscalerFact,
  DisruptionBudgetFact,
  LimitRangeFact,
  ResourceAmountFact,
  ResourceQuotaFact,
} from './capacityFact';
import type { CommandFact, ShellAssignment, Word } from './command';
import type { DownloadFact } from './download';
import type { ContainerFact, PrivilegeFact, WorkloadFact } from './podFact';
import type { Reading } from './reading';
import type { AnnotationFact, IngressFact, ResponseHeaderFact } from './ingress/fact';
import type { ChannelFact } from './channel';
import type { MeshFact } from './kubernetes/mesh';
import type { NetworkRuleFact, NetworkPeerFact } from './networkFact';
import type { ExpressionFact, JobFact, StepFact, WorkflowFact } from './workflowFact';
import type { RbacRuleFact, RbacBindingFact, AdmissionFact, ImagePatternFact } from './policyFact';
import type {
  NodeGroupFact,
  IamStatementFact,
  ClusterLoggingFact,
  AuditRuleFact,
  ApiServerFact,
} from './clusterFact';

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
  readonly workflow: WorkflowFact;
  readonly job: JobFact;
  readonly step: StepFact;
  readonly expression: ExpressionFact;
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

export type * from './clusterFact';
export type * from './networkFact';
export type * from './policyFact';
export type * from './podFact';
export type * from './capacityFact';
export type * from './workflowFact';
export type { AnnotationFact, IngressController, IngressFact, ResponseHeaderFact } from './ingress/fact';
export type { ChannelFact } from './channel';
export type { MeshFact } from './kubernetes/mesh';
export type { YamlNode };
