import {
  asBoolean,
  asInteger,
  entryOf,
  get,
  getPath,
  listOf,
  mapOf,
  stringOf,
} from '../../languages/yaml/read';
import type { YamlEntry, YamlMap } from '../../languages/yaml/tree';
import type { ContainerFact, PrivilegeKind, PrivilegePlace, WorkloadFact } from '../podFact';
import { valueOf } from '../reading';
import { isSafeName } from '../kubernetes/initWork';
import { dangerousCapability } from './words';

/** One privilege of a security context, before it is known whose it is. */
export interface Grant {
  readonly what: PrivilegeKind;
  readonly detail: string;
  readonly range: YamlEntry['range'];
  readonly place: PrivilegePlace;
}

/** The pod and the container that a security context belongs to, where they are in the text. */
export interface Owner {
  readonly workload: WorkloadFact | undefined;
  readonly container: ContainerFact | undefined;
}

/** Fields of a security context; in a fragment without its key, those tell what it is. */
const fields = new Set(
  (
    'privileged allowPrivilegeEscalation runAsNonRoot runAsUser runAsGroup readOnlyRootFilesystem capabilities ' +
    'seccompProfile procMount appArmorProfile seLinuxOptions fsGroup fsGroupChangePolicy supplementalGroups sysctls'
  ).split(' '),
);

/** True for a map that holds nothing but fields of a security context. */
export function isBareSecurityContext(map: YamlMap): boolean {
  return map.entries.length > 0 && map.entries.every(({ key }) => fields.has(key.value));
}

/**
 * What a security context of a pod or a container gives (Kubernetes API, SecurityContext and
 * PodSecurityContext; Pod Security Standards, baseline).
 *
 * What a pod's context says counts only where a container does not say otherwise. Bitnami's charts switch a
 * whole context with `enabled`.
 */
export function grantsOf(map: YamlMap, owner: Owner): readonly Grant[] {
  if (asBoolean(entryOf(map, 'enabled')?.value) === false) return [];
  return [
    ...switches(map),
    ...rootUser(map, owner),
    ...capabilities(map),
    ...unconfined(map, owner),
    ...parameters(map),
  ];
}

function grant(what: PrivilegeKind, map: YamlMap, entry: YamlEntry, detail: string): Grant {
  return { what, detail, range: entry.range, place: { at: 'entry', map, entry } };
}

function switches(map: YamlMap): readonly Grant[] {
  const isOn = (key: string): YamlEntry | undefined => {
    const entry = entryOf(map, key);
    return asBoolean(entry?.value) === true ? entry : undefined;
  };
  const privileged = isOn('privileged');
  if (privileged !== undefined) return [grant('privileged', map, privileged, 'privileged')];
  const escalation = isOn('allowPrivilegeEscalation');
  return escalation === undefined ? [] : [grant('escalation', map, escalation, 'allowPrivilegeEscalation')];
}

function rootUser(map: YamlMap, { workload, container }: Owner): readonly Grant[] {
  if (hasUserNamespace(workload)) return [];
  const user = entryOf(map, 'runAsUser');
  const nonRoot = entryOf(map, 'runAsNonRoot');
  const others = container === undefined ? (workload?.containers ?? []) : [];
  const isOverruled = (says: (context: YamlMap | undefined) => boolean): boolean =>
    others.length > 0 && others.every(({ security }) => says(valueOf(security)));
  const isOtherUser = (context: YamlMap | undefined): boolean => {
    const own = asInteger(get(context, 'runAsUser'));
    return own !== undefined && own !== 0;
  };
  if (asInteger(user?.value) === 0) {
    return user === undefined || isOverruled(isOtherUser) ? [] : [grant('rootUser', map, user, '0')];
  }
  if (asBoolean(nonRoot?.value) !== false || nonRoot === undefined) return [];
  // Another user is set, here or by the pod: then the switch lets nothing happen.
  const podContext =
    container === undefined ? undefined : mapOf(get(container.workload?.podSpec, 'securityContext'));
  if (isOtherUser(map) || (user === undefined && isOtherUser(podContext))) return [];
  const isNonRoot = (context: YamlMap | undefined): boolean =>
    asBoolean(get(context, 'runAsNonRoot')) === true || isOtherUser(context);
  return isOverruled(isNonRoot) ? [] : [grant('rootUser', map, nonRoot, 'runAsNonRoot')];
}

/** `hostUsers: false`: root of the container is nobody on the node. */
export function hasUserNamespace(workload: WorkloadFact | undefined): boolean {
  return asBoolean(entryOf(workload?.podSpec, 'hostUsers')?.value) === false;
}

/** Windows' `hostProcess`, which the API server admits only together with `hostNetwork: true`. */
export function isHostProcess(workload: WorkloadFact | undefined): boolean {
  if (workload === undefined) return false;
  return [workload, ...workload.containers].some(
    ({ security }) => asBoolean(getPath(valueOf(security), 'windowsOptions', 'hostProcess')) === true,
  );
}

function capabilities(map: YamlMap): readonly Grant[] {
  const add = listOf(getPath(map, 'capabilities', 'add'));
  if (add === undefined) return [];
  return add.items.flatMap((item) => {
    const name = dangerousCapability(stringOf(item.node) ?? '');
    if (name === undefined || item.node === undefined) return [];
    const place = { at: 'item', list: add, item } as const;
    return [{ what: 'dangerousCapability', detail: name, range: item.node.range, place } as const];
  });
}

/** `sysctls: [{name, value}]` of a pod. */
function parameters(map: YamlMap): readonly Grant[] {
  const list = listOf(get(map, 'sysctls'));
  return (list?.items ?? []).flatMap((item) => {
    const entry = entryOf(mapOf(item.node), 'name');
    const name = stringOf(entry?.value);
    if (list === undefined || entry === undefined || name === undefined || name === '' || isSafeName(name))
      return [];
    const place = { at: 'item', list, item } as const;
    return [{ what: 'unsafeParameter', detail: name, range: entry.range, place } as const];
  });
}

/** Types that SELinux hardly confines; others may be a policy of the author's own. */
const freeTypes = new Set(['spc_t', 'unconfined_t', 'unconfined_service_t']);

function unconfined(map: YamlMap, { workload }: Owner): readonly Grant[] {
  const found: Grant[] = [];
  for (const key of ['seccompProfile', 'appArmorProfile']) {
    const profile = mapOf(get(map, key));
    const type = entryOf(profile, 'type');
    if (profile !== undefined && type !== undefined && stringOf(type.value) === 'Unconfined')
      found.push(grant('unconfined', profile, type, key === 'seccompProfile' ? 'seccomp' : 'AppArmor'));
  }
  const proc = entryOf(map, 'procMount');
  if (proc !== undefined && stringOf(proc.value) === 'Unmasked' && !hasUserNamespace(workload))
    found.push(grant('unconfined', map, proc, 'procMount'));
  const selinux = mapOf(get(map, 'seLinuxOptions'));
  const type = entryOf(selinux, 'type');
  const name = stringOf(type?.value);
  if (selinux !== undefined && type !== undefined && name !== undefined && freeTypes.has(name))
    found.push(grant('unconfined', selinux, type, 'SELinux'));
  return found;
}
