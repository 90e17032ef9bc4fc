/** How many tests of a ring ended how. A ring that is one check counts as one test. */
export interface RingCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of Vitest's JSON report that is counted. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/**
 * Counts a Vitest run.
 * @param report - Undefined when Vitest ended before writing one, which counts as one failure.
 * @param exitCode - Vitest's own; a failure outside of any test still counts as one.
 */
export function countVitest(report: VitestReport | undefined, exitCode: number): RingCounts {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(isBrokenFile).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Names what failed, one line each, for the end of the run. */
export function failedTestNames(report: VitestReport | undefined): readonly string[] {
  if (report === undefined) return ['the test runner ended without a report'];
  return report.testResults.flatMap((file) =>
    isBrokenFile(file)
      ? [`${file.name} (could not be run)`]
      : file.assertionResults
          .filter((test) => test.status === 'failed')
          .map((test) => `${file.name} > ${test.fullName}`),
  );
}

/** A file that fails to load has no tests to count, and must not pass unseen. */
function isBrokenFile(file: VitestReport['testResults'][number]): boolean {
  return (
    file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')
  );
}

/** Counts a ring that is one check. */
export function countCheck(exitCode: number): RingCounts {
  return exitCode === 0
    ? { passed: 1, failed: 0, skipped: 0 }
    : { passed: 0, failed: 1, skipped: 0 };
}

/** Adds up all rings into the last line of `npm test`. */
export function summaryLine(rings: readonly RingCounts[]): string {
  const sum = (pick: (counts: RingCounts) => number) =>
    rings.reduce((total, counts) => total + pick(counts), 0);
  const skipped = sum((counts) => counts.skipped);
  const line = `${sum((counts) => counts.passed)} passed, ${sum((counts) => counts.failed)} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
