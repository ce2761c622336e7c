import type { Analysis, DocumentFinding } from '../../server/engine/analyze';
import { defaultConfig } from '../../server/engine/config';
import type { Engine } from '../../server/lsp/engine';
import type { Region } from '../../server/regions/region';
import { message } from '../../server/rule/finding';
import { defineRule } from '../../server/rule/rule';
import { normalize } from '../../server/text/normalize';

const rule = defineRule({
  meta: {
    id: 'fake-latest',
    title: 'Image tag moves',
    why: 'What runs can change.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: null,
    languages: ['yaml'],
    references: [{ standard: 'CWE', version: '4.19', control: 'CWE-829', title: 'Inclusion' }],
    fixes: [],
  },
  reads: [],
  read: () => undefined,
});

export const unfinishedText = 'HANG';

/** Keeps the event loop from turning, as an engine at work does. */
function workSlowly({ fingerprint }: DocumentFinding): void {
  const end = performance.now() + (fingerprint.startsWith('slow') ? 20 : 0);
  while (performance.now() < end);
}

/** How often the text was analyzed, by text. */
export const analyzed: string[] = [];

/**
 * An engine without parsers, for tests of the server around it: finds `NAME:latest`, knows one fix with a
 * value to fill in and one safe fix, pauses after each line, never ends on `HANG` throws on `THROW`, and takes its time to fix `slow:latest`.
 */
export const fakeEngine: Engine = {
  rules: [rule.meta],
  *warmUp() {
    yield;
  },
  *steps(input, config) {
    analyzed.push(input.text);
    if (input.text.includes('THROW')) throw new TypeError('thrown by the fake');
    const findings: DocumentFinding[] = [];
    const region = { language: 'text', text: input.text, embedded: [], context: {} } as unknown as Region;
    for (const match of input.text.matchAll(/\w+:latest/g)) {
      findings.push({
        meta: rule.meta,
        severity: match[0].startsWith('hint') ? 'info' : rule.meta.severity,
        confidence: rule.meta.confidence,
        message: message('Image "{image}" moves', { image: match[0] }),
        range: { start: match.index, end: match.index + match[0].length },
        layer: [message('{language} fence', { language: 'yaml' })],
        related: findings[0] ? [{ range: findings[0].range, message: message('First here') }] : [],
        eased: match[0].startsWith('dev')
          ? { from: 'high', evidence: message('{tool} makes the cluster', { tool: 'kind' }) }
          : undefined,
        fingerprint: `${match[0]}#${findings.length}`,
        suppressed: match[0].startsWith('quiet') ? { reason: 'test', until: undefined } : undefined,
        badExample: undefined,
        region,
        path: [],
        problem: { at: { start: match.index, end: match.index + match[0].length }, message: message('') },
      });
      yield;
    }
    while (input.text.includes(unfinishedText)) yield;
    return {
      input,
      rules: { all: [], region: [], document: [], workspace: [], suppression: [], ids: new Set<string>() },
      config,
      normalized: normalize(input.text),
      root: region,
      facts: { regions: [], all: () => [] },
      found: [],
      findings,
      notAnalyzed: [],
      failures: [],
      secrets: { ranges: [], starts: [] },
      regionCount: 1,
      parsedCount: 1,
      documentResults: new Map(),
    };
  },
  fixes: (_, finding) => {
    workSlowly(finding);
    const tag = { start: finding.range.end - 'latest'.length, end: finding.range.end };
    const text = '‹version›';
    return [
      {
        title: 'Pin to a version',
        applicability: 'review',
        note: message('Nobody else knows it.'),
        edits: [{ range: tag, text, stops: [{ start: 0, end: text.length }] }],
        isPreferred: true,
      },
      {
        title: 'Pin to 1',
        applicability: 'safe',
        note: undefined,
        edits: [{ range: tag, text: '1' }],
        isPreferred: false,
      },
    ];
  },
  *fixAll(analysis) {
    for (const finding of analysis.findings) {
      workSlowly(finding);
      yield;
    }
    return {
      text: analysis.input.text.replaceAll(':latest', ':1').replace(/^\nEND/, 'END'),
      fixed: analysis.findings.map(() => ({ ruleId: rule.meta.id, title: 'Pin to 1' })),
      analysis,
      heldBack: [],
      rounds: 1,
    };
  },
  readConfig: () => ({
    config: { profile: undefined, rules: new Map(), exclude: [] },
    problems: [],
  }),
  excluder: () => () => false,
  switchOff: () => undefined,
  safeFix: () => undefined,
  mayFixSafely: () => false,
  ignore: (_: Analysis, finding, scope) => {
    const reason = 'why $this} is fine';
    const lead = `# security-hints-ignore-next ${finding.meta.id}: `;
    const stops = [{ start: lead.length, end: lead.length + reason.length }];
    if (scope !== 'next') return undefined;
    return [{ range: { start: 0, end: 0 }, text: `${lead}${reason}\n`, stops }];
  },
};

export { defaultConfig };
