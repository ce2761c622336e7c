import { languages } from '../languages/index';
import { entryOf, mapOf } from '../languages/yaml/read';
import { replaceValue, setEntry, type Patch } from '../languages/yaml/patch';
import { applyEdits, type TextEdit } from '../text/edit';
import { normalize, toOriginalEdit } from '../text/normalize';
import type { RuleSetting } from './config';
import { configContext, readConfigFile } from './configFile';
import { reasonPlaceholder } from './ignore';

/**
 * The edit of a configuration file after which a rule has a severity of the reader's own, the reason being a tab
 * stop. Comments and everything else in the file stay.
 *
 * Undefined where the file does not say so afterwards: its text cannot be read, or `rules` is no map that an entry
 * can be added to.
 */
export function configureRule(
  original: string,
  ruleId: string,
  severity: RuleSetting['severity'],
  known: ReadonlySet<string>,
): TextEdit | undefined {
  const normalized = normalize(original);
  const edit = editOf(normalized.text, ruleId, severity);
  if (edit === undefined) return undefined;
  const { config } = readConfigFile(applyEdits(normalized.text, [edit]), known);
  const setting = config.rules.get(ruleId);
  const before = readConfigFile(normalized.text, known).config.rules;
  const isFaithful = [...before.keys()].every((id) => config.rules.has(id));
  return setting?.severity === severity && isFaithful ? toOriginalEdit(normalized, edit) : undefined;
}

function editOf(text: string, ruleId: string, severity: string): TextEdit | undefined {
  const settings = `severity: ${severity}\nreason: ${reasonPlaceholder}`;
  const parsed = languages.yaml.parse(text, configContext);
  const root = mapOf(parsed.tree.root);
  if (root === undefined) {
    if (parsed.tree.root !== undefined) return undefined;
    const lead = text === '' || text.endsWith('\n') ? '' : '\n';
    return withReason(text.length, `${lead}rules:\n  ${ruleId}:\n    ${settings.replace('\n', '\n    ')}\n`);
  }
  const source = { text, comments: parsed.comments, tree: parsed.tree };
  const entry = entryOf(root, 'rules');
  const rules = mapOf(entry?.value);
  const rule = `${ruleId}:\n  ${settings.replace('\n', '\n  ')}`;
  let patch: Patch;
  if (entry === undefined) patch = setEntry(source, root, 'rules', rule);
  else if (entry.value === undefined || rules?.entries.length === 0) {
    patch = replaceValue(source, root, entry, rule);
  } else if (rules === undefined) return undefined;
  else patch = setEntry(source, rules, ruleId, rules.isFlow ? `{ severity: ${severity} }` : settings);
  const [first, ...more] = patch ?? [];
  return first === undefined || more.length > 0
    ? undefined
    : withReason(first.range.start, first.text, first);
}

/** An edit in whose text the placeholder of a reason is to be typed over. */
function withReason(
  offset: number,
  text: string,
  { range } = { range: { start: offset, end: offset } },
): TextEdit {
  const start = text.indexOf(reasonPlaceholder);
  const stops = start < 0 ? [] : [{ start, end: start + reasonPlaceholder.length }];
  return { range, text, stops };
}
