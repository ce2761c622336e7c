import {
  asBoolean,
  asInteger,
  entryOf,
  get,
  getPath,
  isNull,
  isOpenMap,
  mapOf,
  scalarOf,
  stringOf,
  textOf,
  walkYaml,
} from '../../languages/yaml/read';
import type { YamlEntry, YamlMap } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type { AutoscalerFact, BudgetBound, BudgetSelector, DisruptionBudgetFact } from '../capacityFact';
import type { CommandFact } from '../command';
import type { ObjectFact } from '../fact';
import { findFlag } from '../flags';
import { absent, known, unknown } from '../reading';
import { subjectOf } from '../recognize';
import { namespaceOfCommand } from './quota';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

const switchKey = /^(?:pdb|podDisruptionBudget|disruptionBudget|podDisruptionBudgetPolicy)$/;

/**
 * Budgets of a region: objects (policy/v1, policy/v1beta1 PodDisruptionBudget), and in values of charts the
 * maps `pdb` and `podDisruptionBudget` that are switched on (`create`, `enabled`).
 */
export function budgetsOf(
  region: YamlRegion,
  objects: readonly ObjectFact[],
): readonly DisruptionBudgetFact[] {
  const hasProcedure = region.comments.some(({ text }) => /\b(?:drain|evict|manual)/i.test(text));
  const budgets = objects
    .filter(({ resource, group }) => resource === 'PodDisruptionBudget' && group === 'policy')
    .map((object) => manifestBudget(object, hasProcedure));
  if (subjectOf(region).kind === 'schema') return budgets;
  walkYaml(region.tree.root, (node) => {
    if (node.kind !== 'map') return;
    for (const entry of node.entries) {
      const map = switchKey.test(entry.key.value) ? mapOf(entry.value) : undefined;
      const budget = map === undefined ? undefined : valuesBudget(node, entry, map, hasProcedure);
      if (budget !== undefined) budgets.push(budget);
    }
  });
  return budgets;
}

function manifestBudget(object: ObjectFact, hasProcedure: boolean): DisruptionBudgetFact {
  const { map, spec } = object;
  const specEntry = entryOf(map, 'spec');
  return {
    kind: 'disruptionBudget',
    range: entryOf(map, 'kind')?.range ?? map.range,
    source: 'manifest',
    object,
    name: object.name,
    namespace: object.namespace,
    map: spec,
    minAvailable: boundOf(spec, 'minAvailable'),
    maxUnavailable: boundOf(spec, 'maxUnavailable'),
    isWhole:
      !map.isOpen && spec !== undefined && !isOpenMap(spec) && specEntry !== undefined && isKnownBounds(spec),
    selector: selectorOf(spec),
    command: undefined,
    replicas: undefined,
    hasProcedure,
  };
}

/** True where each bound that is written is one that can be read. */
function isKnownBounds(spec: YamlMap): boolean {
  return ['minAvailable', 'maxUnavailable'].every(
    (key) => isNull(entryOf(spec, key)?.value) || boundOf(spec, key) !== undefined,
  );
}

function boundOf(map: YamlMap | undefined, key: string): BudgetBound | undefined {
  const entry = entryOf(map, key);
  const scalar = scalarOf(entry?.value);
  const text = stringOf(entry?.value);
  if (entry === undefined || scalar === undefined || text === undefined) return undefined;
  return readBound(text, scalar.range, entry);
}

function readBound(
  text: string,
  range: BudgetBound['range'],
  entry: YamlEntry | undefined,
  flag?: BudgetBound['flag'],
): BudgetBound | undefined {
  const match = /^(\d{1,6})(%?)$/.exec(text);
  if (match === null) return undefined;
  return { value: Number(match[1]), isPercent: match[2] === '%', text, range, entry, flag };
}

const noLabels: ReadonlyMap<string, string> = new Map();

function selectorOf(spec: YamlMap | undefined): BudgetSelector {
  const entry = entryOf(spec, 'selector');
  const other = (state: BudgetSelector['state']): BudgetSelector => ({ state, labels: noLabels, entry });
  if (spec === undefined) return other('unknown');
  if (entry === undefined || isNull(entry.value)) return other(isOpenMap(spec) ? 'unknown' : 'absent');
  const selector = mapOf(entry.value);
  if (selector === undefined || isOpenMap(selector)) return other('unknown');
  const labels = mapOf(get(selector, 'matchLabels'));
  const expressions = get(selector, 'matchExpressions');
  if (expressions !== undefined && !(expressions.kind === 'list' && expressions.items.length === 0))
    return other('unknown');
  if (labels !== undefined && isOpenMap(labels)) return other('unknown');
  if (labels === undefined || labels.entries.length === 0) {
    return other(
      isNull(entryOf(selector, 'matchLabels')?.value) || labels !== undefined ? 'everything' : 'unknown',
    );
  }
  const read = new Map<string, string>();
  for (const { key } of labels.entries) {
    const value = textOf(labels, key.value);
    if (key.hasHole || value === undefined) return other('unknown');
    read.set(key.value, value);
  }
  return { state: 'labels', labels: read, entry };
}

