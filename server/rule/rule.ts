import type { LanguageId } from '../languages/language';
import type { FactKind, FactOf } from '../facts/fact';
import type { Region } from '../regions/region';
import type { Range } from '../text/range';
import type { Confidence, Message, Severity } from './finding';
import type { Fix } from './fix';

export interface Reference {
  readonly standard: string;
  /** Benchmark version, year or revision: a control's number means nothing without it. '' where there is none. */
  readonly version: string;
  readonly control: string;
  readonly title: string;
}

/** The review's number: 1 to 3 for the criticals C1 to C3, 4 to 20, or its compliance section. */
export type ReviewItem = number | 'CIS';

/** What a fix of the rule is called and promises; listed so that people can know before they meet one. */
export interface FixSummary {
  readonly title: string;
  readonly applicability: Fix['applicability'];
}

export interface RuleMeta {
  /** The folder's name: kebab-case, names the bad pattern, reads after "allow". */
  readonly id: string;
  /** Names the problem, sentence case, no period. */
  readonly title: string;
  /** One sentence: what can happen. Shown in the hover. */
  readonly why: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly profile: 'recommended' | 'strict';
  readonly reviewItem: ReviewItem | readonly ReviewItem[] | null;
  readonly languages: readonly LanguageId[];
  readonly references: readonly Reference[];
  readonly fixes: readonly FixSummary[];
  /**
   * True where a finding's range is a secret's value: outputs and fingerprints replace it by a constant.
   * Such rules run even when they are switched off, so that what they find is hidden all the same.
   */
  readonly hidesValue?: boolean;
  /**
   * True where what is wrong matters less on a machine of the reader's own: default passwords, missing hardening,
   * open policies, moving tags. In development (see engine/environment.ts) such findings are one step less severe.
   * Not for what leaks or runs wherever the text is read: tokens, keys, account ids, downloads.
   */
  readonly isMilderInDevelopment?: boolean;
  /**
   * Rules that have nothing to say before this one's problem is solved, and then ask for the next step: without TLS
   * there are no headers about it. What they find after a fix is no reason against it.
   */
  readonly uncovers?: readonly string[];
}

/** A place that belongs to the story of a finding. */
export interface Related {
  readonly at: Range;
  /** The region that `at` is a range of; the finding's own when absent. */
  readonly region?: Region;
  readonly message: Message;
}

export interface Problem {
  readonly at: Range;
  readonly message: Message;
  /** Where the same rule is less or more severe or sure than its meta says. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly related?: readonly Related[];
  /** Asked only when somebody looks. The first is offered first. */
  readonly fixes?: (context: FixContext) => readonly Fix[];
}

/** The facts of one document in the order of its text, each with the region it stands in. */
export interface DocumentFacts {
  readonly regions: readonly Region[];
  all<K extends FactKind>(kind: K): readonly Placed<FactOf<K>>[];
}

export interface Placed<Fact> {
  readonly fact: Fact;
  readonly region: Region;
}

/** What a fix may look at beyond its own region. */
export interface FixContext {
  readonly region: Region;
  readonly document: DocumentFacts;
  readonly workspace: WorkspaceFacts;
}

/** Facts of the files that were read so far; empty where only one document is known. */
export interface WorkspaceFacts {
  all<K extends FactKind>(kind: K): readonly (Placed<FactOf<K>> & { readonly uri: string })[];
}

export type Report = (problem: Problem) => void;
export type ReportIn = (problem: Problem & { readonly region: Region }) => void;
export type ReportAt = (problem: Problem & { readonly region: Region; readonly uri: string }) => void;

export type Visitor = { readonly [K in FactKind]?: (fact: FactOf<K>, region: Region) => void };

/** One region at a time: the finding depends on nothing else, and moves with its region. */
export interface RegionRule {
  readonly meta: RuleMeta;
  visit(report: Report): Visitor;
}

/** One document at a time, for what is proved or refuted elsewhere in it. Runs again when a fact it reads changed. */
export interface DocumentRule {
  readonly meta: RuleMeta;
  readonly reads: readonly FactKind[];
  read(document: DocumentFacts, report: ReportIn): void;
}

/** The whole workspace, for relations between files. */
export interface WorkspaceRule {
  readonly meta: RuleMeta;
  readonly reads: readonly FactKind[];
  survey(workspace: WorkspaceFacts, report: ReportAt): void;
}

/** A comment that is meant to silence rules, and what it does in its document. Offsets are those of its region. */
export interface SuppressionUse {
  readonly region: Region;
  /** The whole comment with its marks. */
  readonly comment: Range;
  /** The word that says how far it reaches, as it is written: `security-hints-ignore-next`. */
  readonly keyword: Range;
  readonly rules: readonly SuppressedRule[];
  /** Why it does not hold at all; undefined where it is well formed. */
  readonly defect: 'noRule' | 'noReason' | 'noDate' | 'noScope' | undefined;
  readonly until: SuppressionEnd | undefined;
}

/** What stands behind `until=`: the last day on which the comment holds, if it is one. */
export interface SuppressionEnd {
  readonly value: string;
  readonly at: Range;
  readonly hasPassed: boolean;
  /** A day that can stand there instead: ninety days from now. */
  readonly renewed: string;
}

/** One of the rules that a suppression names. */
export interface SuppressedRule {
  readonly id: string;
  readonly at: Range;
  readonly isKnown: boolean;
  /** The rule that was probably meant by an id that none has. */
  readonly closest: string | undefined;
  /** How many findings of the rule it covers; undefined where that cannot be said: not all was analyzed. */
  readonly covered: number | undefined;
}

/** The comments that silence the other rules. Runs when all the others have. */
export interface SuppressionRule {
  readonly meta: RuleMeta;
  audit(use: SuppressionUse, report: Report): void;
}

export type Rule = RegionRule | DocumentRule | WorkspaceRule | SuppressionRule;

/** Gives a rule its type; nothing else. */
export function defineRule<R extends Rule>(rule: R): R {
  return rule;
}
