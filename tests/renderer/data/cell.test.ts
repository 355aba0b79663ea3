import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellText, marksOf, noMarks, readCell } from '../../../src/renderer/data/cell';

const value = (text: string, marks = noMarks) => readCell(text, marks).cell;
const fault = (text: string, marks = noMarks) => {
  const cell = value(text, marks);
  return typeof cell === 'number' ? cell : cell.fault;
};

test('a number is read with a point or a comma, a hyphen or a true minus, and spaces around', () => {
  expect(
    ['1', ' 1.5 ', '1,5', '−2', '-,5', '.5', '5,', '1e3', '1,5e-3', '+7', '\u00a03\u00a0'].map(
      (text) => value(text),
    ),
  ).toEqual([1, 1.5, 1.5, -2, -0.5, 0.5, 5, 1000, 0.0015, 7, 3]);
  expect(readCell('1,5').comma).toBe(true);
  expect(readCell('1.5').comma).toBe(false);
  expect(Object.is(value('-0'), 0)).toBe(true);
});

test.each([
  ['', 'empty'],
  ['  \t', 'empty'],
  ['abc', 'no-number'],
  ['1 km', 'no-number'],
  ['1\u00002', 'no-number'],
  ['NaN', 'no-number'],
  ['Infinity', 'no-number'],
  ['0x10', 'no-number'],
  ['1_000', 'no-number'],
  ['1,2,3', 'no-number'],
  ['--1', 'no-number'],
  ['1e999', 'out-of-range'],
  ['-1e301', 'out-of-range'],
  ['1.234,5', 'thousands'],
  ['1,234.5', 'thousands'],
  ['1 234', 'thousands'],
  ['1\u202f234,5', 'thousands'],
  ["1'234'567", 'thousands'],
  ['1.234.567', 'thousands'],
  ['12 %', 'percent'],
  ['1,5%', 'percent'],
  ['2024-01-05', 'date'],
  ['5.1.2024', 'date'],
  ['05/01/24', 'date'],
  ['12:30', 'date'],
  ['=A1+1', 'formula'],
  ['@SUM(A1)', 'formula'],
] as const)('%j is refused as %s', (text, expected) => {
  expect(fault(text)).toBe(expected);
});

describe('1,234 and 1.234', () => {
  test('are decimal numbers where nothing speaks against it', () => {
    expect(value('1,234')).toBe(1.234);
    expect(value('1.234')).toBe(1.234);
    expect(value('0,234', { point: true, comma: false })).toBe(0.234);
  });

  test('are told to be ambiguous beside numbers that surely have the other mark', () => {
    expect(fault('1,234', marksOf(['1,234', '5.5']))).toBe('ambiguous');
    expect(fault('1.234', marksOf(['1.234', '5,5']))).toBe('ambiguous');
    expect(value('1.234', marksOf(['1.234', '5.5', '3,5']))).toBe(1.234);
  });

  test('are no certain marks themselves', () => {
    expect(marksOf(['1,234', '12.345'])).toEqual({ point: false, comma: false });
    expect(marksOf(['1.234,5'])).toEqual({ point: false, comma: true });
  });
});

test('every number that a recipe may hold reads back to the same binary64, with a point and with a comma', () => {
  const numbers = fc.double({ min: -1e300, max: 1e300, noNaN: true });
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1 }), fc.constantFrom('.', ','), (all, mark) => {
      const texts = all.map((one) => String(one).replace('.', mark));
      const marks = marksOf(texts);
      expect(texts.map((text) => value(text, marks))).toEqual(all.map((one) => one + 0));
    }),
    { numRuns: 2000 },
  );
});

test('no text makes it throw; what is no number stays as it was typed', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'0123456789.,-−+e% :/\'"=\u00a0\u0000'.split('')) }),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const cell = value(text);
      if (typeof cell === 'number') expect(Math.abs(cell)).toBeLessThanOrEqual(1e300);
      else expect(cellText(cell)).toBe(text.trim());
    }),
    { numRuns: 5000 },
  );
});

test('a cell of a million digits is refused without looking at each of its parts', () => {
  const begun = performance.now();
  expect(fault(`${'1'.repeat(1_000_000)}x`)).toBe('no-number');
  expect(performance.now() - begun).toBeLessThan(500);
});
