import type { YamlEntry, YamlMap } from '../languages/yaml/tree';
import type { SettingSource, Subject } from './fact';

/** Where a value stands in the tree of a region. */
export interface SettingPlace {
  readonly path: readonly string[];
  readonly maps: readonly YamlMap[];
  readonly subject: Subject;
  /** Length of the path at which the object around begins. */
  readonly objectDepth: number;
  /** The entry whose value, or whose list, this is. */
  readonly entry: YamlEntry | undefined;
}

/** What the place makes of a setting: an environment variable, data of a Secret, … */
export function sourceOf({ path, subject, objectDepth }: SettingPlace): SettingSource {
  const parent = path[path.length - 2] ?? '';
  const own = path.slice(objectDepth);
  if (subject.kind === 'manifest') {
    const isData = own.length === 2;
    if (subject.resource === 'Secret' && isData && own[0] === 'stringData') return 'secretStringData';
    if (subject.resource === 'Secret' && isData && own[0] === 'data') return 'secretData';
    if (subject.resource === 'ConfigMap' && isData && own[0] === 'data') return 'configMapData';
    return 'yaml';
  }
  if (parent === 'environment' && (subject.kind === 'compose' || subject.kind === 'unknown'))
    return 'composeEnv';
  if (subject.kind === 'workflow' && parent === 'env') return 'workflowEnv';
  if (subject.kind === 'gitlabCi' && path.includes('variables')) return 'workflowEnv';
  return 'yaml';
}

/** True when the items of a list under `key` are variables, each written `K=V`. */
export function isVariableList(key: string, subject: Subject): boolean {
  return key === 'environment' || (key === 'env' && subject.kind !== 'manifest') || key === 'literals';
}

/** The innermost key of a path that is no list position. */
export function lastName(path: readonly string[]): string {
  for (let i = path.length - 1; i >= 0; i--)
    if (!/^\[\d+\]$/.test(path[i] as string)) return path[i] as string;
  return '';
}
