import { entryOf, get, getPath, isNull, isOpenMap, listOf, mapOf, textOf } from '../../languages/yaml/read';
import type { LimitRangeFact, ResourceQuotaFact } from '../capacityFact';
import type { CommandFact } from '../command';
import type { ObjectFact } from '../fact';
import { findFlag } from '../flags';
import { absent, known, unknown, type Reading } from '../reading';

/** The quotas of a YAML or JSON region (Kubernetes API v1, ResourceQuota). */
export function quotasOf(objects: readonly ObjectFact[]): readonly ResourceQuotaFact[] {
  return objects.flatMap((object) => {
    const { spec, map } = object;
    if (object.resource !== 'ResourceQuota' || object.group !== '') return [];
    const hardEntry = entryOf(spec, 'hard');
    const hard = mapOf(hardEntry?.value);
    const specEntry = entryOf(map, 'spec');
    const isScoped = get(spec, 'scopes') !== undefined || get(spec, 'scopeSelector') !== undefined;
    const isClosed = !map.isOpen && (spec === undefined ? isNull(specEntry?.value) : !isOpenMap(spec));
    const fact: ResourceQuotaFact = {
      kind: 'resourceQuota',
      range: (hardEntry ?? specEntry)?.key.range ?? entryOf(map, 'kind')?.range ?? map.range,
      object,
      namespace: object.namespace,
      hard,
      hardEntry,
      names: new Set((hard?.entries ?? []).map(({ key }) => nameOf(key.value))),
      isWhole: isClosed && (hard === undefined ? isNull(hardEntry?.value) : !isOpenMap(hard)),
      isScoped,
      command: undefined,
      flag: undefined,
    };
    return [fact];
  });
}

/** `kubectl create quota NAME --hard=cpu=1,memory=1Gi`. */
export function shellQuotasOf(commands: readonly CommandFact[]): readonly ResourceQuotaFact[] {
  return commands.flatMap((command) => {
    const [verb, what] = command.operands.map((word) => word.value);
    if (command.program !== 'kubectl' || verb !== 'create' || !/^(?:quota|resourcequota)$/.test(what ?? ''))
      return [];
    const flag = findFlag(command, '--hard');
    const value = flag?.value;
    if (flag === undefined || value === undefined) return [];
    const fact: ResourceQuotaFact = {
      kind: 'resourceQuota',
      range: flag.range,
      object: undefined,
      namespace: namespaceOfCommand(command),
      hard: undefined,
      hardEntry: undefined,
      names: new Set(value.value.split(',').map((part) => nameOf(part.split('=', 1)[0] ?? ''))),
      isWhole: value.isStatic,
      isScoped: findFlag(command, '--scopes') !== undefined,
      command,
      flag,
    };
    return [fact];
  });
}

export function namespaceOfCommand(command: CommandFact): Reading<string> {
  const value = findFlag(command, '-n', '--namespace')?.value;
  if (value === undefined) return absent();
  return value.isStatic ? known(value.value, value.range) : unknown(value.range);
}

function nameOf(key: string): string {
  return key === 'cpu' || key === 'memory' || key === 'ephemeral-storage' ? `requests.${key}` : key;
}

/** The limit ranges of a region. What has a default limit and no default request gets the limit as its request. */
export function limitRangesOf(objects: readonly ObjectFact[]): readonly LimitRangeFact[] {
  return objects.flatMap((object) => {
    if (object.resource !== 'LimitRange' || object.group !== '') return [];
    const defaults = new Set<string>();
    const list = listOf(getPath(object.map, 'spec', 'limits'));
    let isOpen = object.map.isOpen || list === undefined || list.isOpen;
    for (const item of list?.items ?? []) {
      const limits = mapOf(item.node);
      if (limits === undefined || isOpenMap(limits)) isOpen = true;
      if (textOf(limits, 'type') !== 'Container') continue;
      const keys = (key: string): readonly string[] =>
        (mapOf(get(limits, key))?.entries ?? []).map((entry) => entry.key.value);
      for (const resource of keys('defaultRequest')) defaults.add(`requests.${resource}`);
      // A maximum is the default limit where none is named, and a minimum the default request.
      for (const resource of [...keys('default'), ...keys('max')]) {
        defaults.add(`limits.${resource}`);
        defaults.add(`requests.${resource}`);
      }
      for (const resource of keys('min')) defaults.add(`requests.${resource}`);
    }
    const fact: LimitRangeFact = {
      kind: 'limitRange',
      range: object.range,
      namespace: object.namespace,
      defaults,
      isOpen,
    };
    return [fact];
  });
}
