import { get, listOf, stringOf } from '../../languages/yaml/read';
import type { PrivilegeFact, RegionFacts } from '../fact';
import { reachOfHostPath } from './hostPath';

/**
 * Paths of the runner that the containers of a workflow's jobs get by `volumes` (docs.github.com, workflow syntax). Their
 * `options` are a region of its own, whose flags command.ts reads.
 */
export function workflowPrivileges({ job }: RegionFacts): readonly PrivilegeFact[] {
  const containers = job.flatMap(({ container, services }) => [
    ...(container === undefined ? [] : [container]),
    ...services,
  ]);
  return containers.flatMap(({ map }) => {
    const list = listOf(get(map, 'volumes'));
    return (list?.items ?? []).flatMap((item): readonly PrivilegeFact[] => {
      const text = stringOf(item.node) ?? '';
      const path = text.split(':', 1)[0] ?? '';
      const what = text.includes(':') ? reachOfHostPath(path) : undefined;
      if (list === undefined || item.node === undefined || what === undefined || what === 'hostPath')
        return [];
      return [
        {
          kind: 'privilege',
          what,
          detail: path,
          range: item.node.range,
          source: 'workflow',
          workload: undefined,
          container: undefined,
          isNodeAgent: false,
          place: { at: 'item', list, item },
        },
      ];
    });
  });
}
