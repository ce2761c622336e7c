import { insideIPv4 } from '../facts/addressBlock';
import type { NetworkRuleFact } from '../facts/fact';
import { setEntry } from '../languages/yaml/patch';
import { render, styleOf, type Plain } from '../languages/yaml/render';
import type { Region } from '../regions/region';
import type { Fix } from './fix';
import { notes, titles, toFix } from './networkChoice';

/** Fixes of a Calico rule that allows every destination: everything but the addresses of the cluster. */
export function calicoFixes(rule: NetworkRuleFact, region: Region): readonly Fix[] {
  const { map, peersEntry, direction } = rule;
  if (map === undefined || direction === 'ingress') return [];
  const style = styleOf(map, region.text);
  const value = peersEntry?.value?.kind === 'map' ? peersEntry.value : undefined;
  const isNamed =
    value?.entries.some(({ key }) => /^(?:nets|selector|namespaceSelector)$/.test(key.value)) === true;
  if (isNamed || (peersEntry !== undefined && value === undefined)) return [];
  return toFix(
    titles.outside,
    value === undefined
      ? setEntry(region, map, 'destination', render({ notNets: insideIPv4 }, style))
      : setEntry(region, value, 'notNets', render(insideIPv4, styleOf(value, region.text))),
    notes.outside,
  );
}

/** Fixes of a Cilium rule that names ports and nobody: the world outside, or the cluster. */
export function ciliumFixes(rule: NetworkRuleFact, region: Region): readonly Fix[] {
  const { map, direction } = rule;
  if (map === undefined) return [];
  const [key, entity, title] =
    direction === 'egress'
      ? (['toEntities', 'world', titles.outside] as const)
      : (['fromEntities', 'cluster', titles.cluster] as const);
  return toFix(
    title,
    setEntry(region, map, key, render([entity], styleOf(map, region.text))),
    notes[direction],
  );
}

/** Fixes of a Cilium rule that reaches the world on every port. */
export function ciliumPortFixes({ map }: NetworkRuleFact, region: Region): readonly Fix[] {
  if (map === undefined) return [];
  const ports: Plain = [{ ports: [{ port: '443', protocol: 'TCP' }] }];
  return toFix(
    titles.ports,
    setEntry(region, map, 'toPorts', render(ports, styleOf(map, region.text))),
    notes.ports,
  );
}
