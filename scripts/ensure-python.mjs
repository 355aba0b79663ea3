import { spawnSync } from 'node:child_process';
import { aptInstall, distribution } from './debian.mjs';
import { isProgram } from './project.mjs';

/**
 * What the search depends on.
 *
 * @typedef {object} Machine
 * @property {number | undefined} uid undefined where users have no numbers
 * @property {string | undefined} distribution ID of /etc/os-release
 * @property {(python: string, module: string) => boolean} imports whether there is such a Python, with such a module
 * @property {(packages: readonly string[]) => boolean} install installs packages of Debian
 */

/** Debian's packages, by the modules that tests of exported files import. */
const packages = new Map([
  ['torch', 'python3-torch'],
  ['nbformat', 'python3-nbformat'],
]);

/** The second is Debian's own, which has Debian's packages where another one stands first on PATH. */
const pythons = ['python3', '/usr/bin/python3'];

/**
 * A Python that has a module.
 *
 * @param {string} module
 * @param {Pick<Machine, 'imports'>} machine
 */
export function findPython(module, machine = thisMachine) {
  return pythons.find((python) => machine.imports(python, module));
}

/**
 * Installs what is missing where that can be done.
 *
 * @param {Machine} machine
 * @returns {string | undefined} what is still missing and what is skipped for it, as a sentence
 */
export function ensurePython(machine = thisMachine) {
  const missing = () => [...packages.keys()].filter((module) => !findPython(module, machine));
  /** @param {readonly string[]} modules */
  const debians = (modules) => modules.flatMap((module) => packages.get(module) ?? []);

  const before = missing();
  if (before.length === 0) return undefined;
  if (machine.distribution === 'debian' && machine.uid === 0) machine.install(debians(before));
  const after = missing();
  if (after.length === 0) return undefined;
  const command =
    machine.distribution === 'debian'
      ? `apt-get install -y ${debians(after).join(' ')}`
      : `python3 -m pip install ${after.join(' ')}`;
  return `No python3 here has ${after.join(' or ')}, so tests of exported files that need it are skipped; to install: ${command}`;
}

/** @type {Machine} */
const thisMachine = {
  uid: process.getuid?.(),
  distribution: distribution(),
  imports: (python, module) => {
    const code = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`;
    return spawnSync(python, ['-I', '-c', code], { stdio: 'ignore' }).status === 0;
  },
  // Less than a step of `npm test` may take: this one never fails.
  install: (names) => aptInstall(names, 200_000),
};

if (isProgram(import.meta.url)) {
  const note = ensurePython();
  if (note !== undefined) console.log(note);
}
