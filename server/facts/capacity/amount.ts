import type { ResourceAmountFact } from '../capacityFact';
import type { SettingFact } from '../fact';
import { valueOf } from '../reading';

const resources = new Set(['cpu', 'memory', 'ephemeral-storage']);
/** Of a container: its resources, and the items of a LimitRange. */
const containerKeys = new Set(['limits', 'requests', 'default', 'defaultRequest', 'max', 'min']);

/**
 * Amounts of CPU, memory and scratch space: under `limits` and `requests` of containers and values, in a quota's
 * `hard`, in a LimitRange, in `--set`, in `--limits`, `--requests` and `--hard` of kubectl.
 *
 * Compose writes sizes in its own units, and is left out.
 */
export function amountsOf(settings: readonly SettingFact[]): readonly ResourceAmountFact[] {
  return settings.flatMap((setting) =>
    setting.source === 'flag'
      ? flagAmounts(setting)
      : setting.source === 'yaml' || setting.source === 'set'
        ? one(setting)
        : [],
  );
}

function one(setting: SettingFact): readonly ResourceAmountFact[] {
  const { path, subject, valueRange } = setting;
  const text = valueOf(setting.value);
  const [owner = '', name = ''] = path.slice(-2);
  if (text === undefined || subject.kind === 'compose' || path.includes('deploy')) return [];
  if (
    setting.maps[setting.maps.length - 1]?.entries.some(({ key }) => /^(?:cpus|pids)$/.test(key.value)) ===
    true
  )
    return [];
  const isQuota = owner === 'hard';
  const resource = isQuota ? name.replace(/^(?:requests|limits)\./, '') : name;
  if (!isResource(resource) || !(isQuota || containerKeys.has(owner))) return [];
  const isKnownPlace = isQuota || owner === 'limits' || owner === 'requests' || isLimitRange(setting);
  if (!isKnownPlace) return [];
  const isQuoted =
    setting.entry?.value?.kind === 'scalar' && /^(?:single|double)$/.test(setting.entry.value.style);
  const range = isQuoted ? { start: valueRange.start + 1, end: valueRange.end - 1 } : valueRange;
  return [{ kind: 'resourceAmount', resource, text, range, of: isQuota ? 'total' : 'container' }];
}

function isResource(name: string): name is ResourceAmountFact['resource'] {
  return resources.has(name);
}

function isLimitRange({ subject, path }: SettingFact): boolean {
  return (
    (subject.kind === 'manifest' && subject.resource === 'LimitRange') || path[path.length - 4] === 'limits'
  );
}

/** `--limits=cpu=200m,memory=512Mi`; kubectl has no quoting there. */
function flagAmounts(setting: SettingFact): readonly ResourceAmountFact[] {
  const { word, key, command } = setting;
  const name = key.replace(/^-+/, '');
  if (command?.program !== 'kubectl' || word?.isStatic !== true || !/^(?:limits|requests|hard)$/.test(name))
    return [];
  const found: ResourceAmountFact[] = [];
  const { value } = word;
  const [piece] = word.pieces;
  if (piece?.length !== value.length) return [];
  let at = 0;
  for (const part of value.split(',')) {
    const equals = part.indexOf('=');
    const resource = part.slice(0, Math.max(0, equals)).replace(/^(?:requests|limits)\./, '');
    if (isResource(resource)) {
      const start = piece.start + at + equals + 1;
      const range = { start, end: piece.start + at + part.length };
      const of = name === 'hard' ? 'total' : 'container';
      found.push({ kind: 'resourceAmount', resource, text: part.slice(equals + 1), range, of });
    }
    at += part.length + 1;
  }
  return found;
}
