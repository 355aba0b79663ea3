import fc from 'fast-check';
import type { ExpressionRecipe, NameBinding } from '../../src/contract/recipe';
import { expression } from './model-recipes';

/** How a line writes an operation of its operands. */
const written: readonly ((a: string, b: string) => string)[] = [
  ...['+', '-', '*', '/', '**'].map((op) => (a: string, b: string) => `${a} ${op} ${b}`),
  ...['relu', 'tanh', 'sigmoid', 'exp', 'log', 'sqrt', 'abs'].map(
    (name) => (a: string) => `${name}(${a})`,
  ),
  (a) => `-${a}`,
  (a) => `${a}**2`,
  (a) => `${a}*0.5`,
];

/** Recipes of expressions over every operation, one a line, whose last is the loss; names are used again and again. */
export function expressionRecipes(): fc.Arbitrary<ExpressionRecipe> {
  const number = fc.double({ min: -3, max: 3, noNaN: true });
  const line = fc.record({ op: fc.nat(written.length - 1), a: fc.nat(), b: fc.nat() });
  return fc
    .record({
      parameters: fc.array(number, { minLength: 1, maxLength: 3 }),
      points: fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 3 }),
      lines: fc.array(line, { minLength: 1, maxLength: 20 }),
    })
    .map(({ parameters, points, lines }) => {
      const known = ['x', 'y', ...parameters.map((_, i) => `w${i + 1}`)];
      const text = lines.map(({ op, a, b }, i) => {
        const pick = (n: number) => known[known.length - 1 - (n % Math.min(known.length, 5))] ?? '';
        const body = written[op]?.(pick(a), pick(b)) ?? '';
        const name = i === lines.length - 1 ? 'loss' : `n${i + 1}`;
        known.push(name);
        return `${name} = ${body}`;
      });
      const names: NameBinding[] = [
        { name: 'x', role: 'data', column: 'x' },
        { name: 'y', role: 'data', column: 'y' },
        ...parameters.map((initial, i) => {
          return { name: `w${i + 1}`, role: 'parameter' as const, initial };
        }),
      ];
      const [x, y] = [points.map(([one]) => [one]), points.map(([, one]) => one)];
      const dataset = { kind: 'points', x, y, test: 0 } as const;
      return expression({ text: text.join('\n'), names, dataset });
    });
}
