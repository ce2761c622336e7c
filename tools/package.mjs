// `npm run package`: the extension as a file in the root, to be installed by hand or published.
import { packageExtension, runMain } from './setup.mjs';

await runMain(async () => {
  console.log(await packageExtension());
});
