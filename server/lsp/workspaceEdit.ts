import type { SnippetTextEdit, TextEdit as LspTextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from '../text/edit';
import { slice } from '../text/range';
import type { Converter } from './convert';

/**
 * Edits of a document for the protocol.
 *
 * A value that the user supplies becomes a tab stop where the client knows snippets (LSP 3.18,
 * `SnippetTextEdit`), and stands as plain text elsewhere. Equal values share a stop, so that one name is
 * typed once.
 */
export function toLspEdits(
  convert: Converter,
  document: TextDocument,
  edits: readonly TextEdit[],
): LspTextEdit[];
export function toLspEdits(
  convert: Converter,
  document: TextDocument,
  edits: readonly TextEdit[],
  hasSnippets: boolean,
): (LspTextEdit | SnippetTextEdit)[];
export function toLspEdits(
  convert: Converter,
  document: TextDocument,
  edits: readonly TextEdit[],
  hasSnippets = false,
): (LspTextEdit | SnippetTextEdit)[] {
  const numbers = new Map<string, number>();
  return edits.map((edit) => {
    const range = convert.toRange(document, edit.range);
    if (!hasSnippets || edit.stops === undefined || edit.stops.length === 0)
      return { range, newText: edit.text };
    return { range, snippet: { kind: 'snippet', value: snippetOf(edit, numbers) } };
  });
}

/** The edit's text in snippet syntax (LSP 3.18, "Snippet Syntax"), its stops numbered by `numbers`. */
function snippetOf({ text, stops = [] }: TextEdit, numbers: Map<string, number>): string {
  let snippet = '';
  let done = 0;
  for (const stop of stops) {
    if (stop.start < done) continue;
    const value = slice(text, stop);
    let number = numbers.get(value);
    if (number === undefined) numbers.set(value, (number = numbers.size + 1));
    snippet += `${escapeSnippet(text.slice(done, stop.start))}\${${number}:${escapeSnippet(value)}}`;
    done = stop.end;
  }
  return snippet + escapeSnippet(text.slice(done));
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
