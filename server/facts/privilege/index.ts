import type { Region } from '../../regions/region';
import type { PrivilegeFact, RegionFacts } from '../fact';
import { subjectOf } from '../recognize';
import { commandPrivileges } from './command';
import { composePrivileges } from './compose';
import { kubernetesPrivileges } from './kubernetes';
import { setPrivileges } from './set';
import { workflowPrivileges } from './workflow';

/** What containers are given beyond what every container has, in the order of the text. */
export function privilegesOf(region: Region, facts: RegionFacts): readonly PrivilegeFact[] {
  return [...unsorted(region, facts)].sort((a, b) => a.range.start - b.range.start);
}

function unsorted(region: Region, facts: RegionFacts): readonly PrivilegeFact[] {
  if (region.language === 'shell') return [...commandPrivileges(facts), ...setPrivileges(facts)];
  if (region.language !== 'yaml' && region.language !== 'json') return [];
  switch (subjectOf(region).kind) {
    case 'manifest':
    case 'helmValues':
      return [...kubernetesPrivileges(region, facts), ...setPrivileges(facts)];
    case 'compose':
      return composePrivileges(region);
    case 'workflow':
      return workflowPrivileges(facts);
    case 'unknown': {
      const found = composePrivileges(region);
      return found.length > 0 ? found : kubernetesPrivileges(region, facts);
    }
    default:
      return [];
  }
}
