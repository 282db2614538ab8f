// Ends a test run's output with one line of counts, and refuses a run in which nothing ran.
import type { Reporter, TestModule, Vitest } from 'vitest/node';

/** Vitest reporter that prints `N passed, N failed[, N skipped]` as the very last line. */
export default class CountReporter implements Reporter {
  private readonly counts = { passed: 0, failed: 0, skipped: 0 };
  private finished = false;

  onInit(vitest: Vitest): void {
    if (!vitest.config.watch) process.once('exit', (code) => this.conclude(code));
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    this.finished = true;
    // What broke outside any test (a file that does not load, a hook, a stray rejection) counts as failed, too.
    this.counts.failed += unhandledErrors.length;
    for (const module of modules) {
      for (const suite of [module, ...module.children.allSuites()]) this.counts.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') this.counts[state]++;
      }
    }
  }

  /** A run that did not end well, or in which nothing passed, never says `0 failed`. */
  private conclude(exitCode: number): void {
    const { passed, failed, skipped } = this.counts;
    const broken = exitCode !== 0 || passed === 0 || !this.finished ? Math.max(failed, 1) : failed;
    if (broken > 0) process.exitCode = exitCode || 1;
    process.stdout.write(`${passed} passed, ${broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  }
}
