// `npm run package`: the extension as a file in the root, to be installed by hand or published.
import fs from 'node:fs';
import { runMain } from './setup.mjs';
import { packageExtension } from './vsix.mjs';

await runMain(async () => {
  const file = await packageExtension();
  console.log(`${file} (${Math.ceil(fs.statSync(file).size / 1000)} kB)`);
});
