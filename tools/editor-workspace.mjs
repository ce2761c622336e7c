// The workspace that the editor's suites open: the examples, the stubs' documents, and what the command line
// says about them. Written before VS Code starts, into a fresh folder: a file changed a moment ago is not yet
// known to VS Code's watcher.
import fs from 'node:fs';
import path from 'node:path';
import { Explained, ROOT, runNode } from './setup.mjs';

const CLI = path.join(ROOT, 'dist', 'cli.js');

/**
 * @param {string} folder does not exist yet
 * @returns {Promise<string>} the folder
 */
export async function makeWorkspace(folder) {
  fs.mkdirSync(folder, { recursive: true });
  fs.cpSync(path.join(ROOT, 'examples'), path.join(folder, 'examples'), { recursive: true });
  fs.cpSync(path.join(ROOT, 'test', 'vscode', 'documents'), path.join(folder, 'documents'), {
    recursive: true,
  });
  // Put together here, so that no scanner mistakes a committed file for a leak.
  const password = ['kraken', 'tide', '4711'].join('-');
  fs.writeFileSync(
    path.join(folder, 'documents', 'environment.txt'),
    `LOG_LEVEL=info\nDB_PASSWORD=${password}\n`,
  );
  const { findings } = JSON.parse(await runCli(['--format', 'json'], folder));
  fs.writeFileSync(path.join(folder, 'expected.json'), JSON.stringify(findings));
  // What fix-all must make of the examples.
  fs.cpSync(path.join(folder, 'examples'), path.join(folder, 'fixed'), { recursive: true });
  await runCli(['--fix', 'fixed'], folder);
  return folder;
}

/**
 * A workspace of two folders: the one above, and a second one with settings and a configuration file of its own.
 * @param {string} folder does not exist yet
 * @returns {Promise<string>} the workspace's file
 */
export async function makeWorkspaceFile(folder) {
  await makeWorkspace(path.join(folder, 'workspace'));
  const image = 'image: registry.example.com/shop/web';
  for (const [name, text] of Object.entries({
    'workspace.code-workspace': JSON.stringify({ folders: [{ path: 'workspace' }, { path: 'second' }] }),
    'second/.vscode/settings.json': JSON.stringify({ 'securityHints.profile': 'strict' }),
    'second/image.yaml': `${image}:1.4.2\n`,
    'second/configured/.security-hints.yaml': 'profile: recommended\nrules:\n  image-latest-tag: critical\n',
    'second/configured/image.yaml': `${image}:latest\n`,
  })) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  return path.join(folder, 'workspace.code-workspace');
}

/**
 * @param {readonly string[]} args
 * @param {string} folder
 */
async function runCli(args, folder) {
  const { code, output, errors } = await runNode([CLI, 'scan', '--fail-on', 'never', ...args], {
    cwd: folder,
  });
  if (code !== 0) throw new Explained(`security-hints scan ${args.join(' ')} ended with ${code}: ${errors}`);
  return output;
}
