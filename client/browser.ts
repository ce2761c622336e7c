import type { ExtensionContext } from 'vscode';
import type { Api } from './extension';

/**
 * One file for two hosts, so that the extension carries the client once: the web extension host calls `activate`,
 * and the entry of the others (node.ts) requires this file beside it (tools/build.mjs).
 */
export async function activate(context: ExtensionContext): Promise<Api> {
  const { activateWithWorker } = await import('./worker');
  return activateWithWorker(context);
}

export async function activateInNode(context: ExtensionContext): Promise<Api> {
  const { activateWithProcess } = await import('./process');
  return activateWithProcess(context);
}

export { deactivate } from './extension';
