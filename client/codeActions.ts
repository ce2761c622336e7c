import {
  CodeAction,
  Uri,
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
 * belongs. Where `isAsking` is false, no edit is shown for confirmation before it is applied.
 */
export async function requestCodeActions(
  client: BaseLanguageClient,
  document: TextDocument,
  range: Range,
  context: CodeActionContext,
  token: CancellationToken,
  isAsking = true,
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
  if (!isAsking) items = items.map(withoutQuestion);
  const actions = await protocol2CodeConverter.asCodeActionResult(items, token);
  actions.forEach((action, index) => {
    const command = action instanceof CodeAction ? action.command : undefined;
    // An address as text stays what it was where the server is: in a remote window it names nothing.
    if (command?.command === 'vscode.open') command.arguments = command.arguments?.map(toUri);
    const edit = (items[index] as ProtocolAction).edit;
    if (action instanceof CodeAction && edit?.documentChanges?.some(needsExactness) === true) {
      action.edit = exactEdit(edit);
    }
  });
  return actions;
}

/** For whoever applies a fix without a person to ask. */
function withoutQuestion(item: Command | ProtocolAction): Command | ProtocolAction {
  if (!('edit' in item) || item.edit?.changeAnnotations === undefined) return item;
  const annotations = Object.entries(item.edit.changeAnnotations).map(
    ([id, annotation]) => [id, { ...annotation, needsConfirmation: false }] as const,
  );
  return { ...item, edit: { ...item.edit, changeAnnotations: Object.fromEntries(annotations) } };
}

function toUri(argument: unknown): unknown {
  return typeof argument === 'string' ? Uri.parse(argument) : argument;
}

function needsExactness(change: unknown): boolean {
  return TextDocumentEdit.is(change) && change.edits.some((edit) => ProtocolSnippet.is(edit));
}
