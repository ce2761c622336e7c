import type { CodeLens, CodeLensParams, Connection } from 'vscode-languageserver';
import type { DocumentFinding } from '../engine/analyze';
import type { Embedded } from '../regions/region';
import { message } from '../rule/finding';
import { lineStartAt } from '../text/lines';
import { toOriginalRange } from '../text/normalize';
import type { Analyses, Analyzed } from './analyses';
import { shownFindings } from './diagnostics';
import type { Guard } from './guard';
import { commands, type FixAllParams } from './protocol';
import type { Session } from './session';

/** What the client sends back when a lens comes into view. */
interface LensData {
  readonly uri: string;
  /** The snippet's place among what the document carries. */
  readonly snippet: number;
}

/**
 * A line above each snippet of a document that has findings: how many, and how many of them can be fixed at once.
 * The fixes are tried only for the lenses that come into view. For our own client, which has the commands.
 */
export function registerCodeLenses(
  connection: Connection,
  session: Session,
  analyses: Analyses,
  guard: Guard,
  sleep: (milliseconds: number) => Promise<void>,
): void {
  if (session.options.isOwnClient !== true) return;
  connection.onCodeLens(
    guard.request<CodeLensParams, CodeLens[]>('textDocument/codeLens', [], async (params, token) => {
      const { uri } = params.textDocument;
      const analyzed = await analyses.of(uri, token);
      return analyzed === undefined ? [] : lensesOf(session, analyzed);
    }),
  );
  connection.onCodeLensResolve(
    guard.request<CodeLens, CodeLens>('codeLens/resolve', emptyLens, async (lens, token) => {
      const data = lens.data as LensData;
      // Trying fixes is work: what was opened or typed is shown before anybody counts its fixes.
      await sleep(quietMilliseconds);
      const analyzed = await analyses.of(data.uri, token);
      if (analyzed === undefined) return lens;
      return (await analyses.more(analyzed, () => resolved(session, analyzed, lens, data), token)) ?? lens;
    }),
  );
}

/** How long findings have the server for themselves. */
const quietMilliseconds = 300;

const nowhere = { line: 0, character: 0 };
const emptyLens: CodeLens = { range: { start: nowhere, end: nowhere } };

function lensesOf(session: Session, analyzed: Analyzed): CodeLens[] {
  const { analysis, document } = analyzed;
  if (analysis.root.language !== 'markdown') return [];
  const lenses: CodeLens[] = [];
  for (const [snippet, step] of analysis.root.embedded.entries()) {
    if (!isSnippet(step) || findingsIn(analyzed, step).length === 0) continue;
    const start = step.map.segments[0]?.parentAt ?? 0;
    // The line above the first line of the content: the fence itself, or for indented code its own first line.
    const content = lineStartAt(analysis.root.text, start);
    const opener = isFenced(step) && content > 0 ? lineStartAt(analysis.root.text, content - 1) : content;
    const range = toOriginalRange(analysis.normalized, { start: opener, end: opener });
    const data: LensData = { uri: document.text.uri, snippet };
    lenses.push({ range: session.convert.toRange(document.text, range), data });
  }
  return lenses;
}

function* resolved(
  session: Session,
  analyzed: Analyzed,
  lens: CodeLens,
  { uri, snippet }: LensData,
): Generator<undefined, CodeLens> {
  const { engine, analysis } = analyzed;
  const step = analysis.root.embedded[snippet];
  const findings = step === undefined ? [] : findingsIn(analyzed, step);
  const [first] = findings;
  if (first === undefined) return lens;
  let safe = 0;
  for (const finding of findings) {
    if (engine.mayFixSafely(analysis, finding) && engine.safeFix(analysis, finding) !== undefined) safe++;
    yield;
  }
  const found =
    findings.length === 1
      ? session.say(message('1 finding'))
      : session.say(message('{count} findings', { count: String(findings.length) }));
  if (safe === 0) {
    const at = session.convert.toRange(analyzed.document.text, first.range).start;
    return { ...lens, command: { title: found, command: commands.showFinding, arguments: [uri, at] } };
  }
  const fix =
    safe === 1
      ? session.say(message('fix 1 safe one'))
      : session.say(message('fix {count} safe ones', { count: String(safe) }));
  const params: FixAllParams = { uri, scope: { kind: 'snippet', index: snippet } };
  return {
    ...lens,
    command: { title: `${found} · ${fix}`, command: commands.fixAllSafe, arguments: [params] },
  };
}

function findingsIn(analyzed: Analyzed, step: Embedded): readonly DocumentFinding[] {
  return shownFindings(analyzed).filter(({ path }) => path[0] === step);
}

function isSnippet({ region }: Embedded): boolean {
  return ['fence', 'transcript', 'indentedCode'].includes(region.context.carrier);
}

/** Indented code has no line of its own above its content. */
function isFenced({ region }: Embedded): boolean {
  return region.context.carrier === 'fence' || region.context.fenceLanguage !== '';
}
