import { describe, expect, it, vi } from 'vitest';
import { ensurePython, findPython, type Machine } from '../../scripts/ensure-python.mjs';

const DEBIANS = '/usr/bin/python3';

/** A machine whose Pythons have these modules. */
function machine(
  modules: Readonly<Record<string, readonly string[]>>,
  facts: Partial<Machine> = {},
): Machine {
  return {
    uid: 1000,
    distribution: 'debian',
    imports: (python, module) => modules[python]?.includes(module) ?? false,
    install: () => expect.fail('nothing is to be installed'),
    ...facts,
  };
}

const both = ['torch', 'nbformat'];

describe('the Python of the tests', () => {
  it('is the one on PATH where that has the module', () => {
    const found = findPython('torch', machine({ python3: both, [DEBIANS]: both }));
    expect(found).toBe('python3');
  });

  it('is Debian’s where another one stands first on PATH', () => {
    expect(findPython('torch', machine({ python3: [], [DEBIANS]: both }))).toBe(DEBIANS);
  });

  it('is none where no Python has the module', () => {
    expect(findPython('torch', machine({ python3: ['nbformat'] }))).toBeUndefined();
  });

  it.each([0, 1000])('is not installed where each module is there (user %i)', (uid) => {
    const there = machine({ python3: ['torch'], [DEBIANS]: ['nbformat'] }, { uid });
    expect(ensurePython(there)).toBeUndefined();
  });

  it('gets what is missing installed by root on Debian', () => {
    const modules: Record<string, string[]> = { [DEBIANS]: ['torch'] };
    const install = vi.fn(() => modules[DEBIANS]?.push('nbformat') !== undefined);
    expect(ensurePython(machine(modules, { uid: 0, install }))).toBeUndefined();
    expect(install).toHaveBeenCalledExactlyOnceWith(['python3-nbformat']);
  });

  it.each<[string, Partial<Machine>, string]>([
    ['another user on Debian', {}, 'apt-get install -y python3-torch python3-nbformat'],
    [
      'root where the installation failed',
      { uid: 0, install: () => false },
      'apt-get install -y python3-torch python3-nbformat',
    ],
    [
      'root of another Linux',
      { distribution: 'fedora', uid: 0 },
      'python3 -m pip install torch nbformat',
    ],
    ['macOS', { distribution: undefined }, 'python3 -m pip install torch nbformat'],
  ])('leaves a sentence to %s and goes on', (_, facts, command) => {
    expect(ensurePython(machine({ python3: [] }, facts))).toBe(
      `No python3 here has torch or nbformat, so tests of exported files that need it are skipped; to install: ${command}`,
    );
  });

  it('is missed for what is still missing only', () => {
    expect(ensurePython(machine({ python3: ['torch'] }))).toMatch(
      /^No python3 here has nbformat, .* apt-get install -y python3-nbformat$/,
    );
  });
});
