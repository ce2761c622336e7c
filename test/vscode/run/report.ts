import type { Runner, Test } from 'mocha';

/** Tells apart, in whatever log it ends up in, what a test says from what VS Code says. */
const MARK = '[tests]';

/** A mocha reporter that works in every host, the web worker included: one line for each test, counts last. */
class LineReporter {
  private passed = 0;
  private failed = 0;
  private skipped = 0;

  constructor(runner: Runner) {
    runner.on('pass', (test: Test) => {
      this.passed += 1;
      say(`✔ ${test.fullTitle()} (${test.duration ?? 0} ms)`);
    });
    runner.on('pending', (test: Test) => {
      this.skipped += 1;
      say(`- ${test.fullTitle()}`);
    });
    runner.on('fail', (test: Test, error: Error) => {
      this.failed += 1;
      say(`✖ ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
    runner.on('end', () => {
      say(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`);
    });
  }
}

function say(text: string): void {
  for (const line of text.split('\n')) console.log(`${MARK} ${line}`);
}

// mocha asks for a constructor and nothing else; its type also wants the fields of its own base class.
export default LineReporter as unknown as Mocha.ReporterConstructor;
