import type {
  AnnotatedTextEdit,
  SnippetTextEdit,
  TextEdit as LspTextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from '../text/edit';
import { slice } from '../text/range';
import type { Converter } from './convert';
import type { OpenDocument } from './documents';
import type { Session } from './session';

/** What a person is asked before an edit: shown with each of its places. */
export interface Confirmation {
  readonly label: string;
  readonly note: string | undefined;
}

const confirmationId = 'securityHints.fix';

/** An edit of an open document, for the version at hand. With `confirmation` a client that can asks before it applies. */
export function workspaceEdit(
  session: Session,
  { text }: OpenDocument,
  edits: readonly TextEdit[],
  confirmation?: Confirmation,
): WorkspaceEdit {
  const { uri, version } = text;
  if (!session.hasVersionedEdits) return { changes: { [uri]: toLspEdits(session.convert, text, edits) } };
  const converted: (LspTextEdit | SnippetTextEdit | AnnotatedTextEdit)[] = toLspEdits(
    session.convert,
    text,
    edits,
    session.hasSnippetEdits,
  );
  if (confirmation === undefined || !session.canAnnotateEdits) {
    return { documentChanges: [{ textDocument: { uri, version }, edits: converted }] };
  }
  const { label, note } = confirmation;
  return {
    documentChanges: [
      {
        textDocument: { uri, version },
        edits: converted.map((edit) => ({ ...edit, annotationId: confirmationId })),
      },
    ],
    changeAnnotations: {
      [confirmationId]: {
        label,
        needsConfirmation: true,
        ...(note === undefined ? {} : { description: note }),
      },
    },
  };
}

/** True when a line that no edit touches lies between two edits. */
export function isInSeveralPlaces(document: TextDocument, edits: readonly TextEdit[]): boolean {
  const lines = edits
    .map(({ range }) => [document.positionAt(range.start).line, document.positionAt(range.end).line] as const)
    .sort((a, b) => a[0] - b[0]);
  return lines.some(([start], index) => index > 0 && start > (lines[index - 1]?.[1] ?? start) + 1);
}

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
