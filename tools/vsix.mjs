// Makes the extension's file. It is packaged from a folder of its own that holds what an editor needs and nothing
// else, so that neither dist/ nor the npm package, which has the command line too, has a say in it.
import fs from 'node:fs';
import path from 'node:path';
import { bin, buildProgram, Explained, ROOT, runNode, temporaryFolder } from './setup.mjs';

/** Larger ones take long to load on vscode.dev, and to fetch at a conference. */
export const MAX_BYTES = 1_000_000;

/** Of the manifest, what only npm and this checkout read. */
const NOT_FOR_EDITORS = ['bin', 'devDependencies', 'files', 'imports', 'scripts'];

/**
 * Packages the extension and returns the file's path.
 * @param {{ out?: string }} [options] where the file is written, if not into the root
 */
export async function packageExtension({ out = ROOT } = {}) {
  const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const file = path.join(out, `${manifest.name}-${manifest.version}.vsix`);
  const folder = temporaryFolder();
  try {
    await fillFolder(folder, manifest);
    const { code, output, errors } = await runNode(
      [
        path.join(ROOT, bin.vsce),
        'package',
        '--allow-missing-repository',
        '--no-rewrite-relative-links',
        '--no-dependencies',
        '--out',
        file,
        // The page of a rule shows a placeholder in the form of such a token, which the rule leaves alone.
        '--allow-package-secrets',
        'github',
      ],
      { cwd: folder },
    );
    if (code !== 0) throw new Explained(`The extension could not be packaged:\n${output}${errors}`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  const { size } = fs.statSync(file);
  if (size > MAX_BYTES) {
    throw new Explained(`${path.basename(file)} has ${size} bytes, and may have ${MAX_BYTES}.`);
  }
  return file;
}

/**
 * @param {string} folder
 * @param {{ files: string[] } & Record<string, unknown>} manifest
 */
async function fillFolder(folder, manifest) {
  const named = JSON.stringify(manifest);
  for (const name of manifest.files) {
    if (name === 'dist') continue;
    fs.cpSync(path.join(ROOT, name), path.join(folder, name), {
      recursive: true,
      filter: (source) => isForEditors(path.relative(ROOT, source).split(path.sep).join('/'), named),
    });
  }
  const readme = path.join(folder, 'README.md');
  fs.writeFileSync(readme, shippedReadme(fs.readFileSync(readme, 'utf8')));
  const shipped = Object.fromEntries(
    Object.entries(manifest).filter(([key]) => !NOT_FOR_EDITORS.includes(key)),
  );
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(shipped));
  await buildProgram({ production: true, extension: true, out: path.join(folder, 'dist') });
}

/**
 * Pictures are for the README, unless the manifest names them or a walkthrough's text does.
 * @param {string} file relative to the root
 * @param {string} named the manifest's text
 */
function isForEditors(file, named) {
  if (!/^media\/.*\.\w+$/.test(file)) return true;
  return file.startsWith('media/walkthrough/') || named.includes(file);
}

/**
 * An editor shows the text without the repository around it: links into it would lead nowhere, and without a
 * repository's address vsce cannot make them whole.
 * @param {string} text
 */
export function shippedReadme(text) {
  return text
    .replace(/!\[[^\]]*\]\((?!https?:)[^()\s]*\)\n*/g, '')
    .replace(/\[([^[\]]*)\]\((?!https?:|#)[^()\s]*\)/g, '$1');
}
