import { join } from 'node:path';
import { findElectron } from './electron-binary.mjs';
import { thisMachine, whyNoWindow } from './open-window.mjs';
import { bin, root } from './project.mjs';
import { playwrightCounts, vitestCounts } from './test-counts.mjs';

/**
 * @typedef {object} Report
 * @property {string} file
 * @property {(report: any) => import('./test-counts.mjs').Counts} read
 */

/**
 * A task of `npm test`.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string} [part] the part it belongs to; one without is no test, and runs where a test needs it
 * @property {readonly string[]} args for Node
 * @property {readonly string[]} [needs]
 * @property {number} [width]
 * @property {Report} [report] of a test runner; a check without counts as one test
 * @property {boolean} [notes] whether what it prints is for the reader, also when it succeeds
 * @property {string} [noElectron] why the tests do not run in Electron too
 */

export const parts = ['lint', 'unit', 'component', 'e2e', 'pictures'];

const reports = join(root, 'node_modules', '.cache', 'chainrule-test');
const script = (/** @type {string} */ name) => join(root, 'scripts', name);

/**
 * @param {string} project
 * @param {readonly string[]} needs
 * @returns {Step}
 */
function vitest(project, needs) {
  const file = join(reports, `${project}.json`);
  const reporters = ['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${file}`];
  const args = [bin('vitest'), 'run', '--project', project, ...reporters];
  // Two lanes, because it has two workers, and its tests measure time.
  return {
    name: project,
    part: project,
    args,
    needs,
    width: 2,
    report: { file, read: vitestCounts },
  };
}

/**
 * @param {string} name
 * @param {readonly string[]} projects
 * @returns {Step}
 */
function playwright(name, projects) {
  const named = projects.flatMap((project) => ['--project', project]);
  return {
    name,
    part: name,
    args: [bin('@playwright/test', 'playwright'), 'test', ...named],
    needs: ['build', 'browser'],
    width: 2,
    // Where playwright.config.ts writes it.
    report: { file: join(reports, 'playwright.json'), read: playwrightCounts },
  };
}

/** @returns {Step} */
function endToEnd() {
  const found = findElectron(join(root, 'node_modules', 'electron'), thisMachine.env);
  const noElectron =
    whyNoWindow(thisMachine) ?? (found ? undefined : "Electron's binary is not installed");
  if (noElectron === undefined) return playwright('e2e', ['browser', 'electron']);
  return { ...playwright('e2e', ['browser']), noElectron };
}

/** @type {readonly Step[]} */
const steps = [
  // Alone in both lanes: two apt-get at a time refuse each other.
  { name: 'python', args: [script('ensure-python.mjs')], width: 2, notes: true },
  { name: 'build', args: [script('build-if-stale.mjs'), '--force'] },
  { name: 'browser', args: [script('ensure-browser.mjs')] },
  { name: 'eslint', part: 'lint', args: [bin('eslint'), '.', '--max-warnings', '0'] },
  {
    name: 'svelte-check',
    part: 'lint',
    args: [bin('svelte-check'), '--tsconfig', 'tsconfig.web.json', '--fail-on-warnings'],
  },
  { name: 'types', part: 'lint', args: [bin('typescript', 'tsc'), '-b'] },
  { name: 'prettier', part: 'lint', args: [bin('prettier'), '--check', '.'] },
  {
    name: 'import rule',
    part: 'lint',
    args: [bin('dependency-cruiser', 'depcruise'), 'src', '--config', '.dependency-cruiser.cjs'],
  },
  vitest('unit', ['build', 'python']),
  vitest('component', ['browser']),
  endToEnd(),
  playwright('pictures', ['pictures']),
];

/**
 * The steps of one part and what they need; of all parts but the pictures where none is named.
 *
 * @param {string | undefined} part
 */
export function stepsOf(part) {
  const asked = steps.filter((step) =>
    part === undefined ? step.part !== 'pictures' : step.part === part,
  );
  const needed = new Set(asked.flatMap(({ needs = [] }) => needs));
  return steps.filter((step) => asked.includes(step) || needed.has(step.name));
}
