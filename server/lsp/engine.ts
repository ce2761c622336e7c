import {
  analyzeSteps,
  ruleSet,
  type Analysis,
  type DocumentFinding,
  type DocumentInput,
} from '../engine/analyze';
import type { Config } from '../engine/config';
import { readConfigFile, type ReadConfig } from '../engine/configFile';
import { excluder } from '../engine/exclude';
import { fixAllSteps, type FixAllResult } from '../engine/fixAll';
import { fixesOf, type DocumentFix } from '../engine/fixes';
import { ignoreEdit, type Ignoring } from '../engine/ignore';
import type { Rule } from '../rule/rule';

/**
 * What the server needs of the engine, behind one value, because engine and parsers are loaded only when
 * the first document comes: `initialize` is answered before.
 */
export interface Engine {
  steps(input: DocumentInput, config: Config, previous: Analysis | undefined): Generator<undefined, Analysis>;
  fixes(analysis: Analysis, finding: DocumentFinding): readonly DocumentFix[];
  fixAll(analysis: Analysis): Generator<undefined, FixAllResult>;
  readConfig(text: string): ReadConfig;
  excluder(patterns: readonly string[]): (path: string) => boolean;
  ignore(analysis: Analysis, finding: DocumentFinding): Ignoring | undefined;
}

export function createEngine(rules: readonly Rule[]): Engine {
  const set = ruleSet(rules);
  return {
    steps: (input, config, previous) => analyzeSteps(input, set, config, previous),
    fixes: (analysis, finding) => fixesOf(analysis, finding),
    fixAll: (analysis) => fixAllSteps(analysis.input, analysis.rules, analysis.config, analysis),
    readConfig: (text) => readConfigFile(text, set.ids),
    excluder,
    ignore: ignoreEdit,
  };
}
