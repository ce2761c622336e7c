import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { applied, type LspTextEdit, type Transport } from '../protocol/peer';
import { editsOf, TestSession } from '../protocol/session';
import { grouped, placeOf, type Documents, type Seen, type SeenByFile } from './seen';

const lspLevels = { 1: 'error', 2: 'warning', 3: 'note', 4: 'note' } as const;

/** What an editor shows that talks to the server over this transport. */
export async function seenByServer(
  transport: Transport,
  folder: string,
  documents: Documents,
): Promise<SeenByFile> {
  const session = await TestSession.open(transport, { folders: [pathToFileURL(folder).href] });
  const seen: (readonly [string, Seen])[] = [];
  for (const [file, { languageId, text }] of documents) {
    const uri = pathToFileURL(path.join(folder, file)).href;
    session.didOpen(uri, text, languageId);
    for (const diagnostic of await session.diagnostics(uri)) {
      const actions = await session.codeActions(uri, diagnostic.range, ['quickfix'], [diagnostic]);
      seen.push([file, ofDiagnostic(diagnostic, text, actions)]);
    }
    session.didClose(uri);
  }
  await session.close();
  return grouped(seen);
}

function ofDiagnostic(diagnostic: Diagnostic, text: string, actions: readonly CodeAction[]): Seen {
  const { range, code, severity, message, relatedInformation } = diagnostic;
  return {
    place: placeOf(range),
    rule: String(code),
    level: lspLevels[severity ?? 1],
    message: typeof message === 'string' ? message : message.value,
    related: (relatedInformation ?? []).map(
      (related) => `${placeOf(related.location.range)} ${related.message}`,
    ),
    fixes: actions
      .filter((action) => action.kind === 'quickfix' && isAbout(action, diagnostic))
      .map((action) => ({
        title: action.title,
        text: applied(text, editsOf(action).edits as LspTextEdit[]),
      })),
  };
}

/** At one place others may be found as well, each with fixes of its own. */
function isAbout({ diagnostics = [] }: CodeAction, { code, range, data }: Diagnostic): boolean {
  return diagnostics.some(
    (other) =>
      other.code === code &&
      placeOf(other.range) === placeOf(range) &&
      JSON.stringify(other.data) === JSON.stringify(data),
  );
}
