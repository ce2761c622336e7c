import assert from 'node:assert/strict';
import { Lexer } from 'yaml';
import { fixesOf } from '../../server/engine/fixes';
import type { Analysis, DocumentFinding } from '../../server/engine/analyze';
import { severities } from '../../server/rule/finding';
import type { TextEdit } from '../../server/text/edit';
import { analyze, offeredFixes, type OfferedFix } from './pageFixes';

/**
 * Cured: what a fix leaves is the secure pattern. Analyzed from scratch, without the engine's own trial:
 * the finding is gone, nothing new is as bad, the text parses as well as before, no comment is lost, and
 * the fix has nothing left to do.
 */
describe('every fix of every page cures', function () {
  this.timeout(300_000);
  let offered: readonly OfferedFix[] = [];
  const after = new Map<OfferedFix, Analysis>();

  before(() => {
    offered = offeredFixes();
    for (const each of offered) after.set(each, analyze(each.hosted, each.text));
  });

  const law = (title: string, broken: (each: OfferedFix, now: Analysis) => string | undefined): void => {
    it(title, () => {
      assert.ok(offered.length > 1000, `${offered.length} fixes`);
      const breaches = offered.flatMap((each) => {
        const breach = broken(each, after.get(each) as Analysis);
        return breach === undefined ? [] : [`${each.name}: ${breach}`];
      });
      assert.deepEqual(breaches, []);
    });
  };

  law('the finding: it is gone', ({ finding, analysis, fix }, now) => {
    const moved = movedRange(finding, fix.edits);
    const stays = now.findings.some(
      (other) => other.meta.id === finding.meta.id && other.range.start === moved && isAsBad(other, finding),
    );
    const fewer = countOf(now, finding) < countOf(analysis, finding);
    return stays && !fewer ? `still there: ${now.input.text}` : undefined;
  });

  law('and brings nothing new that is as bad', ({ finding, analysis, fix }, now) => {
    const added = newFindings(analysis, now).filter(
      (other) =>
        isAsBad(other, finding) &&
        other.meta.id !== finding.meta.id &&
        finding.meta.uncovers?.includes(other.meta.id) !== true,
    );
    return added.length === 0
      ? undefined
      : `${added.map(({ meta }) => meta.id).join(', ')} after ${JSON.stringify(fix.edits)}`;
  });

  law('and the text parses as well as before', ({ analysis }, now) =>
    problemsOf(now) > problemsOf(analysis) ? now.input.text : undefined,
  );

  law('and no comment is lost but with what it spoke of', ({ analysis, fix, hosted }, now) => {
    const left = commentsOf(now);
    const lost = commentsOf(analysis).filter((comment) => {
      const index = left.indexOf(comment);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
    // A removal takes along what stands on the removed lines themselves.
    const goes = lost.filter((comment) => !isOnRemovedLine(hosted.input.text, fix.edits, comment));
    return goes.length === 0 ? undefined : goes.join('\n');
  });

  law('and applying it again changes nothing', ({ finding, fix, analysis }, now) => {
    // A neighbor of the same rule may have slid into its place.
    if (countOf(now, finding) < countOf(analysis, finding)) return undefined;
    const start = movedRange(finding, fix.edits);
    const again = now.findings
      .filter((other) => other.meta.id === finding.meta.id && other.range.start === start)
      .flatMap((other) => fixesOf(now, other))
      .filter(({ title }) => title === fix.title);
    return again.length === 0 ? undefined : 'the same fix is offered again';
  });
});

const isAsBad = (a: DocumentFinding, b: DocumentFinding): boolean =>
  severities.indexOf(a.severity) <= severities.indexOf(b.severity);

function countOf({ findings }: Analysis, finding: DocumentFinding): number {
  return findings.filter((other) => other.meta.id === finding.meta.id && isAsBad(other, finding)).length;
}

function newFindings(before: Analysis, after: Analysis): readonly DocumentFinding[] {
  const known = before.findings.map(({ meta, severity }) => `${meta.id} ${severity}`);
  return after.findings.filter(({ meta, severity }) => {
    const index = known.indexOf(`${meta.id} ${severity}`);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}

function problemsOf({ facts }: Analysis): number {
  return facts.regions.reduce((sum, { problems }) => sum + problems.length, 0);
}

/** Where a finding's start is after the edits. */
function movedRange({ range }: DocumentFinding, edits: readonly TextEdit[]): number {
  return edits
    .filter((edit) => edit.range.end <= range.start)
    .reduce((start, edit) => start + edit.text.length - (edit.range.end - edit.range.start), range.start);
}

/** The comments of every YAML and shell text of a document. */
function commentsOf({ facts }: Analysis): string[] {
  return facts.regions.flatMap((region) => {
    if (region.language === 'yaml') {
      return [...new Lexer().lex(region.text)]
        .filter((token) => token.startsWith('#'))
        .map((token) => token.trim());
    }
    if (region.language !== 'shell') return [];
    return region.text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.startsWith('#'));
  });
}

function isOnRemovedLine(text: string, edits: readonly TextEdit[], comment: string): boolean {
  return edits.some(({ range }) => {
    const start = text.lastIndexOf('\n', range.start - 1) + 1;
    const end = text.indexOf('\n', Math.max(range.start, range.end - 1));
    return text.slice(start, end < 0 ? undefined : end).includes(comment);
  });
}
