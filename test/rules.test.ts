import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../rules/index';
import { analyzeDocument, ruleSet, type Analysis, type DocumentFinding } from '../server/engine/analyze';
import type { Config } from '../server/engine/config';
import { fixesOf } from '../server/engine/fixes';
import { applyEdits } from '../server/text/edit';
import { linesOf, toLineAndCharacter } from '../server/text/lines';
import { hostsOf, isOfSnippet, ownHost, type Hosted } from './pages/hosts';
import { readPage, type PageFence } from './pages/page';
import { readCatalogs } from './variants/catalog';

const headings = ['What', 'Why', 'Bad', 'Good', 'Fixes', 'When not', 'References'];
const all = ruleSet(rules);
/** Pages speak of every rule, so the strict ones run too. */
const config: Config = { profile: 'strict' };
const folder = join(__dirname, '..', 'rules');

const analyze = (hosted: Hosted): Analysis => analyzeDocument(hosted.input, all, config);

/** A finding as `line:from-to`, counted in the snippet. */
function placesOf(analysis: Analysis, hosted: Hosted, ruleId: string): string[] {
  const lines = linesOf(analysis.input.text);
  return analysis.findings
    .filter((finding) => finding.meta.id === ruleId && finding.suppressed === undefined)
    .map(({ range }) => {
      const start = toLineAndCharacter(lines, range.start);
      const end = toLineAndCharacter(lines, range.end);
      const from = `${start.line - hosted.firstLine + 1}:${start.character - hosted.column + 1}`;
      const to = end.line === start.line ? '' : `${end.line - hosted.firstLine + 1}:`;
      return `${from}-${to}${end.character - hosted.column + 1}`;
    })
    .filter((place) => !place.startsWith('-') && !place.startsWith('0'))
    .sort();
}

const marksOf = (fence: PageFence, ruleId: string): string[] =>
  fence.marks
    .filter((mark) => mark.ruleId === ruleId)
    .map((mark) => `${mark.line + 1}:${mark.from + 1}-${mark.to + 1}`)
    .sort();

/** Multi-line findings are marked on their first line; compare what the marks can say. */
function assertPlaces(actual: string[], expected: string[], where: string): void {
  const shorten = (place: string, marks: string[]): string => {
    const start = place.slice(0, place.indexOf('-') + 1);
    const isLong = place.split(':').length > 2;
    return isLong ? (marks.find((mark) => mark.startsWith(start)) ?? place) : place;
  };
  assert.deepEqual(actual.map((place) => shorten(place, expected)).sort(), expected, where);
}

function withTitle(analysis: Analysis, ruleId: string, title: string) {
  for (const finding of analysis.findings) {
    if (finding.meta.id !== ruleId) continue;
    const fix = fixesOf(analysis, finding).find((f) => f.title === title);
    if (fix !== undefined) return { finding, fix };
  }
  return undefined;
}

function offered(analysis: Analysis, ruleId: string): string {
  const titles = analysis.findings
    .filter((finding) => finding.meta.id === ruleId)
    .map((finding: DocumentFinding) => fixesOf(analysis, finding).map((fix) => fix.title));
  return JSON.stringify(titles);
}

/** Hosts that the catalog of variants exempts, with a reason, as `id host`. */
const exempt = new Set(
  readCatalogs(join(__dirname, 'variants')).flatMap(({ insecure }) =>
    insecure.flatMap(({ id, hosts = {} }) => Object.keys(hosts).map((host) => `${id} ${host}`)),
  ),
);

function isExempt(fence: PageFence, host: string): boolean {
  const ids = fence.attributes.get('id')?.split(/[\s,]+/) ?? [];
  return ids.some((id) => exempt.has(`${id} ${host}`));
}

