// The licences of the packages inside the bundles: they ask to be named wherever their code goes.
import fs from 'node:fs';
import path from 'node:path';

/**
 * @param {string} root the project
 * @param {readonly string[]} inputs what esbuild bundled, relative to the project
 */
export function thirdPartyNotices(root, inputs) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8'),
    );
    const file = fs.readdirSync(path.join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? fs.readFileSync(path.join(root, folder, file), 'utf8').trim() : '';
    return `${name} ${version} (${license})\n\n${text}`.trim();
  });
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return ['Security Hints contains the following packages.', ...parts].join(line) + '\n';
}

/** @param {string} input */
function packageFolder(input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.replaceAll('\\', '/'))?.[1];
}
