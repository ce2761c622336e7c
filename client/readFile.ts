import { Uri, workspace } from 'vscode';
import type { ReadFileParams, ReadFileResult } from '../server/lsp/protocol';

/** Reads a file for the server, which has no way into a virtual workspace. Most files that it asks for are not there. */
export async function readFile({ uri }: ReadFileParams): Promise<ReadFileResult> {
  try {
    const bytes = await workspace.fs.readFile(Uri.parse(uri));
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { text: null };
  }
}
