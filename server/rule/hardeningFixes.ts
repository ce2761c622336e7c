import type { ContainerFact, WorkloadFact } from '../facts/fact';
import { missingHardening, type Hardening } from '../facts/kubernetes/hardening';
import { failsAsNonRoot } from '../facts/kubernetes/initWork';
import { listStep, setEntry, type Patch } from '../languages/yaml/patch';
import { asBoolean, entryOf, isNull, mapOf } from '../languages/yaml/read';
import { render, styleOf, type Plain } from '../languages/yaml/render';
import type { YamlMap } from '../languages/yaml/tree';
import type { Region } from '../regions/region';
import { equals } from '../text/range';
import { joined, review, type Fix, type FixEdit } from './fix';

type TreeRegion = Extract<Region, { readonly language: 'yaml' | 'json' }>;

/** What the restricted profile asks for, and where it is written: for the pod, or for each container. */
const fields: { readonly [H in Hardening]: readonly [string, Plain] } = {
  runAsNonRoot: ['runAsNonRoot', true],
  seccompProfile: ['seccompProfile', { type: 'RuntimeDefault' }],
  allowPrivilegeEscalation: ['allowPrivilegeEscalation', false],
  capabilities: ['capabilities', { drop: ['ALL'] }],
};

/** What may stand at the pod; not to run as root only where no other container needs root. */
function fieldsOfPod({ containers }: WorkloadFact): readonly Hardening[] {
  return containers.some(failsAsNonRoot) ? ['seccompProfile'] : ['runAsNonRoot', 'seccompProfile'];
}

/**
 * Writes what containers lack of the restricted profile, in the file's own style: what holds for all of them
 * at the pod, the rest at each container.
 */
export function hardeningFixes(
  workload: WorkloadFact,
  containers: readonly ContainerFact[],
  region: Region,
): readonly Fix[] {
  if (region.language !== 'yaml' && region.language !== 'json') return [];
  const fixes: Fix[] = [];
  for (const isReadOnly of [false, true]) {
    const edits = hardened(workload, containers, region, isReadOnly);
    // Where the root file system is read-only already both write the same.
    if (edits === undefined || (fixes[0] !== undefined && isSame(fixes[0].edits, edits))) continue;
    fixes.push(
      isReadOnly
        ? review(
            'Apply the restricted profile and a read-only root file system',
            edits,
            'The image must run without root and capabilities, and write to volumes only',
          )
        : review(
            'Apply the restricted profile',
            edits,
            'The image must run without root and capabilities: a server that binds a port below 1024 or changes its user does not',
          ),
    );
  }
  return fixes;
}

function isSame(a: readonly FixEdit[], b: readonly FixEdit[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ range, text }, index) => {
      const other = b[index];
      return other !== undefined && equals(range, other.range) && text === other.text;
    })
  );
}

function hardened(
  workload: WorkloadFact,
  containers: readonly ContainerFact[],
  region: TreeRegion,
  isReadOnly: boolean,
): readonly FixEdit[] | undefined {
  let edits: readonly FixEdit[] = [];
  const add = (patch: Patch): boolean => {
    if (patch !== undefined) edits = joined(edits, patch);
    return patch !== undefined;
  };
  const podFields = fieldsOfPod(workload);
  const lacking = new Map(containers.map((container) => [container, missingHardening(container)]));
  const ofPod = podFields.filter((field) => [...lacking.values()].some((missing) => missing.includes(field)));
  const written = new Set<YamlMap>();
  for (const [container, missing] of lacking) {
    // Containers that share a context by an alias get its fields once.
    const shared = mapOf(entryOf(container.map, 'securityContext')?.value);
    if (shared !== undefined && written.has(shared)) continue;
    if (shared !== undefined) written.add(shared);
    const own = missing.filter((field) => !podFields.includes(field)).map((field) => fields[field]);
    if (isReadOnly) own.push(['readOnlyRootFilesystem', true]);
    if (own.length > 0 && !add(contextPatch(region, container.map, own))) return undefined;
  }
  if (
    ofPod.length > 0 &&
    !add(
      contextPatch(
        region,
        workload.podSpec,
        ofPod.map((field) => fields[field]),
      ),
    )
  )
    return undefined;
  return edits.length === 0 ? undefined : [...edits].sort((a, b) => a.range.start - b.range.start);
}

/** Adds fields to the `securityContext` of a pod's spec or of a container, which it writes where there is none. */
export function contextPatch(
  region: TreeRegion,
  owner: YamlMap,
  wanted: readonly (readonly [string, Plain])[],
  key = 'securityContext',
): Patch {
  const entry = entryOf(owner, key);
  const context = mapOf(entry?.value);
  const style = styleOf(owner, region.text);
  if (context === undefined || context.entries.length === 0) {
    if (entry !== undefined && context === undefined && !isNull(entry.value)) return undefined;
    return setEntry(region, owner, key, render(Object.fromEntries(wanted), style, listStep(region, owner)));
  }
  let edits: readonly FixEdit[] = [];
  // What goes into a map inside of the context comes before what goes behind it, at the same place.
  const isInner = ([name]: readonly [string, Plain]): boolean =>
    mapOf(entryOf(context, name)?.value) !== undefined;
  for (const [name, value] of [...wanted.filter(isInner), ...wanted.filter((field) => !isInner(field))]) {
    const inner = name === 'capabilities' ? mapOf(entryOf(context, name)?.value) : undefined;
    const own = entryOf(context, name);
    if (own !== undefined && inner === undefined && asBoolean(own.value) === true) continue;
    const patch =
      inner !== undefined && inner.entries.length > 0
        ? setEntry(
            region,
            inner,
            'drop',
            render(['ALL'], styleOf(inner, region.text), listStep(region, inner)),
          )
        : setEntry(
            region,
            context,
            name,
            render(value, styleOf(context, region.text), listStep(region, context)),
          );
    if (patch === undefined) return undefined;
    edits = joined(edits, patch);
  }
  return edits;
}
