import type { YamlEntry, YamlItem, YamlList, YamlMap } from '../languages/yaml/tree';
import type { Range } from '../text/range';
import type { CommandFact, Flag } from './command';
import type { Reading } from './reading';

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
