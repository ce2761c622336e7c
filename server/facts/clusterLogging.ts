import {
  asInteger,
  entryOf,
  get,
  isNull,
  isOpenMap,
  listOf,
  mapOf,
  resolved,
  stringOf,
} from '../languages/yaml/read';
import type { YamlMap } from '../languages/yaml/tree';
import { partOfWord } from '../languages/shell/words';
import type { RegionOf } from '../regions/region';
import type { CommandFact, Flag, Word } from './command';
import type { ClusterLoggingFact, LogType, ObjectFact } from './fact';
import { innerRange } from './field';
import { findFlag } from './flags';
import { absent, known, unknown, type Reading } from './reading';
import { switchState } from './eksctl';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/** The logs of an EKS control plane (EKS API `LogSetup`); eksctl knows `all` and `*` as well. */
export const logTypes = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

const none = {
  disabled: [],
  command: undefined,
  flag: undefined,
  config: undefined,
  logging: undefined,
} as const;

/** `cloudWatch.clusterLogging` of an eksctl ClusterConfig, or of a piece of one (eksctl v0.230.0, types.go). */
export function configLoggingOf(
  region: YamlRegion,
  objects: readonly ObjectFact[],
): readonly ClusterLoggingFact[] {
  const configs = objects.filter(
    ({ group, resource }) => group === 'eksctl.io' && resource === 'ClusterConfig',
  );
  if (configs.length > 0) return configs.map(({ map }) => ofConfig(map, false));
  const root = mapOf(region.tree.root);
  const isPiece = objects.length === 0 && get(mapOf(get(root, 'cloudWatch')), 'clusterLogging') !== undefined;
  return root !== undefined && isPiece ? [ofConfig(root, true)] : [];
}

function ofConfig(map: YamlMap, isFragment: boolean): ClusterLoggingFact {
  const cloudWatch = mapOf(get(map, 'cloudWatch'));
  const logging = mapOf(get(cloudWatch, 'clusterLogging'));
  const entry = entryOf(logging, 'enableTypes');
  const shared = {
    ...none,
    kind: 'clusterLogging',
    source: 'config',
    isApplied: true,
    config: map,
    logging,
  } as const;
  const isOpen = [map, cloudWatch, logging].some((part) => part !== undefined && isOpenMap(part));
  const at = entryOf(mapOf(get(map, 'metadata')), 'name')?.range ?? map.entries[0]?.range ?? map.range;
  const retention: Reading<number> = retentionOf(logging);
  const isHidden = (owner: YamlMap | undefined, key: string): boolean => {
    const node = entryOf(owner, key)?.value;
    return node !== undefined && !isNull(node) && mapOf(node) === undefined;
  };
  if (entry === undefined) {
    const isUnknown =
      isOpen || isFragment || isHidden(map, 'cloudWatch') || isHidden(cloudWatch, 'clusterLogging');
    return { ...shared, range: at, retention, types: isUnknown ? unknown() : absent() };
  }
  const list = listOf(entry.value);
  if (list === undefined) {
    return {
      ...shared,
      range: entry.range,
      retention,
      types: isNull(entry.value) ? absent() : unknown(entry.range),
    };
  }
  const types = list.items.flatMap(({ node }): LogType[] => {
    const scalar = resolved(node);
    const value = stringOf(scalar);
    return value === undefined || scalar?.kind !== 'scalar' ? [] : [{ value, range: innerRange(scalar) }];
  });
  const isWhole = !list.isOpen && types.length === list.items.length;
  return {
    ...shared,
    range: entry.range,
    retention,
    types: isWhole ? known(types, list.range) : unknown(list.range),
  };
}

function retentionOf(logging: YamlMap | undefined): Reading<number> {
  if (logging === undefined || isOpenMap(logging)) return unknown();
  const entry = entryOf(logging, 'logRetentionInDays');
  if (entry === undefined || isNull(entry.value)) return absent();
  const days = asInteger(entry.value);
  return days === undefined ? unknown(entry.range) : known(days, entry.range);
}

/**
 * What commands do about it: `eksctl create cluster` (which has no flag for it), `eksctl utils update-cluster-logging`,
 * `aws eks create-cluster` and `update-cluster-config` with `--logging`.
 */
