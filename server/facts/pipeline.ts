import { asBoolean, get } from '../languages/yaml/read';
import type { YamlEntry, YamlMap } from '../languages/yaml/tree';
import { walkRegions, type Region, type RegionOf } from '../regions/region';
import { subjectOf } from './recognize';

/**
 * The scripts that a pipeline runs: steps of a workflow, jobs of GitLab CI, with what they carry themselves
 * (a heredoc, `sh -c '…'`). A step that a document shows alone counts, a script in a file of its own does not.
 */
export function pipelineScripts(regions: readonly Region[]): ReadonlySet<Region> {
  const scripts = new Set<Region>();
  for (const region of regions) {
    if (region.language === 'shell' && region.context.template === 'actions') scripts.add(region);
    if (subjectOf(region).kind !== 'gitlabCi') continue;
    for (const { region: script } of region.embedded) walkRegions(script, (inner) => scripts.add(inner));
  }
  return scripts;
}

/** The `continue-on-error: true` of a workflow's step or job; undefined where it is off or an expression decides. */
export function toleranceOf(map: YamlMap): YamlEntry | undefined {
  const entry = map.entries.find(({ key }) => key.value === 'continue-on-error');
  return entry !== undefined && asBoolean(entry.value) === true ? entry : undefined;
}

/** The shell regions behind a map's key, its `run:` for one. */
export function scriptsBehind(region: Region, map: YamlMap, key: string): readonly RegionOf<'shell'>[] {
  const value = get(map, key);
  if (value === undefined) return [];
  const scripts: RegionOf<'shell'>[] = [];
  for (const { region: inner, map: source } of region.embedded) {
    const at = source.segments[0]?.parentAt ?? -1;
    if (inner.language === 'shell' && at >= value.range.start && at < value.range.end) scripts.push(inner);
  }
  return scripts;
}
