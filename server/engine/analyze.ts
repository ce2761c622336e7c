import type { LanguageId, NotAnalyzed, RegionContext } from '../languages/language';
import { badExampleAt } from '../regions/badExample';
import { growSteps, RegionPool } from '../regions/grow';
import { rangeInRoot, walkRegions, type Region, type RegionPath } from '../regions/region';
import { mapArguments, severities, type Confidence, type Message, type Severity } from '../rule/finding';
import type {
  DocumentFacts,
  DocumentRule,
  Problem,
  RegionRule,
  Rule,
  RuleMeta,
  SuppressionRule,
  WorkspaceRule,
} from '../rule/rule';
import { normalize, toOriginalRange, type NormalizedText } from '../text/normalize';
import { compareRanges, type Range } from '../text/range';
import { configuredSeverity, isEnabled, type Config } from './config';
import { secretConcealer, secretsOf, type Secrets } from './conceal';
import { documentFacts } from './documentFacts';
import { environmentOf, severityIn, type Eased } from './environment';
import { fingerprintOf } from './fingerprint';
import { runOnDocument, runOnRegion, type DocumentRuleResult, type Finding, type RuleFailure } from './run';
import { findSuppression, suppressionsOf } from './suppress';
import { auditSuppressions, targetOf } from './suppressionUse';

/** A text that a host gave us. */
export interface DocumentInput {
  readonly uri: string;
  /** Path, `/`-separated, relative to the workspace where there is one: names the kind of file. */
  readonly fileName: string;
  readonly language: LanguageId;
  readonly text: string;
}

/** A finding where it stands in the document. Offsets are those of the document's own text. */
export interface DocumentFinding {
  readonly meta: RuleMeta;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: Message;
  readonly range: Range;
  /** The layers from the outside in: `yaml fence in “Install”`, `step Setup`. Empty for the document's own text. */
  readonly layer: readonly Message[];
  readonly related: readonly { readonly range: Range; readonly message: Message }[];
  readonly fingerprint: string;
  readonly suppressed: { readonly reason: string; readonly until: string | undefined } | undefined;
  /** Why the snippet is shown as wrong on purpose; such a finding is a hint and no bulk fix touches it. */
  readonly badExample: Message | undefined;
  /** Set where the finding is less severe than its rule says, because the document is for development. */
  readonly eased: Eased | undefined;
  /** Where the finding was made, for asking its fixes. */
  readonly region: Region;
  readonly path: RegionPath;
  readonly problem: Problem;
}

/** All that is known of one version of a document: what editors ask, and what the next version takes over. */
export interface Analysis {
  readonly input: DocumentInput;
  readonly rules: RuleSet;
  readonly config: Config;
  readonly normalized: NormalizedText;
  readonly root: Region;
  readonly facts: DocumentFacts;
  /** What the rules found, in the coordinates of their regions; those that are switched off too. */
  readonly found: readonly Finding[];
  /** In the order of the text; suppressed ones are among them. */
  readonly findings: readonly DocumentFinding[];
  readonly notAnalyzed: readonly NotAnalyzed[];
  readonly failures: readonly RuleFailure[];
  /** Where the document's text holds secrets. */
  readonly secrets: Secrets;
  readonly regionCount: number;
  /** Regions that were parsed for this analysis; the others were taken over from the one before. */
  readonly parsedCount: number;
  readonly documentResults: ReadonlyMap<DocumentRule, DocumentRuleResult>;
}

/** Rules sorted by scope, once, so that a region's findings can be kept by the identity of the list. */
export interface RuleSet {
  readonly all: readonly Rule[];
  readonly region: readonly RegionRule[];
  readonly document: readonly DocumentRule[];
  readonly workspace: readonly WorkspaceRule[];
  readonly suppression: readonly SuppressionRule[];
  readonly ids: ReadonlySet<string>;
}

/** Sorts rules by scope. Call it once: findings are kept for as long as the lists are the same objects. */
export function ruleSet(rules: readonly Rule[]): RuleSet {
  return {
    all: rules,
    region: rules.filter((rule): rule is RegionRule => 'visit' in rule),
    document: rules.filter((rule): rule is DocumentRule => 'read' in rule),
    workspace: rules.filter((rule): rule is WorkspaceRule => 'survey' in rule),
    suppression: rules.filter((rule): rule is SuppressionRule => 'audit' in rule),
    ids: new Set(rules.map((rule) => rule.meta.id)),
  };
}

/**
 * Analyzes one document. Never throws, whatever the text.
 *
 * With the analysis of an earlier version, what did not change is not parsed again and its rules do not
 * run again; the result is the same as from scratch.
 */
