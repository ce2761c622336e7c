import {
  asBoolean,
  asInteger,
  entryOf,
  get,
  getPath,
  listOf,
  mapOf,
  stringsOf,
  textOf,
} from '../../languages/yaml/read';
import type { ContainerCommand, ContainerFact } from '../podFact';
import { valueOf } from '../reading';
import { dropsAll } from './hardening';

/** What an init container does to the owner and the mode of files, read from its commands. */
export interface Ownership {
  readonly program: 'chown' | 'chmod';
  /** The group that `chown` gives the files to, where it is a number. */
  readonly group: number | undefined;
  /** True for a mode that lets everybody write. */
  readonly isWorldWritable: boolean;
  /** True where the container does nothing else, so that nothing is lost with it. */
  readonly isAll: boolean;
}

/** Programs beside which an init container still does nothing but set owners and modes. */
const idle = new Set(['chown', 'chmod', 'echo', 'ls', 'id', 'true', 'set', 'whoami', 'find', 'exit', 'stat']);

/**
 * The first command with which an init container changes owners, or modes of whole trees or for everybody;
 * undefined where there is none, or where it may do that and hardly more (all capabilities dropped but
 * those of files).
 */
export function ownershipOf(container: ContainerFact): Ownership | undefined {
  if (container.role !== 'initContainer') return undefined;
  const commands = container.commands.flatMap(unwrapped);
  const found = commands.map(ownership).filter((one) => one !== undefined);
  const [first] = found;
  if (first === undefined) return undefined;
  const isWorldWritable = found.some((one) => one.isWorldWritable);
  if (!isWorldWritable && isLimited(container)) return undefined;
  const group = found.find((one) => one.group !== undefined)?.group;
  const isAll = commands.every(({ program }) => idle.has(program));
  return { program: first.program, group, isWorldWritable, isAll };
}

/** `busybox chown …`, `find … -exec chown … +`: the command inside. */
function unwrapped(command: ContainerCommand): readonly ContainerCommand[] {
  const { program, args } = command;
  const inner =
    program === 'busybox' || program === 'sudo' ? 0 : program === 'find' ? args.indexOf('-exec') + 1 : -1;
  const name = inner < 0 || (program === 'find' && inner === 0) ? undefined : args[inner];
  return name === undefined ? [command] : [{ program: name, args: args.slice(inner + 1) }];
}

function ownership({ program, args }: ContainerCommand): Omit<Ownership, 'isAll'> | undefined {
  const operands = args.filter((word) => !word.startsWith('-'));
  if (program === 'chown' || program === 'chgrp') {
    const owner = operands[0] ?? '';
    const group = program === 'chgrp' ? owner : (owner.split(/[:.]/)[1] ?? owner);
    return {
      program: 'chown',
      group: /^\d+$/.test(group) ? Number(group) : undefined,
      isWorldWritable: false,
    };
  }
  if (program !== 'chmod') return undefined;
  const isWorldWritable = isForEverybody(operands[0] ?? '');
  const isTree = args.some((word) => word === '--recursive' || /^-[a-z]*R/.test(word));
  return isTree || isWorldWritable ? { program: 'chmod', group: undefined, isWorldWritable } : undefined;
}

/** `777`, `0777`, `666`, `a+rwx`, `ugo+w`, `o+w`, `+w` of a umask of nobody. */
function isForEverybody(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) return (Number(mode.slice(-1)) & 2) !== 0;
  return /^(?:a|ugo|o|go|uo)[+=][rwxX]*w/.test(mode);
}

/** All capabilities dropped, and at most those added that files need. */
function isLimited({ security }: ContainerFact): boolean {
  const context = valueOf(security);
  const added = stringsOf(getPath(context, 'capabilities', 'add'));
  return (
    dropsAll(context) &&
    entryOf(context, 'capabilities') !== undefined &&
    added.every((name) => /^(?:CAP_)?(?:CHOWN|FOWNER|DAC_OVERRIDE)$/.test(name))
  );
}

/** True for an init container whose commands fail without root: owners and modes of files, kernel parameters. */
export function worksAsRoot(container: ContainerFact): boolean {
  if (container.role !== 'initContainer') return false;
  return container.commands
    .flatMap(unwrapped)
    .some((command) => command.program === 'sysctl' || ownership(command) !== undefined);
}

/** True for a container that `runAsNonRoot` at the pod would keep from starting, or from doing its work. */
export function failsAsNonRoot(container: ContainerFact): boolean {
  const own = valueOf(container.security);
  if (entryOf(own, 'runAsNonRoot') !== undefined) return false;
  return (
    worksAsRoot(container) ||
    asBoolean(get(own, 'privileged')) === true ||
    asInteger(get(own, 'runAsUser')) === 0
  );
}

/** True where the group of a pod has no effect on a volume of the container: `hostPath`, NFS. */
export function mountsForeignVolume({ map, workload }: ContainerFact): boolean {
  const names = new Set(
    listOf(get(map, 'volumeMounts'))?.items.map((item) => textOf(mapOf(item.node), 'name')),
  );
  return (
    listOf(get(workload?.podSpec, 'volumes'))?.items.some((item) => {
      const volume = mapOf(item.node);
      const isForeign = get(volume, 'hostPath') !== undefined || get(volume, 'nfs') !== undefined;
      return isForeign && names.has(textOf(volume, 'name'));
    }) ?? false
  );
}

/** A parameter of the kernel and the value that an init container sets it to. */
export interface KernelParameter {
  readonly name: string;
  readonly value: string;
}

/** The kernel parameters that an init container sets with `sysctl`; `value` is '' where it is not known. */
export function kernelParametersOf(container: ContainerFact): readonly KernelParameter[] {
  if (container.role !== 'initContainer') return [];
  return container.commands.flatMap(unwrapped).flatMap(({ program, args }) => {
    if (program !== 'sysctl') return [];
    return args.flatMap((word) => {
      const equals = word.indexOf('=');
      if (equals > 0 && !word.startsWith('-'))
        return [{ name: word.slice(0, equals), value: word.slice(equals + 1) }];
      return [];
    });
  });
}

/** Parameters that a pod may set for itself wherever it runs (Pod Security Standards, baseline, v1.34). */
const safeParameters = new Set(
  (
    'kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.ip_unprivileged_port_start ' +
    'net.ipv4.tcp_syncookies net.ipv4.ping_group_range net.ipv4.ip_local_reserved_ports ' +
    'net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout net.ipv4.tcp_keepalive_intvl ' +
    'net.ipv4.tcp_keepalive_probes net.ipv4.tcp_rmem net.ipv4.tcp_wmem'
  ).split(' '),
);

export function isSafeParameter({ name, value }: KernelParameter): boolean {
  return isSafeName(name) && value !== '' && !/[$`]/.test(value);
}

/** True for a parameter of the safe set, its parts joined by dots or, as sysctl(8) also reads them, by slashes. */
export function isSafeName(name: string): boolean {
  return safeParameters.has(name.replaceAll('/', '.'));
}
