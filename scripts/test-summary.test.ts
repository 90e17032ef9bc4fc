import { describe, expect, it } from 'vitest';
import { selectRings } from './test-rings.ts';
import {
  countCheck,
  countVitest,
  failedTestNames,
  summaryLine,
  type VitestReport,
} from './test-summary.ts';

function report(changes: Partial<VitestReport> = {}): VitestReport {
  return {
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...changes,
  };
}

const brokenFile = { name: 'a.test.ts', status: 'failed', assertionResults: [] };
const failedTest = {
  name: 'b.test.ts',
  status: 'failed',
  assertionResults: [
    { fullName: 'adds', status: 'passed' },
    { fullName: 'subtracts', status: 'failed' },
  ],
};

describe('countVitest', () => {
  it('counts skipped and to-do tests as skipped', () => {
    expect(countVitest(report({ numPendingTests: 2, numTodoTests: 1 }), 0)).toEqual({
      passed: 3,
      failed: 0,
      skipped: 3,
    });
  });

  it('counts a file that cannot be loaded as a failure', () => {
    expect(countVitest(report({ testResults: [brokenFile] }), 1).failed).toBe(1);
  });

  it('counts a failure outside of any test', () => {
    expect(countVitest(report(), 1).failed).toBe(1);
  });

  it('counts a run without a report as a failure', () => {
    expect(countVitest(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('failedTestNames', () => {
  it('names the failed tests and the broken files', () => {
    expect(failedTestNames(report({ testResults: [brokenFile, failedTest] }))).toEqual([
      'a.test.ts (could not be run)',
      'b.test.ts > subtracts',
    ]);
  });
});

describe('summaryLine', () => {
  it('adds up tests and checks', () => {
    const counts = [countVitest(report(), 0), countCheck(0), countCheck(2)];
    expect(summaryLine(counts)).toBe('4 passed, 1 failed');
  });

  it('mentions skipped tests only when there are any', () => {
    expect(summaryLine([countVitest(report({ numPendingTests: 2 }), 0)])).toBe(
      '3 passed, 0 failed, 2 skipped',
    );
  });
});

describe('selectRings', () => {
  it('takes all rings unless told otherwise', () => {
    expect(selectRings([]).map((ring) => ring.name)).toEqual(
      expect.arrayContaining(['lint', 'unit', 'end-to-end']),
    );
  });

  it('leaves the browser out of a quick run', () => {
    expect(selectRings(['--quick']).map((ring) => ring.name)).not.toContain('end-to-end');
  });

  it('takes the named rings', () => {
    expect(selectRings(['types', 'lint']).map((ring) => ring.name)).toEqual(['lint', 'types']);
  });

  it('names the rings there are when asked for another', () => {
    expect(() => selectRings(['style'])).toThrow('There are: lint, boundaries');
  });
});
