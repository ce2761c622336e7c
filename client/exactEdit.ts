import { Range, SnippetString, SnippetTextEdit, TextEdit, Uri, workspace, WorkspaceEdit } from 'vscode';
import {
  AnnotatedTextEdit,
  CreateFile,
  SnippetTextEdit as ProtocolSnippet,
  TextDocumentEdit,
  type BaseLanguageClient,
  type WorkspaceEdit as ProtocolEdit,
} from 'vscode-languageclient';
import type { WorkspaceEditEntryMetadata, WorkspaceEditMetadata } from 'vscode';

/**
 * An edit of the server for VS Code. Unlike the library's converter it keeps the white space of edits with tab
 * stops: VS Code would indent their further lines once more, and the server has already placed every line where
 * it belongs.
 */
export function exactEdit({ documentChanges = [], changeAnnotations = {} }: ProtocolEdit): WorkspaceEdit {
  const result = new WorkspaceEdit();
  for (const change of documentChanges) {
    if (CreateFile.is(change)) {
      const { ignoreIfExists } = change.options ?? {};
      result.createFile(Uri.parse(change.uri), ignoreIfExists === true ? { ignoreIfExists } : {});
    }
    if (!TextDocumentEdit.is(change)) continue;
    const edits = change.edits.map(
      (edit): [TextEdit | SnippetTextEdit, WorkspaceEditEntryMetadata | undefined] => {
        const { start, end } = edit.range;
        const range = new Range(start.line, start.character, end.line, end.character);
        const id = AnnotatedTextEdit.is(edit) || 'annotationId' in edit ? edit.annotationId : undefined;
        return [convert(edit, range), id === undefined ? undefined : metadataOf(changeAnnotations[id])];
      },
    );
    result.set(Uri.parse(change.textDocument.uri), edits as [TextEdit, WorkspaceEditEntryMetadata][]);
  }
  return result;
}

function convert(edit: TextDocumentEdit['edits'][number], range: Range): TextEdit | SnippetTextEdit {
  if (!ProtocolSnippet.is(edit)) return new TextEdit(range, edit.newText);
  const snippet = new SnippetTextEdit(range, new SnippetString(edit.snippet.value));
  snippet.keepWhitespace = true;
  return snippet;
}

function metadataOf(
  annotation: NonNullable<ProtocolEdit['changeAnnotations']>[string] | undefined,
): WorkspaceEditEntryMetadata | undefined {
  if (annotation === undefined) return undefined;
  const { label, needsConfirmation, description } = annotation;
  return {
    label,
    needsConfirmation: needsConfirmation === true,
    ...(description === undefined ? {} : { description }),
  };
}

/** Applies an edit of the server, unless a document has moved on since. */
export async function applyExactly(
  client: BaseLanguageClient | undefined,
  edit: ProtocolEdit,
  metadata?: WorkspaceEditMetadata,
): Promise<boolean> {
  if (client === undefined || isStale(edit)) return false;
  return workspace.applyEdit(exactEdit(edit), metadata);
}

function isStale({ documentChanges = [] }: ProtocolEdit): boolean {
  return documentChanges.some((change) => {
    if (!TextDocumentEdit.is(change)) return false;
    const { uri, version } = change.textDocument;
    const open = workspace.textDocuments.find(
      (document) => document.uri.toString() === Uri.parse(uri).toString(),
    );
    return open !== undefined && version !== null && version !== 0 && open.version !== version;
  });
}
