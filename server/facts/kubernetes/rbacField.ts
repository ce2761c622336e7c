import { entryOf, isNull, isOpenMap, mapOf, resolved, stringOf, textOf } from '../../languages/yaml/read';
import type { YamlEntry, YamlItem, YamlList, YamlMap } from '../../languages/yaml/tree';
import type { RbacField, RbacSubject, RbacWord } from '../fact';
import { innerRange } from '../field';

/** The words of a rule's field: of a list, or of one text. */
export function fieldOf(map: YamlMap, key: string): RbacField {
  const entry = entryOf(map, key);
  const value = resolved(entry?.value);
  const isOwn = entry !== undefined && map.entries.includes(entry) && entry.value === value;
  if (entry === undefined || isNull(entry.value)) {
    return {
      words: [],
      isWhole: !isOpenMap(map),
      entry: isOwn ? entry : undefined,
      list: undefined,
      flags: [],
    };
  }
  const list = value?.kind === 'list' ? value : undefined;
  const nodes = list?.items ?? [{ node: value, range: entry.range }];
  const words = nodes.flatMap((item) => wordOf(item));
  return {
    words,
    isWhole: value !== undefined && words.length === nodes.length && list?.isOpen !== true,
    entry: isOwn ? entry : undefined,
    list: isOwn && list?.anchor === undefined ? list : undefined,
    flags: [],
  };
}

function wordOf(item: YamlItem): readonly RbacWord[] {
  const scalar = resolved(item.node);
  const value = stringOf(scalar);
  return value === undefined || scalar?.kind !== 'scalar' ? [] : [{ value, range: innerRange(scalar), item }];
}

/** The subjects of a binding whose kind and name are known. */
export function subjectsOf(list: YamlList | undefined): readonly RbacSubject[] {
  return (list?.items ?? []).flatMap((item) => subjectAt(item, list));
}

/** The subject that an item describes; `list` is where it stands, if it may be taken out. */
export function subjectAt(item: YamlItem, list: YamlList | undefined): readonly RbacSubject[] {
  const map = mapOf(item.node);
  const entry: YamlEntry | undefined = entryOf(map, 'name');
  const scalar = resolved(entry?.value);
  const name = stringOf(scalar);
  const type = textOf(map, 'kind');
  if (map === undefined || name === undefined || type === undefined || scalar === undefined) return [];
  return [
    {
      type,
      name,
      namespace: textOf(map, 'namespace') ?? '',
      range: scalar.range,
      item,
      list,
      flag: undefined,
    },
  ];
}
