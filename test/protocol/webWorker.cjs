// Runs a bundle like a web worker does: a global scope without `document`, `process`, `Buffer`, `require`.
/* global atob, btoa, performance, queueMicrotask, structuredClone, TextDecoder, TextEncoder */
const { parentPort, workerData } = require('node:worker_threads');
const { readFileSync } = require('node:fs');
const vm = require('node:vm');

const listeners = [];
const scope = {
  onmessage: null,
  postMessage: (message) => parentPort.postMessage(message),
  addEventListener: (type, listener) => {
    if (type === 'message') listeners.push(listener);
  },
  console,
  atob,
  btoa,
  crypto: globalThis.crypto,
  performance,
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  queueMicrotask,
  structuredClone,
  TextDecoder,
  TextEncoder,
  URL,
};
scope.self = scope;
vm.createContext(scope);
const isAbsent = (name) => vm.runInContext(`typeof ${name} === 'undefined'`, scope);
for (const name of [
  'document',
  'window',
  'process',
  'Buffer',
  'require',
  'module',
  'global',
  'setImmediate',
]) {
  if (!isAbsent(name)) throw new Error(`${name} should not be there`);
}
parentPort.on('message', (data) => {
  // Objects of the outer realm would do, but a worker gets copies made in its own.
  const event = { data: vm.runInContext(`(${JSON.stringify(data)})`, scope) };
  scope.onmessage?.(event);
  for (const listener of listeners) listener(event);
});
vm.runInContext(readFileSync(workerData.script, 'utf8'), scope, { filename: workerData.script });
