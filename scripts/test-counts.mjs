import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * Of vitest's JSON report.
 *
 * @param {any} report
 * @returns {Counts}
 */
export function vitestCounts(report) {
  // A file that cannot be loaded has failed, and has no test that says so.
  const broken = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' &&
      !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  );
  // A test whose worker died before it counts in the total only.
  const passed = report.numPassedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  return { passed, failed: report.numTotalTests - passed - skipped + broken.length, skipped };
}

/**
 * Of Playwright's JSON report.
 *
 * @param {any} report
 * @returns {Counts}
 */
export function playwrightCounts({ stats, errors }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * The counts of a runner that has ended. A runner that failed, wrote no report or ran nothing has at
 * least one failure.
 *
 * @param {string} reportFile
 * @param {(report: any) => Counts} read
 * @param {number} exitCode
 * @returns {Counts}
 */
export function runnerCounts(reportFile, read, exitCode) {
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = read(JSON.parse(readFileSync(reportFile, 'utf8')));
  } catch {
    // No report: the runner broke before its end.
  }
  const broken = exitCode !== 0 || counts.passed + counts.failed === 0;
  return broken ? { ...counts, failed: Math.max(1, counts.failed) } : counts;
}

/**
 * @param {Iterable<Counts>} all
 * @returns {Counts}
 */
export function sumCounts(all) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of all) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

/** @param {Counts} counts */
export const countLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
