import type { PrivilegeFact, PrivilegeKind, RegionFacts, SettingFact } from '../fact';
import { isNodeAgent } from '../kubernetes/nodeAgent';
import { valueOf } from '../reading';
import type { Range } from '../../text/range';

/**
 * The privileges that `helm --set` gives to what a chart makes, and the Helm parameters of an Application of
 * Argo CD (`{name: securityContext.privileged, value: "true"}`).
 */
export function setPrivileges({ setting }: RegionFacts): readonly PrivilegeFact[] {
  return setting.flatMap((fact): readonly PrivilegeFact[] => {
    const isParameter = fact.source === 'yaml' && fact.key.includes('.') && fact.path.includes('parameters');
    if (fact.source !== 'set' && !isParameter) return [];
    const what = kindOf(isParameter ? fact.key.split('.') : fact.path, fact);
    if (what === undefined) return [];
    return [
      {
        kind: 'privilege',
        what,
        detail: fact.key,
        range: placeOf(fact),
        source: isParameter ? 'helmValues' : 'command',
        workload: undefined,
        container: undefined,
        isNodeAgent: isNodeAgent(fact.command?.operands.map(({ value }) => value).join('-') ?? '', ''),
        place: { at: 'word', range: placeOf(fact) },
      },
    ];
  });
}

/** The value, without quotes. */
function placeOf({ value, word, valueRange }: SettingFact): Range {
  if (word !== undefined) return word.range;
  const text = valueOf(value) ?? '';
  const quote = (valueRange.end - valueRange.start - text.length) / 2;
  return { start: valueRange.start + quote, end: valueRange.end - quote };
}

function kindOf(path: readonly string[], { value }: SettingFact): PrivilegeKind | undefined {
  const key = path[path.length - 1] ?? '';
  const text = valueOf(value);
  const isContext = /securityContext$/i.test(path[path.length - 2] ?? '');
  if (text === '0') return isContext && key === 'runAsUser' ? 'rootUser' : undefined;
  if (text === 'false') return isContext && key === 'runAsNonRoot' ? 'rootUser' : undefined;
  if (text !== 'true') return undefined;
  if (key === 'privileged') return isContext ? 'privileged' : undefined;
  if (key === 'allowPrivilegeEscalation') return isContext ? 'escalation' : undefined;
  return ['hostPID', 'hostIPC', 'hostNetwork'].includes(key) ? 'hostNamespace' : undefined;
}
