import { runInWorker } from './worker';

/** Called by VS Code's web extension host. */
export function run(): Promise<void> {
  return runInWorker(() => import('../collect/index'));
}
