import { describe, expect, it } from 'vitest';
import { fill } from '../../src/contract/graph';

describe('a formula with numbers in it', () => {
  it.each([
    ['#1 + #2', '0 + (-2)'],
    ['#1 - #2', '0 - (-2)'],
    ['-#2', '-(-2)'],
    ['#2 + #1', '-2 + 0'],
    ['{#2}^2', '{(-2)}^2'],
    ['{#2}^{#1 - 1}', '{(-2)}^{0 - 1}'],
    ['#2 ** 2', '(-2) ** 2'],
    [String.raw`\frac{#2}{#2^2}`, String.raw`\frac{-2}{(-2)^2}`],
    [String.raw`\sqrt{#2}`, String.raw`\sqrt{-2}`],
    [String.raw`\tanh(#2)`, String.raw`\tanh(-2)`],
  ])('encloses a negative one in %s where the minus would be misread', (template, wanted) => {
    expect(fill(template, ['4', '0', '-2'])).toBe(wanted);
  });
});
