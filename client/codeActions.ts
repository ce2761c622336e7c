import {
  CodeAction,
  type CancellationToken,
  type CodeActionContext,
  type Command as EditorCommand,
  type Range,
  type TextDocument,
} from 'vscode';
import {
  CodeActionRequest,
  SnippetTextEdit as ProtocolSnippet,
  TextDocumentEdit,
  type BaseLanguageClient,
  type CodeAction as ProtocolAction,
  type CodeActionParams,
  type Command,
  type Middleware,
} from 'vscode-languageclient';
import { exactEdit } from './exactEdit';

/** Answers VS Code's requests for code actions. */
export function provideCodeActions(
  client: () => BaseLanguageClient,
): NonNullable<Middleware['provideCodeActions']> {
  return (document, range, context, token) => requestCodeActions(client(), document, range, context, token);
}

/**
 * Asks for code actions like the library does, but keeps the white space of edits with tab stops: VS Code
 * would indent their further lines once more, and the server has already placed every line where it
 * belongs.
 */
export async function requestCodeActions(
  client: BaseLanguageClient,
  document: TextDocument,
  range: Range,
  context: CodeActionContext,
  token: CancellationToken,
): Promise<(EditorCommand | CodeAction)[] | null> {
  const { code2ProtocolConverter, protocol2CodeConverter } = client;
  const params: CodeActionParams = {
    textDocument: code2ProtocolConverter.asTextDocumentIdentifier(document),
    range: code2ProtocolConverter.asRange(range),
    context: code2ProtocolConverter.asCodeActionContextSync(context),
  };
  let items: (Command | ProtocolAction)[] | null;
  try {
    items = await client.sendRequest(CodeActionRequest.type, params, token);
  } catch (error) {
    return client.handleFailedRequest(CodeActionRequest.type, token, error, null);
  }
  if (items === null || token.isCancellationRequested) return null;
  const actions = await protocol2CodeConverter.asCodeActionResult(items, token);
  actions.forEach((action, index) => {
    const edit = (items[index] as ProtocolAction).edit;
    if (action instanceof CodeAction && edit?.documentChanges?.some(needsExactness) === true) {
      action.edit = exactEdit(edit);
    }
  });
  return actions;
}

function needsExactness(change: unknown): boolean {
  return TextDocumentEdit.is(change) && change.edits.some((edit) => ProtocolSnippet.is(edit));
}
