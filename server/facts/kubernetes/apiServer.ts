import { get, isOpenMap, listOf, mapOf, resolved, stringOf, textOf } from '../../languages/yaml/read';
import type { YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { ApiServerFact, ApiServerFlag, ObjectFact } from '../fact';
import type { CommandFact } from '../command';
import { innerRange } from '../field';

/**
 * How a kube-apiserver is started: by the container of a static pod, by kubeadm's ClusterConfiguration
 * (`extraArgs`, a map up to v1beta3 and a list since), by a command.
 */
export function apiServersOf(objects: readonly ObjectFact[]): readonly ApiServerFact[] {
  return objects.flatMap((object): ApiServerFact[] => {
    const { group, resource, map, spec } = object;
    if (group === 'kubeadm.k8s.io' && resource === 'ClusterConfiguration') return [ofKubeadm(map)];
    if (resource !== 'Pod') return [];
    return (listOf(get(spec, 'containers'))?.items ?? []).flatMap(({ node }) => ofContainer(mapOf(node)));
  });
}

function ofContainer(container: YamlMap | undefined): ApiServerFact[] {
  if (container === undefined) return [];
  const [command, args] = ['command', 'args'].map((key) => listOf(get(container, key)));
  const items = [...(command?.items ?? []), ...(args?.items ?? [])];
  const program = items.findIndex(({ node }) => /(?:^|\/)kube-apiserver$/.test(stringOf(node) ?? ''));
  if (program < 0) return [];
  const words = items.slice(program + 1);
  const flags = words.flatMap(({ node }) => flagOf(node));
  const isWhole =
    words.every(({ node }) => stringOf(node)?.startsWith('-') === true) && !isOpenMap(container);
  const at = items[program]?.node?.range ?? container.range;
  return [
    {
      kind: 'apiServer',
      range: at,
      flags,
      isWhole: isWhole && command?.isOpen !== true && args?.isOpen !== true,
    },
  ];
}

function flagOf(node: YamlNode | undefined): readonly ApiServerFlag[] {
  const scalar = resolved(node);
  const text = stringOf(scalar);
  if (text === undefined || scalar?.kind !== 'scalar') return [];
  const equals = text.indexOf('=');
  const inner = innerRange(scalar);
  const value = equals < 0 ? '' : text.slice(equals + 1);
  return [
    {
      name: equals < 0 ? text : text.slice(0, equals),
      value,
      range: { start: inner.end - value.length, end: inner.end },
    },
  ];
}

function ofKubeadm(map: YamlMap): ApiServerFact {
  const server = mapOf(get(map, 'apiServer'));
  const extra = get(server, 'extraArgs');
  const flags: ApiServerFlag[] = [];
  const add = (name: string | undefined, node: YamlNode | undefined): void => {
    const scalar = resolved(node);
    const value = stringOf(scalar);
    if (name !== undefined && value !== undefined && scalar?.kind === 'scalar')
      flags.push({ name: `--${name}`, value, range: innerRange(scalar) });
  };
  if (extra?.kind === 'map') for (const { key, value } of extra.entries) add(key.value, value);
  if (extra?.kind === 'list') {
    for (const { node } of extra.items) {
      const pair = mapOf(node);
      add(textOf(pair, 'name'), get(pair, 'value'));
    }
  }
  const parts = [map, server, extra?.kind === 'map' ? extra : undefined];
  const isWhole =
    parts.every((part) => part === undefined || !isOpenMap(part)) &&
    (extra === undefined || extra.kind !== 'scalar');
  return {
    kind: 'apiServer',
    range: map.entries.find(({ key }) => key.value === 'kind')?.range ?? map.range,
    flags,
    isWhole,
  };
}

/** `kube-apiserver --flag=value …`; a run of a few flags is no whole one. */
export function apiServerCommandsOf(commands: readonly CommandFact[]): readonly ApiServerFact[] {
  return commands
    .filter(({ program, flags }) => program === 'kube-apiserver' && flags.length > 0)
    .map((command) => ({
      kind: 'apiServer',
      range: command.programWord?.range ?? command.range,
      flags: command.flags.flatMap(({ name, value }) =>
        value?.isStatic === true
          ? [{ name, value: value.value, range: value.range }]
          : [{ name, value: '', range: command.range }],
      ),
      isWhole: command.flags.some(({ name }) => name.startsWith('--etcd-')),
    }));
}
