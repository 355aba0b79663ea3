import { expect, test } from 'vitest';
import { brief, signed } from '../../src/renderer/format';

test('six significant digits, a true minus sign, and no trailing zeros', () => {
  expect(brief(0.123456789)).toBe('0.123457');
  expect(brief(-35.04)).toBe('−35.04');
  expect(brief(1)).toBe('1');
  expect(brief(-1.5e-7)).toBe('−1.5e−7');
  expect(brief(7.461421413349837e153)).toBe('7.46142e153');
});

test('what is not finite is said', () => {
  expect([NaN, Infinity, -Infinity].map(brief)).toEqual(['NaN', '∞', '−∞']);
});

test('a gradient carries its sign, zero none', () => {
  expect([4, -4, 0, -0].map(signed)).toEqual(['+4', '−4', '0', '0']);
});
