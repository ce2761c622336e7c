import type { CommandFact, Flag } from '../command';
import type { PrivilegeFact, PrivilegeKind, RegionFacts } from '../fact';
import { isNodeAgent } from '../kubernetes/nodeAgent';
import { reachOfHostPath } from './hostPath';
import { dangerousCapability, isRootUser, unconfinedOption } from './words';

const engines = new Set(['docker', 'podman', 'nerdctl', 'finch']);

type Said = readonly [PrivilegeKind, string];

/**
 * The privileges that commands give: `docker run`, `create` and `service create` and the same of other
 * engines, `kubectl run` and `kubectl debug`, and their flags on lines of their own.
 */
export function commandPrivileges({ command }: RegionFacts): readonly PrivilegeFact[] {
  return command.flatMap((fact) => {
    const read = readerOf(fact);
    if (read === undefined || !fact.isEditable) return [];
    const image = imageWords(fact);
    return fact.flags.flatMap((flag): readonly PrivilegeFact[] => {
      const said = read(flag);
      if (said === undefined) return [];
      return [
        {
          kind: 'privilege',
          what: said[0],
          detail: said[1],
          range: flag.range,
          source: 'command',
          workload: undefined,
          container: undefined,
          isNodeAgent: isNodeAgent(image, ''),
          place: { at: 'flag', command: fact, flag },
        },
      ];
    });
  });
}

function readerOf(command: CommandFact): ((flag: Flag) => Said | undefined) | undefined {
  const words = command.operands.map(({ value }) => value);
  const { program } = command;
  if (engines.has(program)) {
    const isGroup = /^(?:container|service|compose|pod)$/.test(words[0] ?? '');
    const verb = words[isGroup ? 1 : 0] ?? '';
    if (verb === 'exec')
      return (flag) => (isOn(flag, '--privileged') ? ['privileged', '--privileged'] : undefined);
    return /^(?:run|create)$/.test(verb) && words[0] !== 'network' && words[0] !== 'volume'
      ? engineFlag
      : undefined;
  }
  if (program === 'docker-compose') return words[0] === 'run' ? engineFlag : undefined;
  if (program === 'kubectl' || program === 'oc') {
    if (words[0] === 'run')
      return (flag) => (isOn(flag, '--privileged') ? ['privileged', '--privileged'] : undefined);
    if (words[0] === 'debug')
      return ({ name, value }) =>
        name === '--profile' && value?.value === 'sysadmin' ? ['privileged', 'sysadmin'] : undefined;
  }
  // A run of flags: those that mean the same everywhere.
  if (program === '' && command.programWord === undefined) {
    return (flag) =>
      /^(?:--(?:privileged|pid|cap-add|security-opt|ipc|volume|mount)|-v)$/.test(flag.name)
        ? engineFlag(flag)
        : undefined;
  }
  return undefined;
}

function isOn({ name, value }: Flag, wanted: string): boolean {
  return name === wanted && (value === undefined || /^(?:true|1|t)$/i.test(value.value));
}

function engineFlag(flag: Flag): Said | undefined {
  const { name } = flag;
  if (isOn(flag, '--privileged')) return ['privileged', '--privileged'];
  const text = flag.value?.isStatic === true ? flag.value.value : undefined;
  if (text === undefined) return undefined;
  if (/^--(?:pid|ipc|uts|userns|net|network|cgroupns)$/.test(name))
    return text === 'host' ? ['hostNamespace', name] : undefined;
  if (name === '--cap-add') {
    const capability = text
      .split(',')
      .map(dangerousCapability)
      .find((found) => found !== undefined);
    return capability === undefined ? undefined : ['dangerousCapability', capability];
  }
  if (name === '--security-opt') {
    const option = unconfinedOption(text);
    return option === undefined ? undefined : ['unconfined', option];
  }
  if (name === '-u' || name === '--user') return isRootUser(text) ? ['rootUser', text] : undefined;
  if (name === '-v' || name === '--volume') return mount(text.split(':', 1)[0] ?? '', text.includes(':'));
  if (name === '--mount') return bindMount(text);
  return undefined;
}

/** `--mount type=bind,source=/,target=/host`: the order of the keys is free. */
function bindMount(text: string): Said | undefined {
  const keys = new Map(text.split(',').map((part) => part.split('=', 2) as [string, string | undefined]));
  if (keys.get('type') !== 'bind') return undefined;
  return mount(keys.get('source') ?? keys.get('src') ?? '', true);
}

/** Other folders of the host are what people run containers with. */
function mount(path: string, isMount: boolean): Said | undefined {
  const reach = reachOfHostPath(path);
  return !isMount || reach === undefined || reach === 'hostPath' ? undefined : [reach, path];
}

/** Names that tell what runs: the last parts of the operands and the container's name. */
function imageWords({ operands, flags }: CommandFact): string {
  const names = flags.filter(({ name }) => name === '--name').map(({ value }) => value?.value ?? '');
  const images = operands.slice(1, 4).map(({ value }) => value.split('/').pop()?.split(':')[0] ?? '');
  return [...names, ...images].join('-');
}
