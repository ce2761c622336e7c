import type { PrivilegeFact, PrivilegeKind, RegionFacts, SettingFact } from '../fact';
import { isNodeAgent } from '../kubernetes/nodeAgent';
import { valueOf } from '../reading';

/** The privileges that `helm --set` gives to what a chart makes. */
export function setPrivileges({ setting }: RegionFacts): readonly PrivilegeFact[] {
  return setting.flatMap((fact): readonly PrivilegeFact[] => {
    const what = fact.source === 'set' ? kindOf(fact) : undefined;
    if (what === undefined) return [];
    return [
      {
        kind: 'privilege',
        what,
        detail: fact.key,
        range: fact.word?.range ?? fact.valueRange,
        source: 'command',
        workload: undefined,
        container: undefined,
        isNodeAgent: isNodeAgent(fact.command?.operands.map(({ value }) => value).join('-') ?? '', ''),
        place: { at: 'word', range: fact.word?.range ?? fact.valueRange },
      },
    ];
  });
}

function kindOf({ path, key, value }: SettingFact): PrivilegeKind | undefined {
  const text = valueOf(value);
  const isContext = /securityContext$/i.test(path[path.length - 2] ?? '');
  if (text === '0') return isContext && key === 'runAsUser' ? 'rootUser' : undefined;
  if (text === 'false') return isContext && key === 'runAsNonRoot' ? 'rootUser' : undefined;
  if (text !== 'true') return undefined;
  if (key === 'privileged') return isContext ? 'privileged' : undefined;
  if (key === 'allowPrivilegeEscalation') return isContext ? 'escalation' : undefined;
  return ['hostPID', 'hostIPC', 'hostNetwork'].includes(key) ? 'hostNamespace' : undefined;
}
