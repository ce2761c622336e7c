import type { RbacBindingFact, RbacField, RbacRuleFact, RbacWord } from '../facts/fact';
import { removeOrCommentOut } from '../languages/yaml/commentOut';
import type { Region } from '../regions/region';
import { message, type Message } from './finding';
import { review, withStops, type Fix, type FixEdit } from './fix';
import { removeWords, replaceWords } from './rbacFixes';
import type { Problem } from './rule';

const readVerbs = new Set(['get', 'list', 'watch']);

/** What comes with a well-known controller is its project's decision: worth knowing, and no more. */
export function asUpstream({ isUpstream }: { readonly isUpstream: boolean }): Pick<Problem, 'severity'> {
  return isUpstream ? { severity: 'info' } : {};
}

/** The first of the words in a field that is one of these. */
export function findWord(field: RbacField, values: readonly string[]): RbacWord | undefined {
  return field.words.find(({ value }) => values.includes(value));
}

export function hasWord(field: RbacField, value: string): boolean {
  return field.words.some((word) => word.value === value);
}

/** True where nothing but reading is granted, as far as the text shows. */
export function isReadOnly({ verbs }: RbacRuleFact): boolean {
  return verbs.words.length > 0 && verbs.isWhole && verbs.words.every(({ value }) => readVerbs.has(value));
}

/** True where every object of the kinds is granted, not only those with a name. */
export function isUnnamed({ names }: RbacRuleFact): boolean {
  return names.isWhole && names.words.length === 0;
}

/** True where the rule is about resources of this API group, as far as the text says; `''` is the core group. */
export function isOfGroup({ apiGroups }: RbacRuleFact, group: string): boolean {
  return apiGroups.words.length === 0 || hasWord(apiGroups, group) || hasWord(apiGroups, '*');
}

/** "in the whole cluster" or "in its namespace", where the role says which. */
export function reachOf({ role }: RbacRuleFact): Message | string {
  return role.resource === 'ClusterRole'
    ? message(' in every namespace that it is bound in')
    : role.resource === 'Role'
      ? message(' in its namespace')
      : '';
}

/** Takes a resource out of the rule, or the rule out of the role where it is about nothing else. */
export function removeGrant(rule: RbacRuleFact, words: readonly RbacWord[], region: Region): readonly Fix[] {
  const title = 'Remove the permission';
  const edits =
    removeWords(region, rule.resources, words) ??
    (rule.list !== undefined && rule.item !== undefined && rule.resources.words.length === words.length
      ? removeOrCommentOut(region, rule.list, rule.item)
      : undefined);
  return edits === undefined
    ? []
    : [review(title, edits, 'What runs with this role may need it: try it first')];
}

/** A role's name or a subject in a binding, or in the flag that says it, replaced by one the user names. */
export function nameInstead(
  binding: RbacBindingFact,
  range: RbacWord['range'],
  title: string,
  stop: string,
  variable: string,
  note?: Fix['note'],
): Fix {
  const text = binding.command === undefined ? JSON.stringify(stop) : variable;
  const edit: FixEdit = { range, text };
  return review(title, [withStops(edit, binding.command === undefined ? stop : variable)], note);
}

/** Another list in the place of a field's, its placeholders marked. */
export function replaceWith(
  region: Region,
  field: RbacField,
  words: readonly string[],
  stop?: string,
): readonly FixEdit[] | undefined {
  const edits = replaceWords(region, field, words);
  return stop === undefined ? edits : edits?.map((edit) => withStops(edit, stop));
}
