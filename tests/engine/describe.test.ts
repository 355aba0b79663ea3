import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { type Activation, defaultRecipe } from '../../src/contract/recipe';
import { describeGraph, latexName } from '../../src/engine/describe';
import { Trainer } from '../../src/engine/trainer';

function graphOf(activation: Activation) {
  const { model, tape } = new Trainer({ ...defaultRecipe, activation });
  return describeGraph(model, tape);
}

const backward = (activation: Activation) =>
  [...graphOf(activation)]
    .sort((a, b) => a.order - b.order)
    .map(({ name }) => name)
    .join(' ');

describe('the graph as it is drawn', () => {
  it("numbers the perceptron's nodes in backward order: loss, err, y, ŷ, b, a, w, x", () => {
    expect(backward('identity')).toBe('loss err y ŷ b a w x');
    expect(graphOf('identity').map(({ order }) => order)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('has the nodes of each ReLU between z and ŷ', () => {
    expect(backward('relu')).toBe('loss err y ŷ z b a w x');
    expect(backward('relu-abs')).toBe('loss err y ŷ 2 pos |z| z b a w x');
    expect(backward('relu-notebook')).toBe('loss err y ŷ 2 pos |z| z b a w x');
  });

  it('says what each node is for, and names its operands in the order of the formula', () => {
    const graph = graphOf('relu-abs');
    const of = (name: string) => {
      const { role, symbol, operands } = graph.find((node) => node.name === name)!;
      return [role, symbol, operands.map((index) => graph[index]?.name).join(' ')];
    };
    expect(of('x')).toEqual(['data', null, '']);
    expect(of('y')).toEqual(['data', null, '']);
    expect(of('w')).toEqual(['parameter', null, '']);
    expect(of('b')).toEqual(['parameter', null, '']);
    expect(of('2')).toEqual(['constant', null, '']);
    expect(of('a')).toEqual(['operation', '×', 'x w']);
    expect(of('z')).toEqual(['operation', '+', 'a b']);
    expect(of('pos')).toEqual(['operation', '+', 'z |z|']);
    expect(of('ŷ')).toEqual(['operation', '÷', 'pos 2']);
    expect(of('err')).toEqual(['operation', '−', 'ŷ y']);
    expect(of('loss')).toEqual(['operation', '²', 'err']);
  });
});

describe('a name in LaTeX', () => {
  it.each([
    ['ŷ', String.raw`\hat y`],
    ['−y', '-y'],
    ['−ŷ', String.raw`-\hat y`],
    ['|z|', '|z|'],
    ['2', '2'],
    ['−1.5e-3', '-1.5e-3'],
    ['w', 'w'],
    ['w12', 'w_{12}'],
    ['w2_3_1', 'w^{(2)}_{3,1}'],
    ['err', String.raw`\mathrm{err}`],
    ['y_pred', String.raw`y_{\mathrm{pred}}`],
    ['total_loss_2', String.raw`\mathrm{total}_{\mathrm{loss},2}`],
    ['α', 'α'],
    ['größe', String.raw`\text{größe}`],
    ['_a', String.raw`\mathrm{\underline{\phantom{x}}a}`],
    ['a__b', String.raw`\mathrm{a\underline{\phantom{x}}\underline{\phantom{x}}b}`],
  ])('%s is %s, which KaTeX takes without a warning', (label, latex) => {
    expect(latexName(label)).toBe(latex);
    expect(() => katex.renderToString(latex, { strict: 'error' })).not.toThrow();
    // Markdown on GitHub takes a backslash before punctuation for its own.
    expect(latex).not.toMatch(/\\[!-/:-@[-`{-~]/);
  });
});
