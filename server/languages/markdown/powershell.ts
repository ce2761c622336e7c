import { lineEndAt } from '../../text/lines';
import { SourceMapBuilder, type SourceMap } from '../../text/sourceMap';
import type { CodeLine } from './blocks';

/**
 * Of PowerShell only what downloads and runs: a pipeline `irm URL | iex` as it stands, and `iex` of what a download
 * returns as the pipeline that it comes to, since its parentheses are no shell's. Takes no edits.
 *
 * Undefined where no line does either. Follows the aliases of Windows PowerShell 5.1 (`irm` is Invoke-RestMethod, `iwr`
 * Invoke-WebRequest, `iex` Invoke-Expression). Cost: linear.
 */
export function cutPowerShell(
  text: string,
  lines: readonly CodeLine[],
): { readonly text: string; readonly map: SourceMap } | undefined {
  const builder = new SourceMapBuilder(text);
  let isEmpty = true;
  for (const line of lines) {
    const end = Math.min(line.end, lineEndAt(text, line.start));
    const own = text.slice(line.start, end);
    const pipeline = pipelineIn(own);
    const call = pipeline === undefined ? callIn(own) : undefined;
    if (pipeline !== undefined) {
      builder.verbatim(line.start + pipeline.start, line.start + pipeline.end);
    } else if (call !== undefined) {
      builder.rewritten(line.start + call.start, line.start + call.end, `irm '${call.url}' | iex`);
    } else continue;
    if (end < line.end) builder.verbatim(end, line.end);
    isEmpty = false;
  }
  return isEmpty ? undefined : builder.build('', false);
}

/** `irm https://… | iex`, wherever it begins in the line. */
function pipelineIn(line: string): { readonly start: number; readonly end: number } | undefined {
  const download = /\b(?:irm|iwr|invoke-restmethod|invoke-webrequest)\s/i.exec(line);
  if (download === null) return undefined;
  const pipe = line.indexOf('|', download.index);
  const run = pipe < 0 ? null : /^\|\s*(?:iex|invoke-expression)\b/i.exec(line.slice(pipe));
  return run === null ? undefined : { start: download.index, end: pipe + run[0].length };
}

/** `iex ((New-Object Net.WebClient).DownloadString('https://…'))`, `iex (irm https://…)`, `iex "& { $(irm https://…) }"`. */
function callIn(
  line: string,
): { readonly start: number; readonly end: number; readonly url: string } | undefined {
  const run = /\b(?:iex|invoke-expression)\b/i.exec(line);
  if (run === null) return undefined;
  const behind = run.index + run[0].length;
  const download = /\.downloadstring\s*\(|\b(?:irm|iwr|invoke-restmethod|invoke-webrequest)\s/i.exec(
    line.slice(behind),
  );
  if (download === null) return undefined;
  const from = behind + download.index;
  const url = /https?:\/\/[^\s'"()]+/.exec(line.slice(from));
  if (url === null) return undefined;
  const next = line.indexOf(';', from + url.index + url[0].length);
  const end = line.slice(0, next < 0 ? line.length : next).trimEnd().length;
  return { start: run.index, end, url: url[0] };
}
