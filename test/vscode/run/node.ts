import path from 'node:path';
import Report from './report';

/** Called by VS Code's extension host in Node. */
export async function run(): Promise<void> {
  // mocha is an ES module, this bundle is not.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 120_000,
    reporter: Report,
    grep: process.env.TESTS_GREP ?? '',
  });
  mocha.addFile(path.join(__dirname, 'suite.js'));
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
}
