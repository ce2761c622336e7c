import type { YamlEntry, YamlMap } from '../languages/yaml/tree';
import type { Range } from '../text/range';
import type { CommandFact, Flag } from './command';
import type { ObjectFact } from './fact';
import type { Reading } from './reading';

/** An amount of CPU, memory or scratch space that a container, a quota or a LimitRange names. */
export interface ResourceAmountFact {
  readonly kind: 'resourceAmount';
  readonly resource: 'cpu' | 'memory' | 'ephemeral-storage';
  /** As written. */
  readonly text: string;
  /** Without quotes. */
  readonly range: Range;
  /** `container`: of one container, or the default of one; `total`: of a namespace. */
  readonly of: 'container' | 'total';
}

/** A ResourceQuota; what `kubectl create quota` makes. */
export interface ResourceQuotaFact {
  readonly kind: 'resourceQuota';
  /** The `hard` key, what stands in its place, or the flag. */
  readonly range: Range;
  readonly object: ObjectFact | undefined;
  readonly namespace: Reading<string>;
  readonly hard: YamlMap | undefined;
  /** The entry of `hard`, empty or not. */
  readonly hardEntry: YamlEntry | undefined;
  /** What it limits, with `requests.` in front of a bare `cpu` and `memory`, which mean the same. */
  readonly names: ReadonlySet<string>;
  /** True where all that it limits is in the text. */
  readonly isWhole: boolean;
  /** True where it is about a part of the pods only: `scopes`, `scopeSelector`. */
  readonly isScoped: boolean;
  readonly command: CommandFact | undefined;
  readonly flag: Flag | undefined;
}

/** A LimitRange: what containers get that name nothing. */
export interface LimitRangeFact {
  readonly kind: 'limitRange';
  readonly range: Range;
  readonly namespace: Reading<string>;
  /** As a quota names them, `requests.cpu`, `limits.memory`: what containers have by default. */
  readonly defaults: ReadonlySet<string>;
  /** True where a template may add to it. */
  readonly isOpen: boolean;
}

/** A PodDisruptionBudget: a manifest, the switch of a chart, or what `kubectl create pdb` makes. */
export interface DisruptionBudgetFact {
  readonly kind: 'disruptionBudget';
  /** The object's `kind` and its value, the switch's key, the command's name. */
  readonly range: Range;
  readonly source: 'manifest' | 'values' | 'command';
  readonly object: ObjectFact | undefined;
  readonly name: Reading<string>;
  readonly namespace: Reading<string>;
  /** The map that holds `minAvailable` and its like. */
  readonly map: YamlMap | undefined;
  readonly minAvailable: BudgetBound | undefined;
  readonly maxUnavailable: BudgetBound | undefined;
  /** True where the bounds that are not known are not there either. */
  readonly isWhole: boolean;
  readonly selector: BudgetSelector;
  readonly command: CommandFact | undefined;
  /** In values: the number of replicas beside the switch. */
  readonly replicas: { readonly value: number; readonly range: Range } | undefined;
  /** True where a comment says how nodes are drained all the same. */
  readonly hasProcedure: boolean;
}

export interface BudgetBound {
  readonly value: number;
  readonly isPercent: boolean;
  readonly text: string;
  /** The value, with its quotes. */
  readonly range: Range;
  readonly entry: YamlEntry | undefined;
  readonly flag: Flag | undefined;
}

export interface BudgetSelector {
  /** `labels`: `labels` are all it asks for. */
  readonly state: 'labels' | 'everything' | 'absent' | 'unknown';
  readonly labels: ReadonlyMap<string, string>;
  readonly entry: YamlEntry | undefined;
}

/** What sets the replicas of a workload: a HorizontalPodAutoscaler, a ScaledObject of KEDA. */
export interface AutoscalerFact {
  readonly kind: 'autoscaler';
  readonly range: Range;
  readonly namespace: Reading<string>;
  readonly targetKind: string;
  readonly targetName: string;
  /** The fewest replicas; undefined where that is not known. */
  readonly min: { readonly value: number; readonly range: Range } | undefined;
}
