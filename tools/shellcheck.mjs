// ShellCheck, which the law about valid shell asks whether a fix brings a new warning. Debian has it; where it is
// missing and apt may be used, it is installed.
import { spawnSync } from 'node:child_process';
import { findOnPath } from './desktop.mjs';

/**
 * The path of `shellcheck`, or why there is none.
 * @returns {{ program: string } | { reason: string }}
 */
export function findShellCheck() {
  const found = findOnPath('shellcheck');
  if (found) return { program: found };
  const apt = findOnPath('apt-get');
  const sudo = process.getuid?.() === 0 ? [] : [findOnPath('sudo') ?? ''];
  if (!apt || sudo.includes(''))
    return { reason: 'shellcheck is not installed, and cannot be installed here' };
  console.error('Installing shellcheck (apt-get, about 3 MB) …');
  const run = (/** @type {string[]} */ ...args) => {
    const [command = '', ...rest] = [...sudo, apt, ...args];
    return spawnSync(command, rest, {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status;
  };
  const install = () => run('install', '-y', '--no-install-recommends', 'shellcheck') === 0;
  if (!install() && (run('update') !== 0 || !install())) {
    return { reason: 'shellcheck is not installed, and apt-get could not install it' };
  }
  const installed = findOnPath('shellcheck');
  return installed ? { program: installed } : { reason: 'shellcheck was installed, but is not on the PATH' };
}
