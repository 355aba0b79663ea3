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

  it('encloses a power of ten where a power follows it, and nowhere else', () => {
    const parts = ['', String.raw`1.5 \cdot 10^{-7}`];
    expect(fill('{#1}^2', parts)).toBe(String.raw`{(1.5 \cdot 10^{-7})}^2`);
    expect(fill(String.raw`#1 \cdot \frac{1}{#1}`, parts)).not.toContain('(');
  });
});
