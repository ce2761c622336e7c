import { languages } from '../languages/index';
import type { RegionContext } from '../languages/language';
import { get, listOf, mapOf, scalarOf, stringOf } from '../languages/yaml/read';
import type { YamlEntry, YamlMap, YamlNode } from '../languages/yaml/tree';
import { message, type Message } from '../rule/finding';
import { toOriginalRange, normalize } from '../text/normalize';
import type { Range } from '../text/range';
import { profiles, ruleSeverities, type Profile, type RuleSetting } from './config';
import { configKeys, ruleKeys } from './configKeys';
import { isDate } from './suppress';

/** The file's name, in any folder: the nearest one above a document holds for it, alone. */
export const configFileName = '.security-hints.yaml';

/** What such a file says; what it does not say is left to the editor's settings and the defaults. */
export interface FileConfig {
  readonly profile: Profile | undefined;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** Patterns as in a `.gitignore` in the file's folder. */
  readonly exclude: readonly string[];
}

/** Something in the file that is not understood, in offsets of its text. */
export interface ConfigProblem {
  readonly at: Range;
  readonly message: Message;
}

export interface ReadConfig {
  readonly config: FileConfig;
  readonly problems: readonly ConfigProblem[];
}

/** How the text of such a file is parsed. */
export const configContext: RegionContext = {
  carrier: 'file',
  fileName: configFileName,
  inDocument: false,
  template: 'none',
  shell: 'unknown',
  badExample: undefined,
  fenceLanguage: '',
};

/**
 * Reads the text of a configuration file. Never throws: what is not understood is a problem, and the rest holds.
 *
 * `known`: the ids of all rules.
 */
export function readConfigFile(original: string, known: ReadonlySet<string>): ReadConfig {
  const normalized = normalize(original);
  const { tree, problems: syntax, notAnalyzed } = languages.yaml.parse(normalized.text, configContext);
  const problems: ConfigProblem[] = [
    ...syntax.map(({ range }) => ({ at: range, message: message('This is no YAML') })),
    ...notAnalyzed.map(({ range }) => ({ at: range, message: message('This part was not read') })),
  ];
  const report = (at: Range, told: Message): void => void problems.push({ at, message: told });
  const root = mapOf(tree.root);
  if (root === undefined && normalized.text.trim() !== '' && tree.root !== undefined) {
    report(tree.root.range, message('The file is a map with the keys {keys}', { keys: list(configKeys) }));
  }
  for (const { key } of root?.entries ?? []) {
    if (!(key.value in configKeys)) {
      report(
        key.range,
        message('There is no key {key}; there are {keys}', { key: key.value, keys: list(configKeys) }),
      );
    }
  }
  const config = {
    profile: readProfile(root, report),
    rules: readRules(mapOf(get(root, 'rules')), known, report),
    exclude: readExclude(get(root, 'exclude'), report),
  };
  return {
    config,
    problems: problems
      .map(({ at, message: told }) => ({ at: toOriginalRange(normalized, at), message: told }))
      .sort((a, b) => a.at.start - b.at.start),
  };
}

type ReportProblem = (at: Range, message: Message) => void;

function readProfile(root: YamlMap | undefined, report: ReportProblem): Profile | undefined {
  const node = get(root, 'profile');
  if (node === undefined) return undefined;
  const profile = profiles.find((name) => name === stringOf(node));
  if (profile === undefined) {
    report(node.range, message('A profile is one of {values}', { values: profiles.join(', ') }));
  }
  return profile;
}

function readRules(
  map: YamlMap | undefined,
  known: ReadonlySet<string>,
  report: ReportProblem,
): ReadonlyMap<string, RuleSetting> {
  const rules = new Map<string, RuleSetting>();
  for (const entry of map?.entries ?? []) {
    const id = entry.key.value;
    if (!known.has(id)) report(entry.key.range, message('No rule is called {rule}', { rule: id }));
    const setting = readRule(entry, report);
    if (setting !== undefined) rules.set(id, setting);
  }
  return rules;
}

function readRule({ key, value }: YamlEntry, report: ReportProblem): RuleSetting | undefined {
  const map = mapOf(value);
  if (map === undefined) {
    const severity = readSeverity(value, key.range, report);
    return severity === undefined ? undefined : { severity, reason: undefined, until: undefined };
  }
  for (const entry of map.entries) {
    if (entry.key.value in ruleKeys) continue;
    report(
      entry.key.range,
      message('There is no key {key}; there are {keys}', { key: entry.key.value, keys: list(ruleKeys) }),
    );
  }
  const severity = readSeverity(get(map, 'severity'), key.range, report);
  const until = scalarOf(get(map, 'until'));
  if (until !== undefined && !isDate(until.value)) {
    report(until.range, message('A day is written as in 2027-01-31'));
    return undefined;
  }
  return severity && { severity, reason: stringOf(get(map, 'reason')), until: until?.value };
}

function readSeverity(
  node: YamlNode | undefined,
  otherwise: Range,
  report: ReportProblem,
): RuleSetting['severity'] | undefined {
  const written = scalarOf(node)?.value;
  const severity = ruleSeverities.find((one) => one === written);
  if (severity === undefined) {
    report(
      node?.range ?? otherwise,
      message('A rule is off or has a severity: {values}', { values: ruleSeverities.join(', ') }),
    );
  }
  return severity;
}

function readExclude(node: YamlNode | undefined, report: ReportProblem): readonly string[] {
  if (node === undefined) return [];
  const items = listOf(node)?.items.map((item) => scalarOf(item.node)?.value);
  if (items?.every((item) => item !== undefined) !== true) {
    report(node.range, message('This is a list of patterns, as in - docs/archive/'));
    return [];
  }
  return items;
}

function list(keys: object): string {
  return Object.keys(keys).join(', ');
}
