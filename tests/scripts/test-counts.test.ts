import { describe, expect, it } from 'vitest';
import {
  countLine,
  playwrightCounts,
  runnerCounts,
  sumCounts,
  vitestCounts,
  type Counts,
} from '../../scripts/test-counts.mjs';
import { tempFolder, writeFile } from '../support/temp-folder';

describe('the counts', () => {
  it('of vitest count tests that were not reached, and a file that cannot be loaded, as failures', () => {
    const report = {
      // The test that is in none of the numbers below was lost with its worker.
      numTotalTests: 10,
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(vitestCounts(report)).toEqual({ passed: 5, failed: 3, skipped: 3 });
  });

  it('of Playwright count an error outside the tests as one failure', () => {
    const stats = { expected: 4, flaky: 1, unexpected: 2, skipped: 3 };
    expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 3, skipped: 3 });
  });

  const counts = (passed: number, failed: number, skipped: number): Counts => ({
    passed,
    failed,
    skipped,
  });

  it.each<[string, Counts, number, Counts]>([
    ['passed', counts(3, 0, 1), 0, counts(3, 0, 1)],
    ['failed', counts(3, 2, 0), 1, counts(3, 2, 0)],
    ['passed its tests and failed all the same', counts(3, 0, 0), 1, counts(3, 1, 0)],
    ['ran nothing', counts(0, 0, 0), 0, counts(0, 1, 0)],
    ['skipped everything', counts(0, 0, 4), 0, counts(0, 1, 4)],
  ])('of a runner that %s', (_, report, exitCode, expected) => {
    const file = writeFile(tempFolder(), 'report.json', JSON.stringify(report));
    expect(runnerCounts(file, (read: Counts) => read, exitCode)).toEqual(expected);
  });

  it('of a runner without a report are one failure', () => {
    expect(runnerCounts('/nowhere/report.json', vitestCounts, 0)).toEqual(counts(0, 1, 0));
  });

  it('make one line', () => {
    const sum = sumCounts([counts(1, 2, 3), counts(10, 0, 1)]);
    expect(countLine(sum)).toBe('11 passed, 2 failed, 4 skipped');
  });
});
