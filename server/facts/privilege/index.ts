import type { Region } from '../../regions/region';
import type { PrivilegeFact, RegionFacts } from '../fact';

/** What containers are given beyond what every container has, in the order of the text. */
export function privilegesOf(_region: Region, _facts: RegionFacts): readonly PrivilegeFact[] {
  return [];
}
