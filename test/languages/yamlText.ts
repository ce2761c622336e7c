import type { RegionContext } from '../../server/languages/language';
import { yaml } from '../../server/languages/yaml/index';
import type { YamlNode, YamlTree } from '../../server/languages/yaml/tree';
import type { RegionOf } from '../../server/regions/region';

const fileContext: RegionContext = {
  carrier: 'file',
  fileName: '',
  inDocument: false,
  template: 'none',
  shell: 'unknown',
  badExample: undefined,
  fenceLanguage: '',
};

export function context(changes: Partial<RegionContext> = {}): RegionContext {
  return { ...fileContext, ...changes };
}

/** A YAML region with its embedded texts, which are not parsed. */
export function yamlRegion(text: string, changes: Partial<RegionContext> = {}): RegionOf<'yaml'> {
  const own = context(changes);
  const parsed = yaml.parse(text, own);
  const embedded = yaml.embed(parsed, text, own).map((e) => ({
    label: e.label,
    map: e.map,
    region: textRegion(e.text, e.context),
  }));
  return { language: 'yaml', text, context: own, ...parsed, embedded };
}

function textRegion(text: string, own: RegionContext): RegionOf<'text'> {
  return {
    language: 'text',
    text,
    context: own,
    tree: undefined,
    problems: [],
    holes: [],
    comments: [],
    notAnalyzed: [],
    embedded: [],
  };
}

export function root(text: string, changes: Partial<RegionContext> = {}): YamlNode | undefined {
  return (yaml.parse(text, context(changes)).tree satisfies YamlTree).root;
}

/**
 * A tree in short: maps as objects, lists as arrays, scalars as their text with `~` in front where a hole
 * stands in them, aliases as `*name`; an open map has the entry `…: true`, an open list ends in `…`.
 */
export function short(node: YamlNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return null;
    case 'scalar':
      return (node.hasHole ? '~' : '') + node.value;
    case 'alias':
      return `*${node.name}${node.target === undefined ? '?' : ''}`;
    case 'list':
      return [...node.items.map((item) => short(item.node)), ...(node.isOpen ? ['…'] : [])];
    case 'map': {
      const shown: Record<string, unknown> = {};
      for (const { key, value } of node.entries) shown[key.value] = short(value);
      if (node.isOpen) shown['…'] = true;
      return shown;
    }
  }
}
