import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeFileName } from '../../../src/main/runs/file-name';

describe('promise 21: the name of an exported file', () => {
  it.each([
    ['My first run', 'My first run'],
    ['Lauf № 3 – über', 'Lauf № 3 – über'],
    ['a/b\\c', 'a-b-c'],
    ['../../etc/passwd', '-..-etc-passwd'],
    ['C:\\Windows', 'C--Windows'],
    ['what? <b>*|"', 'what- -b----'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['nul', '_nul'],
    ['COM1', '_COM1'],
    ['lpt9.csv', '_lpt9.csv'],
    ['CONTENT', 'CONTENT'],
    ['ends in dots...', 'ends in dots'],
    ['ends in space ', 'ends in space'],
    ['.hidden', 'hidden'],
    ['tab\tline\nnull\0', 'tablinenull'],
    ['\u202Etxt.exe', 'txt.exe'],
    ['', 'run'],
    ['...', 'run'],
    [' \n ', 'run'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name, 'run')).toBe(safe);
  });

  it('is one that every file system takes, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const safe = safeFileName(name, 'run');
        // eslint-disable-next-line no-control-regex -- what may not be there
        expect(safe).not.toMatch(/[\u0000-\u001f\u007f/\\:*?"<>|]/);
        expect(safe).not.toMatch(/^[.\s]|[.\s]$/);
        expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        // Half a pair has no bytes of its own.
        expect(Buffer.from(safe).toString()).toBe(safe);
        expect(safe.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(safe)).toBeLessThan(500);
      }),
      { numRuns: 5000 },
    );
  });
});