const ruleFolders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe('rules', () => {
  it('are one folder each, all of them listed', () => {
    assert.deepEqual(rules.map((rule) => rule.meta.id).sort(), ruleFolders.map((entry) => entry.name).sort());
  });

  for (const rule of rules) {
    const { id } = rule.meta;
    describe(id, () => {
      const page = readPage(readFileSync(join(folder, id, 'README.md'), 'utf8'));

      it('has a page with the usual headings and every fix title', () => {
        assert.equal(page.title, rule.meta.title);
        assert.deepEqual(page.headings, headings);
        for (const fix of rule.meta.fixes)
          assert.ok(page.text.includes(fix.title), `page names “${fix.title}”`);
        for (const reference of rule.meta.references) {
          assert.ok(page.text.includes(reference.control), `page names ${reference.control}`);
        }
        assert.ok(
          page.fences.some((fence) => fence.role === 'bad'),
          'page shows a bad example',
        );
        assert.ok(
          page.fences.some((fence) => fence.role === 'good'),
          'page shows a good example',
        );
      });

      let given: PageFence[] = [];
      let bad: PageFence | undefined;
      let badGiven: readonly PageFence[] = [];
      for (const fence of page.fences) {
        const name = `${fence.role} at line ${fence.line}${fence.attributes.has('id') ? ` (${fence.attributes.get('id')})` : ''}`;
        if (fence.role === 'given') given.push(fence);
        if (fence.role === 'bad') {
          [bad, badGiven, given] = [fence, given, []];
          const context = badGiven;
          it(`${name}: is found where it is marked`, () => {
            const hosted = ownHost(fence, context);
            const marks = marksOf(fence, id);
            assert.ok(marks.length > 0, 'a bad fence has a mark of this rule');
            assertPlaces(placesOf(analyze(hosted), hosted, id), marks, fence.text);
          });
          if (context.length === 0) {
            it(`${name}: is found the same in every host`, () => {
              for (const hosted of hostsOf(fence)) {
                if (isExempt(fence, hosted.host)) continue;
                assertPlaces(
                  placesOf(analyze(hosted), hosted, id),
                  marksOf(fence, id),
                  `${hosted.host}\n${hosted.input.text}`,
                );
              }
            });
          }
        }
        if (fence.role === 'fixed') {
          const [before, context] = [bad, badGiven];
          it(`${name}: “${fence.attributes.get('fixed')}” gives it, to the character`, () => {
            assert.ok(before, 'a fixed fence follows a bad one');
            const title = fence.attributes.get('fixed') ?? '';
            const hosted = ownHost(before, context);
            const analysis = analyze(hosted);
            const found = withTitle(analysis, id, title);
            assert.ok(found, `“${title}” is offered; offered are ${offered(analysis, id)}`);
            assert.ok(
              rule.meta.fixes.some((f) => f.applicability === found.fix.applicability),
              `meta.fixes tells of a ${found.fix.applicability} fix`,
            );
            const expected = ownHost({ ...before, text: fence.text }, context);
            assert.equal(applyEdits(hosted.input.text, found.fix.edits), expected.input.text);
            const after = analyze(expected);
            assert.ok(
              placesOf(after, expected, id).length < placesOf(analysis, hosted, id).length,
              'the finding is gone',
            );
          });
        }
        if (fence.role === 'good') {
          const context = given;
          given = [];
          it(`${name}: is silent`, () => {
            const hosts =
              context.length === 0 ? [ownHost(fence), ...hostsOf(fence)] : [ownHost(fence, context)];
            for (const hosted of hosts) {
              const ids = fence.words.includes('clean') ? rules.map((other) => other.meta.id) : [id];
              const lines = linesOf(hosted.input.text);
              const count = fence.text.split('\n').length;
              const found = analyze(hosted)
                .findings.filter((finding) => ids.includes(finding.meta.id))
                .filter(({ range }) =>
                  isOfSnippet(hosted, count, toLineAndCharacter(lines, range.start).line),
                )
                .map((finding) => `${finding.meta.id}: ${finding.message.template}`);
              assert.deepEqual(found, [], `${hosted.host}\n${hosted.input.text}`);
            }
          });
        }
      }
    });
  }
});
