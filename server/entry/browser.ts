/**
 * One file for two hosts, so that the extension carries the engine once: as a worker's script it serves there, and
 * the Node server `require`s it for the engine (tools/build.mjs).
 */
export { loadEngine } from './loadEngine';

// Loaded by `import` to spare Node the worker's transport. No message is lost: a worker gets its first one in a later
// task, when this promise has long been settled.
if ('postMessage' in globalThis) void import('./serveWorker').then(({ serveWorker }) => serveWorker());
