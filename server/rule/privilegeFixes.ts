import type { ContainerFact, PrivilegeFact } from '../facts/fact';
import { hasUserNamespace } from '../facts/privilege/securityContext';
import { worksAsRoot } from '../facts/kubernetes/initWork';
import { removeFlags } from '../facts/shell/edits';
import { branchOf, removePruned } from '../languages/yaml/prune';
import { replaceValue, setEntry, type Patch } from '../languages/yaml/patch';
import { asBoolean, entryOf, get, listOf, mapOf, textOf } from '../languages/yaml/read';
import { renderEntries, styleOf } from '../languages/yaml/render';
import type { Region } from '../regions/region';
import { joined, replace, review, withStops, type Fix, type FixEdit } from './fix';
import { isAllThatIsSaid, removeEntryOfText } from './optionFixes';
import type { DocumentFacts } from './rule';

/**
 * How a privilege is told where it is the job of what has it: parts of the node (networks, storage drivers,
 * exporters) need the host. Undefined for everything else; `silent` for what nobody would change. In a user
 * namespace of its own (`hostUsers: false`) a capability holds for the container alone.
 */
export function agentSeverity(privilege: PrivilegeFact): 'low' | 'info' | 'silent' | undefined {
  if (!privilege.isNodeAgent)
    return privilege.what === 'dangerousCapability' && hasUserNamespace(privilege.workload)
      ? 'low'
      : undefined;
  const isGrave = ['privileged', 'containerSocket', 'hostRoot'].includes(privilege.what);
  return !isGrave && privilege.workload?.resource === 'DaemonSet' ? 'silent' : 'info';
}

/** What a privilege's rewrite is called, and what to know before applying it. */
export interface Withdrawal {
  readonly title: string;
  readonly note: string;
}

/**
 * Takes a privilege away where it is given: the switch is set to false, the item, entry or option goes. What a
 * values file says is overruled rather than left out, since the chart may say the same.
 */
export function withdrawalFixes(
  privilege: PrivilegeFact,
  region: Region,
  document: DocumentFacts,
  { title, note }: Withdrawal,
): readonly Fix[] {
  return offer(title, withdrawal(privilege, region, document), note);
}

function offer(title: string, edits: readonly FixEdit[] | undefined, note: string): readonly Fix[] {
  return edits === undefined || edits.length === 0 ? [] : [review(title, edits, note)];
}

function withdrawal(
  privilege: PrivilegeFact,
  region: Region,
  document: DocumentFacts,
): readonly FixEdit[] | undefined {
  const { place } = privilege;
  if (place.at === 'flag') {
    // A workflow refuses a container whose options are empty.
    return isAllThatIsSaid(place.command, place.flag, region)
      ? removeEntryOfText(region, document)
      : removeFlags(place.command, [place.flag], region.text);
  }
  if (place.at === 'word') return [replace(place.range, 'false')];
  if (!isTree(region)) return undefined;
  if (place.at === 'item') return removePruned(region, place.list, [place.item]);
  if (asBoolean(place.entry.value) === true) return replaceValue(region, place.map, place.entry, 'false');
  return removePruned(region, place.map, [place.entry]);
}

/** Runs a container as a user that is not root: 10001, which belongs to nobody in usual images. */
export function otherUserFixes(privilege: PrivilegeFact, region: Region): readonly Fix[] {
  const { container, workload } = privilege;
  const runs = container === undefined ? (workload?.containers ?? []) : [container];
  // Another user cannot do what it is there for: it has to go, or to keep what it needs.
  if (runs.some(worksAsRoot)) return [];
  const edits = otherUser(privilege, region);
  return privilege.detail === 'runAsNonRoot'
    ? offer('Require a user other than root', edits, 'An image that names no such user does not start then')
    : offer(
        'Run as user 10001',
        edits,
        'The image must be able to run as that user, and its files must be readable for it',
      );
}

function otherUser({ place, detail }: PrivilegeFact, region: Region): readonly FixEdit[] | undefined {
  if (place.at === 'flag') {
    const { value } = place.flag;
    return value === undefined ? undefined : [replace(value.range, '10001:10001')];
  }
  if (place.at === 'word') return [replace(place.range, detail === 'runAsNonRoot' ? 'true' : '10001')];
  if (place.at !== 'entry' || !isTree(region)) return undefined;
  const { map, entry } = place;
  if (entry.key.value === 'user') return replaceValue(region, map, entry, '"10001:10001"');
  if (detail === 'runAsNonRoot') return replaceValue(region, map, entry, 'true');
  const user = replaceValue(region, map, entry, '10001');
  // The value of a JSON patch stands for the field that its path names.
  if (entry.key.value === 'value') return user;
  if (user === undefined || asBoolean(entryOf(map, 'runAsNonRoot')?.value) === true) return user;
  const switched = setEntry(region, map, 'runAsNonRoot', 'true');
  return switched === undefined ? user : joined(user, switched);
}