export function commandLoggingOf(
  commands: readonly CommandFact[],
  text: string,
): readonly ClusterLoggingFact[] {
  return commands.flatMap((command): ClusterLoggingFact[] => {
    const [first, second] = command.operands.map((word) => word.value);
    const shared = {
      ...none,
      kind: 'clusterLogging',
      range: command.range,
      command,
      isApplied: true,
      retention: unknown(),
    } as const;
    if (command.program === 'eksctl' && first === 'create' && second === 'cluster') {
      const isElsewhere = findFlag(command, '-f', '--config-file', '--dry-run', '--help') !== undefined;
      return isElsewhere ? [] : [{ ...shared, source: 'eksctlCreate', types: absent() }];
    }
    if (command.program === 'eksctl' && first === 'utils' && second === 'update-cluster-logging') {
      return [ofUpdate(command, shared, text)];
    }
    if (command.program === 'aws' && first === 'eks') return ofAws(command, shared, second ?? '', text);
    return [];
  });
}

type Shared = Omit<ClusterLoggingFact, 'source' | 'types'>;

function ofUpdate(command: CommandFact, shared: Shared, text: string): ClusterLoggingFact {
  const enable = findFlag(command, '--enable-types');
  const disable = findFlag(command, '--disable-types');
  const approve = findFlag(command, '--approve');
  const isConfigured = findFlag(command, '-f', '--config-file') !== undefined;
  return {
    ...shared,
    source: 'eksctlUpdate',
    flag: enable,
    types:
      enable === undefined
        ? isConfigured || disable !== undefined
          ? unknown()
          : absent()
        : enable.value?.isStatic === true
          ? known(listed(enable.value, text), enable.value.range)
          : unknown(enable.range),
    disabled: disable?.value === undefined ? [] : listed(disable.value, text),
    isApplied: approve !== undefined && switchState(approve) !== 'off',
  };
}

function listed(word: Word, text: string): readonly LogType[] {
  const found: LogType[] = [];
  let start = 0;
  for (const part of word.value.split(',')) {
    if (part !== '' && !part.includes('$'))
      found.push({ value: part, range: partOfWord(word, start, start + part.length, text).range });
    start += part.length + 1;
  }
  return found;
}

/** `--logging` as JSON, or in the short form of the AWS command line. */
function ofAws(command: CommandFact, shared: Shared, action: string, text: string): ClusterLoggingFact[] {
  if (action !== 'create-cluster' && action !== 'update-cluster-config') return [];
  const flag: Flag | undefined = findFlag(command, '--logging');
  const source = action === 'create-cluster' ? 'awsCreate' : 'awsUpdate';
  if (flag === undefined) {
    const isElsewhere = findFlag(command, '--cli-input-json', '--cli-input-yaml') !== undefined;
    return source === 'awsCreate' && !isElsewhere ? [{ ...shared, source, types: absent() }] : [];
  }
  const word = flag.value;
  if (word === undefined || word.value.startsWith('file:'))
    return [{ ...shared, source, flag, types: unknown(flag.range) }];
  const enabled: LogType[] = [];
  const disabled: LogType[] = [];
  // Each setup holds its types and then, or before, whether they are on.
  for (const match of word.value.matchAll(/\{[^{}]*\}/g)) {
    const setup = match[0];
    const state = /["']?enabled["']?\s*[:=]\s*(true|false)/.exec(setup)?.[1];
    const list = /["']?types["']?\s*[:=]\s*\[([^\]]*)\]/.exec(setup);
    if (list === null || state === undefined) continue;
    const from = match.index + list.index + list[0].length - 1 - (list[1] ?? '').length;
    for (const type of (list[1] ?? '').matchAll(/[A-Za-z-]+/g)) {
      const start = from + type.index;
      const { range } = partOfWord(word, start, start + type[0].length, text);
      (state === 'true' ? enabled : disabled).push({ value: type[0], range });
    }
  }
  const types = word.isStatic && enabled.length > 0 ? known(enabled, word.range) : unknown(word.range);
  return [{ ...shared, source, flag, types, disabled }];
}