/** The switch of a chart, with the number of replicas beside it. */
function valuesBudget(
  around: YamlMap,
  entry: YamlEntry,
  map: YamlMap,
  hasProcedure: boolean,
): DisruptionBudgetFact | undefined {
  const isOn = ['create', 'enabled'].map((key) => asBoolean(get(map, key)));
  if (isOn.includes(false) || isOpenMap(map) || isOpenMap(around)) return undefined;
  const minAvailable = boundOf(map, 'minAvailable');
  const maxUnavailable = boundOf(map, 'maxUnavailable');
  if (minAvailable === undefined && maxUnavailable === undefined) return undefined;
  return {
    kind: 'disruptionBudget',
    range: entry.key.range,
    source: 'values',
    object: undefined,
    name: absent(),
    namespace: unknown(),
    map,
    minAvailable,
    maxUnavailable,
    isWhole: false,
    selector: { state: 'unknown', labels: noLabels, entry: undefined },
    command: undefined,
    replicas: replicasBeside(around),
    hasProcedure,
  };
}

/** `replicaCount`, `replicas`; the autoscaler's least where one is switched on. */
function replicasBeside(map: YamlMap): DisruptionBudgetFact['replicas'] {
  const scaling = mapOf(get(map, 'autoscaling')) ?? mapOf(get(map, 'hpa'));
  if (scaling !== undefined && asBoolean(get(scaling, 'enabled')) !== false)
    return numberOf(scaling, 'minReplicas');
  return numberOf(map, 'replicaCount') ?? numberOf(map, 'replicas');
}

function numberOf(map: YamlMap | undefined, key: string): DisruptionBudgetFact['replicas'] {
  const node = scalarOf(get(map, key));
  const value = asInteger(node);
  return node === undefined || value === undefined ? undefined : { value, range: node.range };
}

/** `kubectl create poddisruptionbudget NAME --selector=app=x --min-available=1`. */
export function shellBudgetsOf(commands: readonly CommandFact[]): readonly DisruptionBudgetFact[] {
  return commands.flatMap((command) => {
    const [verb, what, name] = command.operands;
    const isBudget = /^(?:pdb|poddisruptionbudgets?)$/.test(what?.value ?? '');
    if (command.program !== 'kubectl' || verb?.value !== 'create' || !isBudget || what === undefined)
      return [];
    const bound = (flagName: string): BudgetBound | undefined => {
      const flag = findFlag(command, flagName);
      const value = flag?.value;
      return value?.isStatic === true ? readBound(value.value, value.range, undefined, flag) : undefined;
    };
    const selector = findFlag(command, '--selector', '-l')?.value;
    const fact: DisruptionBudgetFact = {
      kind: 'disruptionBudget',
      range: what.range,
      source: 'command',
      object: undefined,
      name: name?.isStatic === true ? known(name.value, name.range) : unknown(),
      namespace: namespaceOfCommand(command),
      map: undefined,
      minAvailable: bound('--min-available'),
      maxUnavailable: bound('--max-unavailable'),
      isWhole: false,
      selector: commandSelector(selector?.isStatic === true ? selector.value : undefined),
      command,
      replicas: undefined,
      hasProcedure: false,
    };
    return [fact];
  });
}

function commandSelector(text: string | undefined): BudgetSelector {
  const pairs = (text ?? '').split(',').map((part) => /^\s*([\w./-]+)={1,2}([\w.-]*)\s*$/.exec(part));
  if (pairs.some((pair) => pair === null)) return { state: 'unknown', labels: noLabels, entry: undefined };
  const labels = new Map(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? ''] as const));
  return { state: 'labels', labels, entry: undefined };
}

/** HorizontalPodAutoscaler (`minReplicas`, 1 where it is not set) and ScaledObject of KEDA (`minReplicaCount`, 0). */
export function autoscalersOf(objects: readonly ObjectFact[]): readonly AutoscalerFact[] {
  return objects.flatMap((object) => {
    const { spec, group, resource } = object;
    const isPod = resource === 'HorizontalPodAutoscaler' && group === 'autoscaling';
    const isKeda = resource === 'ScaledObject' && group === 'keda.sh';
    if (spec === undefined || !(isPod || isKeda)) return [];
    const target = getPath(spec, 'scaleTargetRef');
    const key = isPod ? 'minReplicas' : 'minReplicaCount';
    const isDefault = entryOf(spec, key) === undefined && !isOpenMap(spec);
    const fact: AutoscalerFact = {
      kind: 'autoscaler',
      range: object.range,
      namespace: object.namespace,
      targetKind: textOf(mapOf(target), 'kind') ?? (isKeda ? 'Deployment' : ''),
      targetName: textOf(mapOf(target), 'name') ?? '',
      min: isDefault
        ? { value: isPod ? 1 : 0, range: entryOf(object.map, 'spec')?.key.range ?? object.range }
        : numberOf(spec, key),
    };
    return [fact];
  });
}
