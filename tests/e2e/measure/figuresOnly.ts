import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Figures go to stdout, everything else to stderr, so that the output can be piped. */
export default class FiguresOnly implements Reporter {
  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk);
  }

  onStdErr(chunk: string | Buffer): void {
    process.stderr.write(chunk);
  }

  onTestEnd(_test: TestCase, result: TestResult): void {
    for (const error of result.errors) {
      process.stderr.write(`${error.stack ?? error.message}\n`);
    }
  }

  printsToStdio(): boolean {
    return true;
  }
}
