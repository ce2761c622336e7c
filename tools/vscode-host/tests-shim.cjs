// Loaded by the extension host in place of the real tests: sends what they print straight to the launcher,
// in order and without the workbench's own log, then runs the real module, named by CODE_HOST_TESTS.
'use strict';
const net = require('node:net');
const util = require('node:util');

exports.run = async () => {
  const socket = net.connect(Number(process.env.CODE_HOST_LOG_PORT), '127.0.0.1');
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => {});
  const send = (stream, text) => socket.write(`${JSON.stringify([stream, text])}\n`);
  for (const method of ['log', 'info', 'debug', 'warn', 'error', 'trace']) {
    const stream = ['warn', 'error', 'trace'].includes(method) ? 'stderr' : 'stdout';
    // VS Code guards the methods of the console with setters that do nothing.
    Object.defineProperty(console, method, {
      configurable: true,
      writable: true,
      value: (...args) => void send(stream, `${util.format(...args)}\n`),
    });
  }
  for (const stream of ['stdout', 'stderr']) {
    process[stream].write = (chunk, encoding, callback) => {
      send(stream, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      (typeof encoding === 'function' ? encoding : callback)?.();
      return true;
    };
  }
  try {
    await require(process.env.CODE_HOST_TESTS).run();
  } catch (error) {
    send('stderr', `${error.stack ?? error}\n`);
    throw error;
  } finally {
    await new Promise((resolve) => {
      socket.end(resolve);
    });
  }
};
