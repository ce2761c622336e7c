import {
  asBoolean,
  asInteger,
  entryOf,
  get,
  getPath,
  isOpenMap,
  mapOf,
  stringsOf,
  textOf,
} from '../../languages/yaml/read';
import type { YamlMap } from '../../languages/yaml/tree';
import type { ContainerFact, WorkloadFact } from '../podFact';
import { valueOf } from '../reading';

/** What the restricted profile of the Pod Security Standards asks of every container. */
export type Hardening = 'runAsNonRoot' | 'allowPrivilegeEscalation' | 'capabilities' | 'seccompProfile';

/**
 * What a container lacks of the restricted profile (Pod Security Standards, v1.34), what the pod says for
 * all of its containers counted in, in the order of the type.
 *
 * Only what is not written is missing: a field that says the opposite is a privilege of its own, and one that
 * a template decides is unknown. Empty for Windows, for privileged containers, and outside of a whole pod
 * for what a pod could say.
 */
export function missingHardening(container: ContainerFact): readonly Hardening[] {
  const { workload, security } = container;
  if (security.state === 'unknown' || workload === undefined || isWindows(workload)) return [];
  const own = valueOf(security);
  const pod = workload.security.state === 'unknown' ? undefined : { map: valueOf(workload.security) };
  if ((own !== undefined && isOpenMap(own)) || asBoolean(get(own, 'privileged')) === true) return [];
  const missing: Hardening[] = [];
  if (pod !== undefined && !isNonRoot(own, pod.map, workload)) missing.push('runAsNonRoot');
  if (entryOf(own, 'allowPrivilegeEscalation') === undefined) missing.push('allowPrivilegeEscalation');
  if (!dropsAll(own)) missing.push('capabilities');
  if (pod !== undefined && !hasProfile(own) && !hasProfile(pod.map)) missing.push('seccompProfile');
  return missing;
}

/** True where the container's context says anything that hardens it. */
function isHardened(container: ContainerFact): boolean {
  const own = valueOf(container.security);
  return (
    asBoolean(get(own, 'allowPrivilegeEscalation')) === false ||
    asBoolean(get(own, 'runAsNonRoot')) === true ||
    asBoolean(get(own, 'readOnlyRootFilesystem')) === true ||
    dropsAll(own)
  );
}

/** The init containers without a security context of a pod whose containers all have one that hardens them. */
export function leftBehind({ containers }: WorkloadFact): readonly ContainerFact[] {
  const others = containers.filter(({ role }) => role === 'container');
  if (others.length === 0 || !others.every(isHardened)) return [];
  return containers.filter(
    (container) =>
      container.role === 'initContainer' &&
      container.security.state === 'absent' &&
      missingHardening(container).length > 0,
  );
}

/** True where all capabilities are dropped; where a template decides it, too. */
export function dropsAll(context: YamlMap | undefined): boolean {
  const capabilities = mapOf(get(context, 'capabilities'));
  if (capabilities === undefined)
    return (
      entryOf(context, 'capabilities')?.value !== undefined && get(context, 'capabilities')?.kind === 'scalar'
    );
  if (isOpenMap(capabilities)) return true;
  return stringsOf(get(capabilities, 'drop')).some((name) => /^(?:CAP_)?ALL$/i.test(name));
}

function isNonRoot(own: YamlMap | undefined, pod: YamlMap | undefined, workload: WorkloadFact): boolean {
  if (asBoolean(entryOf(workload.podSpec, 'hostUsers')?.value) === false) return true;
  // Whatever is written here decides; that it is wrong is told elsewhere.
  if (entryOf(own, 'runAsNonRoot') !== undefined || entryOf(own, 'runAsUser') !== undefined) return true;
  if (pod !== undefined && isOpenMap(pod)) return true;
  if (entryOf(pod, 'runAsNonRoot') !== undefined) return true;
  const user = entryOf(pod, 'runAsUser');
  return user !== undefined && asInteger(user.value) !== undefined;
}

function hasProfile(context: YamlMap | undefined): boolean {
  return context !== undefined && (isOpenMap(context) || entryOf(context, 'seccompProfile') !== undefined);
}

/** For Windows the fields mean nothing (Pod Security Standards, from 1.25). */
function isWindows({ podSpec, security, containers }: WorkloadFact): boolean {
  if (textOf(mapOf(get(podSpec, 'os')), 'name') === 'windows') return true;
  if (textOf(mapOf(getPath(podSpec, 'nodeSelector')), 'kubernetes.io/os') === 'windows') return true;
  const contexts = [valueOf(security), ...containers.map((container) => valueOf(container.security))];
  return contexts.some((context) => entryOf(context, 'windowsOptions') !== undefined);
}
