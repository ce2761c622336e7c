import {
  analyzeSteps,
  ruleSet,
  type Analysis,
  type DocumentFinding,
  type DocumentInput,
} from '../engine/analyze';
import { defaultConfig, type Config } from '../engine/config';
import { readConfigFile, type ReadConfig } from '../engine/configFile';
import { excluder } from '../engine/exclude';
import { fixAllSteps, inScope, mayFixSafely, type FixAllResult, type FixScope } from '../engine/fixAll';
import { fixesOf, safeFixOf, type DocumentFix } from '../engine/fixes';
import { ignoreEdits, type IgnoreScope } from '../engine/ignore';
import { sample } from '../engine/sample';
import { configureRule } from '../engine/configEdit';
import type { TextEdit } from '../text/edit';
import type { Rule, RuleMeta } from '../rule/rule';

/**
 * What the server needs of the engine, behind one value, because engine and parsers are loaded only when
 * the first document comes: `initialize` is answered before.
 */
export interface Engine {
  /** What there is to say of each rule, by id. */
  readonly rules: readonly RuleMeta[];
  /** Runs what documents will need; the first time it takes several times as long as after it. */
  warmUp(): Generator<undefined, void>;
  steps(input: DocumentInput, config: Config, previous: Analysis | undefined): Generator<undefined, Analysis>;
  fixes(analysis: Analysis, finding: DocumentFinding): readonly DocumentFix[];
  /** The fix that fixing all would apply; undefined where a person must look. */
  safeFix(analysis: Analysis, finding: DocumentFinding): DocumentFix | undefined;
  /** True when there may be a safe fix: none is tried. */
  mayFixSafely(analysis: Analysis, finding: DocumentFinding): boolean;
  fixAll(analysis: Analysis, scope: FixScope): Generator<undefined, FixAllResult>;
  readConfig(text: string): ReadConfig;
  excluder(patterns: readonly string[]): (path: string) => boolean;
  ignore(analysis: Analysis, finding: DocumentFinding, scope: IgnoreScope): readonly TextEdit[] | undefined;
  /** The edit of a configuration file that switches a rule off, with a reason; undefined where it cannot be made. */
  switchOff(configText: string, ruleId: string): TextEdit | undefined;
}

export function createEngine(rules: readonly Rule[]): Engine {
  const set = ruleSet(rules);
  return {
    rules: rules.map(({ meta }) => meta),
    *warmUp() {
      const analysis = yield* analyzeSteps(sample, set, defaultConfig, undefined);
      for (const finding of analysis.findings) {
        fixesOf(analysis, finding);
        yield;
      }
    },
    steps: (input, config, previous) => analyzeSteps(input, set, config, previous),
    fixes: (analysis, finding) => fixesOf(analysis, finding),
    safeFix: (analysis, finding) => safeFixOf(analysis, finding),
    mayFixSafely,
    fixAll: (analysis, scope) =>
      fixAllSteps(analysis.input, analysis.rules, analysis.config, analysis, inScope(scope)),
    readConfig: (text) => readConfigFile(text, set.ids),
    excluder,
    ignore: ignoreEdits,
    switchOff: (text, ruleId) => configureRule(text, ruleId, 'off', set.ids),
  };
}
