import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../src/contract/recipe';
import { exercise10 } from '../../src/contract/recipe';
import { latexNumber, StepLatex } from '../../src/contract/step-latex';
import { StepNotation } from '../../src/contract/step-notation';
import { explained, type Place } from '../engine/explained';
import { expression } from '../engine/model-recipes';

/** A step's calculations as the window writes them, by the node that they are about. */
function lines(recipe: Recipe, place: Place = {}) {
  const { events, head, explanation } = explained(recipe, place);
  const latex = new StepLatex(head);
  const before = explanation.moment(events.findIndex(({ kind }) => kind === 'update'));
  return events.flatMap((event) => {
    const derivation = latex.derivation(event, before);
    return derivation ? [`${derivation.latex} = ${derivation.result}`] : [];
  });
}

describe('a calculation on one line', () => {
  it('goes from symbols to numbers to what comes out', () => {
    const all = lines(exercise10);
    for (const line of [
      String.raw`\mathrm{err} = \hat y - y = 0 - 2 = -2`,
      String.raw`\partial L/\partial L = 1`,
      String.raw`\partial L/\partial w = \partial L/\partial a \cdot \partial a/\partial w = \partial L/\partial a \cdot x = -4 \times 1 = -4`,
      String.raw`w \leftarrow w - \eta \cdot \partial L/\partial w = 0 - 0.1 \times (-4) = 0.4`,
    ]) {
      expect(all).toContain(line);
    }
    expect(all).toHaveLength(4 + 1 + 7 + 2);
  });

  it('takes a derivative by −y with −y in parentheses', () => {
    const all = lines(exercise10, { view: 'notebook' });
    expect(all.some((line) => line.includes(String.raw`\partial (-y)/\partial y`))).toBe(true);
    expect(all.join('')).not.toContain(String.raw`\partial -`);
  });
});

describe('the loss', () => {
  const names = (text: string) => {
    const { head } = explained(expression({ text }));
    return [new StepNotation(head).root, new StepLatex(head).name(head.root)];
  };

  it('is L for short, unless another node is called so', () => {
    expect(names('loss = w1*x')).toEqual(['L', 'L']);
    expect(names('L = w1*x\nloss = L*L')).toEqual(['loss', String.raw`\mathrm{loss}`]);
  });
});

describe('a number', () => {
  it.each([
    [-0.1 - 0.2, '-0.3'],
    [1e-7, String.raw`1 \cdot 10^{-7}`],
    [-1.5e300, String.raw`-1.5 \cdot 10^{300}`],
    [Number.POSITIVE_INFINITY, String.raw`\infty`],
    [Number.NaN, String.raw`\text{not defined}`],
  ])('%d is %s', (value, latex) => {
    expect(latexNumber(value)).toBe(latex);
  });
});