export function analyzeDocument(
  input: DocumentInput,
  rules: RuleSet,
  config: Config,
  previous?: Analysis,
): Analysis {
  const steps = analyzeSteps(input, rules, config, previous);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, pausing after each parsed region: a server looks for cancellation there. */
export function* analyzeSteps(
  input: DocumentInput,
  rules: RuleSet,
  config: Config,
  previous?: Analysis,
): Generator<undefined, Analysis> {
  const normalized = normalize(input.text);
  const pool = RegionPool.of(previous?.root);
  const root = yield* growSteps(input.language, normalized.text, rootContext(input), pool);
  const placed: (readonly [Region, RegionPath])[] = [];
  walkRegions(root, (region, path) => placed.push([region, path]));
  const facts = documentFacts(root);
  const found: Finding[] = [];
  const failures: RuleFailure[] = [];
  for (const [region] of placed) {
    const result = runOnRegion(region, rules.region);
    found.push(...result.findings);
    failures.push(...result.failures);
  }
  const documentResults = new Map<DocumentRule, DocumentRuleResult>();
  for (const rule of rules.document) {
    const result = runOnDocument(rule, facts, previous?.documentResults.get(rule));
    documentResults.set(rule, result);
    found.push(...result.findings);
    failures.push(...result.failures);
  }
  const notAnalyzed = placed.flatMap(([region, path]) =>
    region.notAnalyzed.map(({ range, reason }) => ({
      range: toOriginalRange(normalized, rangeInRoot(path, range)),
      reason,
    })),
  );
  return {
    input,
    rules,
    config,
    normalized,
    root,
    facts,
    found,
    ...placeFindings({ input, rules, config, normalized, root, facts, notAnalyzed, failures }, found),
    notAnalyzed,
    failures,
    regionCount: placed.length,
    parsedCount: pool.parsed,
    documentResults,
  };
}

function rootContext(input: DocumentInput): RegionContext {
  return {
    carrier: 'file',
    fileName: input.fileName,
    inDocument: input.language === 'markdown',
    template: 'none',
    shell: 'unknown',
    badExample: undefined,
    fenceLanguage: '',
  };
}

/** What is needed to say where a finding stands in a document. */
type Placing = Pick<
  Analysis,
  'input' | 'rules' | 'config' | 'normalized' | 'root' | 'facts' | 'notAnalyzed' | 'failures'
>;

/**
 * Turns what the rules found into findings of the document, sorted, counted and with its suppressions, and lets
 * the rules about suppressions have their say. `isSurveyed`: the rules about the workspace have run, too.
 */
export function placeFindings(
  { input, rules, config, normalized, root, facts, notAnalyzed, failures }: Placing,
  found: readonly Finding[],
  isSurveyed = false,
): Pick<Analysis, 'findings' | 'secrets'> {
  const pathOf = new Map<Region, RegionPath>();
  walkRegions(root, (region, path) => pathOf.set(region, path));
  const toDocument = (region: Region, range: Range): Range =>
    toOriginalRange(normalized, rangeInRoot(pathOf.get(region) ?? [], range));
  const suppressions = suppressionsOf([...pathOf]);
  const audit = auditSuppressions(rules.suppression, {
    suppressions,
    targets: suppressions.length === 0 ? [] : found.map((finding) => targetOf(finding, pathOf)),
    known: rules.ids,
    unsure: new Set([
      ...failures.map(({ ruleId }) => ruleId),
      ...(isSurveyed ? [] : rules.workspace).map(({ meta }) => meta.id),
      ...rules.suppression.map(({ meta }) => meta.id),
    ]),
    isWhole: notAnalyzed.length === 0,
    today: config.today,
  });
  const secrets = secretsOf(
    found
      .filter(({ rule }) => rule.meta.hidesValue === true)
      .map(({ region, problem }) => rangeInRoot(pathOf.get(region) ?? [], problem.at)),
  );
  const conceal = secretConcealer(root.text, secrets);
  const environment = environmentOf(facts, input.fileName);
  const { since } = environment;
  const sinceOffset =
    since === undefined ? 0 : rangeInRoot(pathOf.get(since.region) ?? [], since.range).start;
  const counts = new Map<string, number>();
  const located = [...found, ...audit]
    .filter(({ rule }) => isEnabled(rule, config))
    .map((finding) => ({
      ...finding,
      inRoot: rangeInRoot(pathOf.get(finding.region) ?? [], finding.problem.at),
    }))
    .sort((a, b) => compareRanges(a.inRoot, b.inRoot) || compareText(a.rule.meta.id, b.rule.meta.id));
  // What a message quotes from the document may repeat a secret of another place.
  const findings = located.map(({ rule, region, problem, inRoot }): DocumentFinding => {
    const path = pathOf.get(region) ?? [];
    const { meta } = rule;
    const badExample = badExampleAt(region, problem.at);
    const base = fingerprintOf({
      ruleId: meta.id,
      fileName: input.fileName,
      language: region.language,
      text: root.text,
      range: inRoot,
      secrets,
      conceal,
    });
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const target = { ruleId: meta.id, range: problem.at, path };
    const suppression = findSuppression(suppressions, target, config.today);
    const configured = configuredSeverity(meta.id, config);
    const weight = severityIn(environment, meta, severityOf(problem.severity ?? meta.severity, path), {
      region,
      path,
      isSince: inRoot.start >= sinceOffset,
    });
    return {
      meta,
      severity: badExample !== undefined ? 'info' : isSeverity(configured) ? configured : weight.severity,
      confidence: problem.confidence ?? meta.confidence,
      message: mapArguments(problem.message, conceal),
      range: toOriginalRange(normalized, inRoot),
      layer: path.map((step) => mapArguments(step.label, conceal)),
      related: (problem.related ?? []).map((r) => ({
        range: toDocument(r.region ?? region, r.at),
        message: mapArguments(r.message, conceal),
      })),
      fingerprint: count === 0 ? base : `${base}-${count}`,
      suppressed: suppression && {
        reason: conceal(suppression.reason),
        until: suppression.until?.value,
      },
      badExample: badExample && mapArguments(badExample, conceal),
      eased: badExample === undefined && !isSeverity(configured) ? weight.eased : undefined,
      region,
      path,
      problem,
    };
  });
  return {
    findings,
    secrets: secretsOf(secrets.ranges.map((range) => toOriginalRange(normalized, range))),
  };
}

function isSeverity(value: Severity | 'off' | undefined): value is Severity {
  return value !== undefined && value !== 'off';
}

/** A command in a sentence, with what it carries, is less of an instruction than a snippet. */
function severityOf(severity: Severity, path: RegionPath): Severity {
  if (!path.some(({ region }) => region.context.carrier === 'inlineCode')) return severity;
  return severities[severities.indexOf(severity) + 1] ?? severity;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
