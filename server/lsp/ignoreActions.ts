import {
  CreateFile,
  type CodeAction,
  type Diagnostic,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentFinding } from '../engine/analyze';
import type { IgnoreScope } from '../engine/ignore';
import { message, type Message } from '../rule/finding';
import { applyEdits, type TextEdit } from '../text/edit';
import { shift } from '../text/range';
import type { Analyzed } from './analyses';
import { configFileName, ignoreKind } from './protocol';
import type { Session } from './session';
import { toLspEdits, workspaceEdit } from './workspaceEdit';

const titles: { readonly [S in IgnoreScope]: (rule: string) => Message } = {
  next: (rule) => message('Ignore {rule} here with a reason', { rule }),
  fence: (rule) => message('Ignore {rule} in this snippet with a reason', { rule }),
  file: (rule) => message('Ignore {rule} in this file with a reason', { rule }),
};

/**
 * The comments that silence a finding, from the nearest to the farthest. `isFirst`: for the finding that the
 * lightbulb is mainly about; the others get the nearest alone, since a menu of everything helps nobody.
 */
export function* ignoreActions(
  session: Session,
  { engine, analysis, document }: Analyzed,
  finding: DocumentFinding,
  diagnostics: Diagnostic[],
  isFirst: boolean,
): Generator<undefined, CodeAction[]> {
  const actions: CodeAction[] = [];
  for (const scope of ['next', 'fence', 'file'] as const) {
    if (!isFirst && actions.length > 0) break;
    const edits = engine.ignore(analysis, finding, scope);
    yield;
    if (edits === undefined) continue;
    actions.push({
      title: session.say(titles[scope](finding.meta.id)),
      kind: ignoreKind,
      diagnostics,
      edit: workspaceEdit(session, document, edits),
    });
  }
  return actions;
}

/**
 * Switches the rule off in the configuration file that holds for the document, or in a new one in its workspace
 * folder. Undefined where there is no folder, or where the client cannot make files.
 */
export function configAction(
  session: Session,
  { engine, document, file }: Analyzed,
  finding: DocumentFinding,
  diagnostics: Diagnostic[],
): CodeAction | undefined {
  const { id } = finding.meta;
  const folder = session.folders.folderOf(document.text.uri);
  const uri = file?.uri ?? (folder === undefined ? undefined : `${folder}/${configFileName}`);
  if (uri === undefined || !session.hasVersionedEdits) return undefined;
  if (file === undefined && !session.canCreateFiles) return undefined;
  const text = file?.text ?? '';
  const edit = engine.switchOff(text, id);
  if (edit === undefined) return undefined;
  const config = TextDocument.create(uri, 'yaml', 0, text);
  const changes: NonNullable<WorkspaceEdit['documentChanges']> = [
    {
      textDocument: { uri, version: null },
      edits: toLspEdits(session.convert, config, [edit], session.hasSnippetEdits),
    },
  ];
  if (file === undefined) changes.unshift(CreateFile.create(uri, { ignoreIfExists: true }));
  const title = session.say(message('Switch {rule} off in {file}', { rule: id, file: configFileName }));
  return {
    title,
    kind: ignoreKind,
    diagnostics,
    edit: { documentChanges: changes },
    ...(session.options.isOwnClient === true
      ? {
          command: {
            title,
            command: 'vscode.open',
            arguments: [uri, { selection: reasonIn(session, config, edit) }],
          },
        }
      : {}),
  };
}

/** Where the reason stands that is still to be written, in the file after the edit. */
function reasonIn(session: Session, before: TextDocument, edit: TextEdit): Range | undefined {
  const [stop] = edit.stops ?? [];
  if (stop === undefined) return undefined;
  const after = TextDocument.create(before.uri, 'yaml', 0, applyEdits(before.getText(), [edit]));
  return session.convert.toRange(after, shift(stop, edit.range.start));
}