/** Puts the profile of the container runtime in the place of none. */
export function defaultProfileFixes(
  privilege: PrivilegeFact,
  region: Region,
  document: DocumentFacts,
): readonly Fix[] {
  const { place } = privilege;
  const key = place.at === 'entry' ? place.entry.key.value : '';
  const note = 'A program that needs a forbidden system call fails: try it before it is rolled out';
  if (place.at === 'entry' && isTree(region) && (key.includes('/') || privilege.detail !== 'SELinux')) {
    const value = key.includes('/') ? 'runtime/default' : key === 'procMount' ? 'Default' : 'RuntimeDefault';
    return offer('Use the default profile', replaceValue(region, place.map, place.entry, value), note);
  }
  return offer('Use the default profile', withdrawal(privilege, region, document), note);
}

/** Takes a path of the host out: the volume with its mounts, or the option. */
export function mountFixes(
  privilege: PrivilegeFact,
  region: Region,
  document: DocumentFacts,
): readonly Fix[] {
  const { place, workload } = privilege;
  const note = 'What uses the path has to get what it needs in another way';
  if (place.at !== 'entry') return offer('Remove the mount', withdrawal(privilege, region, document), note);
  if (!isTree(region)) return [];
  const fixes =
    workload === undefined
      ? []
      : offer('Remove the mount', withoutVolume(place.map, workload.containers, region), note);
  const { map, entry } = place;
  if (branchOf(region, map)?.parent.kind !== 'list') return fixes;
  const style = styleOf(map, region.text);
  const claim = '‹name of the claim›';
  const size = '1Gi';
  const written = renderEntries({ persistentVolumeClaim: { claimName: claim } }, style);
  const usesData = privilege.what === 'hostPath';
  const claimed = usesData ? renamed(region, map, entry, written) : undefined;
  const empty = renamed(region, map, entry, renderEntries({ emptyDir: { sizeLimit: size } }, style));
  return [
    ...(usesData ? [] : fixes),
    ...offer(
      'Use a claim',
      claimed?.map((edit) => withStops(edit, claim)),
      'The claim has to exist, with the data in it',
    ),
    ...offer(
      'Use an empty volume',
      empty?.map((edit) => withStops(edit, size)),
      'What is kept in it ends with the pod, and a pod that keeps more is evicted',
    ),
  ];
}

function withoutVolume(
  volume: ReturnType<typeof mapOf> & object,
  containers: readonly ContainerFact[],
  region: TreeRegion,
): Patch {
  const name = textOf(volume, 'name');
  const own = branchOf(region, volume);
  if (own === undefined || name === undefined) return undefined;
  const edits = [removePruned(region, own.parent, [own.child])];
  for (const { map } of containers) {
    const mounts = listOf(get(map, 'volumeMounts'));
    const items = mounts?.items.filter((item) => textOf(mapOf(item.node), 'name') === name) ?? [];
    if (mounts !== undefined && items.length > 0) edits.push(removePruned(region, mounts, items));
  }
  return edits.some((edit) => edit === undefined) ? undefined : edits.flatMap((edit) => edit ?? []);
}

/** Writes another entry in the place of one, where no comment stands in it. */
function renamed(
  region: TreeRegion,
  map: ReturnType<typeof mapOf> & object,
  entry: { readonly range: { readonly start: number; readonly end: number } },
  written: string,
): readonly FixEdit[] | undefined {
  const isCommented = region.comments.some(
    ({ range }) => range.start >= entry.range.start && range.start < entry.range.end,
  );
  if (isCommented) return undefined;
  const pad = ' '.repeat(map.indent);
  return [
    replace(
      entry.range,
      written
        .split('\n')
        .map((line, index) => (index === 0 ? line : pad + line))
        .join('\n'),
    ),
  ];
}

type TreeRegion = Extract<Region, { readonly language: 'yaml' | 'json' }>;

function isTree(region: Region): region is TreeRegion {
  return region.language === 'yaml' || region.language === 'json';
}
