import { get, listOf, mapOf, resolved, stringOf, textOf } from '../../languages/yaml/read';
import type { YamlNode } from '../../languages/yaml/tree';
import type { RbacBindingFact, RbacField, RbacRuleFact, RbacWord } from '../fact';
import { isListPlace, type PatchOperation } from './jsonPatch';
import { fieldOf, subjectAt, subjectsOf } from './rbacField';

const unseen: RbacField = { words: [], isWhole: false, entry: undefined, list: undefined, flags: [] };

/**
 * What an operation of a JSON patch writes into a rule or binding: `/rules/0/verbs`, `/roleRef/name`,
 * `/subjects/-`. The rest of it is not in the patch, so of a rule only verbs count that are wrong whatever they are
 * for. Undefined for other places, whole rules among them, which are read as they stand.
 */
export function patchedAccess({
  path,
  map,
  value,
}: PatchOperation):
  { readonly rules: readonly RbacRuleFact[]; readonly bindings: readonly RbacBindingFact[] } | undefined {
  if (value === undefined) return undefined;
  const [first, second, third, fourth, ...further] = path;
  const binding = (role: YamlNode | undefined, kind: string, subjects: RbacBindingFact['subjects']) => ({
    rules: [],
    bindings: [{ ...bindingOf(map.range, roleWord(role), subjects), roleKind: kind }],
  });
  if (first === 'rules' && isListPlace(second) && third === 'verbs' && further.length === 0) {
    if (fourth !== undefined && !isListPlace(fourth)) return undefined;
    const field = fieldOf(map, 'value');
    // One word among others that are not seen: it has no list to be written into.
    const verbs = fourth === undefined ? field : { ...unseen, words: field.words };
    const isWild = verbs.words.some((word) => word.value === '*');
    return { rules: isWild ? [ruleOf(map.range, verbs)] : [], bindings: [] };
  }
  if (first === 'roleRef' && second === undefined) {
    const ref = mapOf(value.value);
    return ref && binding(get(ref, 'name'), textOf(ref, 'kind') ?? '', []);
  }
  if (first === 'roleRef' && second === 'name' && third === undefined) return binding(value.value, '', []);
  if (first === 'subjects' && second === undefined)
    return binding(undefined, '', subjectsOf(listOf(value.value)));
  if (first === 'subjects' && isListPlace(second) && third === undefined) {
    const subject = resolved(value.value);
    const item = { node: subject, range: subject?.range ?? map.range };
    return binding(undefined, '', subjectAt(item, undefined));
  }
  return undefined;

  function roleWord(node: YamlNode | undefined): RbacWord | undefined {
    const scalar = resolved(node);
    const name = stringOf(scalar);
    return name === undefined || scalar === undefined
      ? undefined
      : { value: name, range: scalar.range, item: undefined };
  }

  function ruleOf(range: RbacRuleFact['range'], verbs: RbacField): RbacRuleFact {
    return {
      kind: 'rbacRule',
      range,
      map: undefined,
      list: undefined,
      item: undefined,
      command: undefined,
      role: { resource: undefined, name: '', isUpstream: false, map: undefined },
      apiGroups: unseen,
      resources: unseen,
      verbs,
      nonResourceUrls: unseen,
      names: unseen,
    };
  }

  function bindingOf(
    range: RbacBindingFact['range'],
    role: RbacWord | undefined,
    subjects: RbacBindingFact['subjects'],
  ): Omit<RbacBindingFact, 'roleKind'> {
    return {
      kind: 'rbacBinding',
      range,
      map,
      command: undefined,
      resource: undefined,
      name: '',
      isUpstream: false,
      role,
      subjects,
    };
  }
}
