import type { RuleMeta } from '../rule/rule';
import type { Report } from './report';

/** The report as one JSON object; its keys are a promise to scripts (see README, "Output"). */
export function formatJson({ version, findings, notAnalyzed, summary }: Report): string {
  return `${JSON.stringify({ version, findings, notAnalyzed, summary }, undefined, 2)}\n`;
}

/** The rules as a JSON array. */
export function formatRulesJson(rules: readonly RuleMeta[], pageOf: (id: string) => string): string {
  const list = rules.map((meta) => ({
    id: meta.id,
    title: meta.title,
    severity: meta.severity,
    confidence: meta.confidence,
    profile: meta.profile,
    reviewItem: meta.reviewItem,
    languages: meta.languages,
    fixes: meta.fixes,
    references: meta.references,
    page: pageOf(meta.id),
  }));
  return `${JSON.stringify(list, undefined, 2)}\n`;
}
