// mocha 10, because the browser file of newer ones never calls back in a worker.
import 'mocha-web/mocha.js';
import Report from './report';

/** Called by VS Code's web extension host. */
export async function run(): Promise<void> {
  mocha.setup({ ui: 'bdd', timeout: 120_000, reporter: Report });
  await import('../suite/index');
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
}
