// mocha 10, because the browser file of newer ones never calls back in a worker.
import 'mocha-web/mocha.js';
import Report from './report';

/** Runs the tests that `load` defines, in a web extension host. */
export async function runInWorker(load: () => Promise<unknown>): Promise<void> {
  mocha.setup({ ui: 'bdd', timeout: 120_000, reporter: Report, grep: process.env.TESTS_GREP ?? '' });
  await load();
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
}
