import type { YamlEntry, YamlItem, YamlList, YamlMap } from '../languages/yaml/tree';
import type { Range } from '../text/range';
import type { CommandFact, Flag } from './command';
import type { ObjectFact } from './fact';
import type { Reading } from './reading';

/** A pod's spec and what makes pods of it: a Pod, a Deployment, a CronJob, a resource with a pod template. */
export interface WorkloadFact {
  readonly kind: 'workload';
  /** The object; in a fragment the pod's spec. */
  readonly range: Range;
  /** Undefined in a fragment. */
  readonly object: ObjectFact | undefined;
  /** The object's `kind`, '' in a fragment. */
  readonly resource: string;
  readonly name: Reading<string>;
  readonly namespace: Reading<string>;
  /** Labels of the pods, those whose keys and values are known. */
  readonly podLabels: ReadonlyMap<string, string>;
  readonly replicas: Reading<number>;
  /** The map that holds `metadata` and `spec` of the pods. */
  readonly template: YamlMap | undefined;
  readonly podSpec: YamlMap;
  /** The pod's `securityContext`. */
  readonly security: Reading<YamlMap>;
  /**
   * True where the whole pod is in the text: no fragment, no patch, no template that may add to it. Only then
   * is something that is not written missing.
   */
  readonly isWhole: boolean;
  /** True for what serves the node itself: networks, storage drivers, exporters, all of `kube-system`. */
  readonly isNodeAgent: boolean;
  /** In the order of the text. */
  readonly containers: readonly ContainerFact[];
}

/** One container of a pod, a values file or a fragment. */
export interface ContainerFact {
  readonly kind: 'container';
  readonly range: Range;
  readonly map: YamlMap;
  /** `sidecar`: an init container with `restartPolicy: Always`, which goes on running. */
  readonly role: 'container' | 'initContainer' | 'sidecar' | 'ephemeralContainer';
  readonly name: Reading<string>;
  readonly image: Reading<string>;
  readonly resources: Reading<YamlMap>;
  readonly security: Reading<YamlMap>;
  /** The pod, where it is in the text. */
  readonly workload: WorkloadFact | undefined;
  /** The list that the container is an item of, to take it out. */
  readonly list: YamlList | undefined;
  readonly item: YamlItem | undefined;
  /** What it runs, as far as its text says so. */
  readonly commands: readonly ContainerCommand[];
}

export interface ContainerCommand {
  /** Without its path: `chown`. */
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * Something that a container is given beyond what every container has: in a manifest, in the values of a
 * chart, in a Compose file, in a job of a workflow, by `docker run` and its kin.
 */
export interface PrivilegeFact {
  readonly kind: 'privilege';
  readonly what: PrivilegeKind;
  /** What is named: the capability, the path on the host, the namespace, the profile, the user. */
  readonly detail: string;
  readonly range: Range;
  readonly source: 'kubernetes' | 'helmValues' | 'compose' | 'workflow' | 'command';
  /** The pod or container it is given to, where it is in the text. */
  readonly workload: WorkloadFact | undefined;
  readonly container: ContainerFact | undefined;
  /** True for what serves the node itself, whose job it is. */
  readonly isNodeAgent: boolean;
  /** How it is taken away again. */
  readonly place: PrivilegePlace;
}

export type PrivilegeKind =
  | 'privileged'
  | 'containerSocket'
  | 'hostRoot'
  | 'hostNamespace'
  | 'dangerousCapability'
  | 'rootUser'
  | 'sensitivePath'
  | 'hostPath'
  | 'escalation'
  | 'unconfined'
  | 'hostPort'
  /** A parameter of the kernel that a pod may not set everywhere. */
  | 'unsafeParameter'
  /** The host that a probe or hook asks instead of the pod. */
  | 'probeHost'
  | 'sharedProcesses'
  /** Nothing at all, where the values of a chart have a place for its hardening. */
  | 'emptyContext';

export type PrivilegePlace =
  | { readonly at: 'entry'; readonly map: YamlMap; readonly entry: YamlEntry }
  | { readonly at: 'item'; readonly list: YamlList; readonly item: YamlItem }
  | { readonly at: 'flag'; readonly command: CommandFact; readonly flag: Flag }
  | { readonly at: 'word'; readonly range: Range };
