import { get, listOf, stringOf } from '../../languages/yaml/read';
import type { YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { Region, RegionOf } from '../../regions/region';
import type { Range } from '../../text/range';
import type { ContainerCommand } from '../fact';
import { commandsOf } from '../shell/commands';

/**
 * What a container runs, as far as its text says so: the words of `command` and `args` (Kubernetes API,
 * Container), or the commands of the script behind `sh -c`. Empty where the image decides.
 *
 * Scripts are read where they stand, so one that an alias names is found in the anchor's place.
 */
export function commandsOfContainer(region: Region, map: YamlMap): readonly ContainerCommand[] {
  const nodes = [get(map, 'command'), get(map, 'args'), get(map, 'script'), get(map, 'source')];
  const scripts = nodes.flatMap((node) => (node === undefined ? [] : scriptsIn(region, node.range)));
  if (scripts.length > 0) {
    return scripts.flatMap((script) =>
      commandsOf(script).map(({ program, args }) => ({ program, args: args.map(({ value }) => value) })),
    );
  }
  const words = [...wordsOf(nodes[0]), ...wordsOf(nodes[1])];
  const [program, ...args] = words;
  return program === undefined ? [] : [{ program: program.slice(program.lastIndexOf('/') + 1), args }];
}

function wordsOf(node: YamlNode | undefined): readonly string[] {
  return (listOf(node)?.items ?? []).map((item) => stringOf(item.node) ?? '');
}

/** The shell regions that stand inside of a range. */
function scriptsIn(region: Region, range: Range): readonly RegionOf<'shell'>[] {
  const scripts: RegionOf<'shell'>[] = [];
  for (const { region: inner, map } of region.embedded) {
    const at = map.segments[0]?.parentAt ?? -1;
    if (inner.language === 'shell' && at >= range.start && at < range.end) scripts.push(inner);
  }
  return scripts;
}
