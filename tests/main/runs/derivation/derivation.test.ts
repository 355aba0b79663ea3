import katex from 'katex';
import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../../../src/contract/intervention';
import {
  exercise10,
  karpathyRecipe,
  optimizers,
  type Recipe,
} from '../../../../src/contract/recipe';
import { noLabels } from '../../../../src/contract/run-document';
import { replay } from '../../../../src/engine/replay';
import { recipeCode } from '../../../../src/main/runs/recipe-code';
import { expression, mlp, perceptron } from '../../../engine/model-recipes';
import { documentOf } from '../document-of';
import { type More, plain, randomRuns, taskOf, written } from '../step/written';

function derived(recipe: Recipe, more: More = {}, interventions: readonly Intervention[] = []) {
  return written(taskOf('derivation', { recipe, interventions }, more));
}

/** The formulas on lines of their own, in order. */
const displayed = (text: string) =>
  [...text.matchAll(/^\$\$\n(.*)\n\$\$$/gm)].map(([, latex = '']) => latex);

/** Every formula: those, and the ones in sentences and tables. */
function formulas(text: string): readonly string[] {
  const sentences = text
    .replaceAll(/^(`{3,})\n[^]*?\n\1$/gm, '')
    .replaceAll(/^\$\$\n.*\n\$\$$/gm, '')
    .replaceAll(String.raw`\$`, '');
  return [
    ...displayed(text),
    ...[...sentences.matchAll(/\$([^$\n]+)\$/g)].map(([, one = '']) => one),
  ];
}

/** The rows of the table that begins with this heading. */
function rows(text: string, heading: string): readonly (readonly string[])[] {
  const [, table = ''] = text.split(`| ${heading} |`);
  const [body = ''] = table.split('\n\n');
  return body
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((one) => one.trim()),
    );
}

const f = expression({
  text: 'f = w*w + 3*w',
  names: [{ name: 'w', role: 'parameter', initial: 2 }],
});

describe('the derivation of a step', () => {
  it('of exercise 10 goes forward, backward and to the update with its numbers', () => {
    const text = derived(exercise10, { step: 1 });
    expect(text).toContain(
      'Before this step $w = 0$ and $b = 0$. It takes example 1: $x = 1$ and $y = 2$.',
    );
    expect(displayed(text)).toEqual([
      String.raw`a = x \cdot w = 1 \cdot 0 = 0`,
      String.raw`\hat y = a + b = 0 + 0 = 0`,
      String.raw`\mathrm{err} = \hat y - y = 0 - 2 = -2`,
      String.raw`L = {\mathrm{err}}^2 = {(-2)}^2 = 4`,
      String.raw`\frac{\partial L}{\partial L} = 1`,
      String.raw`\frac{\partial L}{\partial \mathrm{err}} = \frac{\partial L}{\partial L} \cdot \frac{\partial L}{\partial \mathrm{err}} = \frac{\partial L}{\partial L} \cdot 2 \cdot \mathrm{err} = 1 \cdot 2 \cdot (-2) = 1 \cdot (-4) = -4`,
      String.raw`\frac{\partial L}{\partial \hat y} = \frac{\partial L}{\partial \mathrm{err}} \cdot \frac{\partial \mathrm{err}}{\partial \hat y} = \frac{\partial L}{\partial \mathrm{err}} \cdot 1 = -4 \cdot 1 = -4`,
      String.raw`\frac{\partial L}{\partial y} = \frac{\partial L}{\partial \mathrm{err}} \cdot \frac{\partial \mathrm{err}}{\partial y} = \frac{\partial L}{\partial \mathrm{err}} \cdot (-1) = -4 \cdot (-1) = 4`,
      String.raw`\frac{\partial L}{\partial a} = \frac{\partial L}{\partial \hat y} \cdot \frac{\partial \hat y}{\partial a} = \frac{\partial L}{\partial \hat y} \cdot 1 = -4 \cdot 1 = -4`,
      String.raw`\frac{\partial L}{\partial b} = \frac{\partial L}{\partial \hat y} \cdot \frac{\partial \hat y}{\partial b} = \frac{\partial L}{\partial \hat y} \cdot 1 = -4 \cdot 1 = -4`,
      String.raw`\frac{\partial L}{\partial x} = \frac{\partial L}{\partial a} \cdot \frac{\partial a}{\partial x} = \frac{\partial L}{\partial a} \cdot w = -4 \cdot 0 = 0`,
      String.raw`\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a} \cdot \frac{\partial a}{\partial w} = \frac{\partial L}{\partial a} \cdot x = -4 \cdot 1 = -4`,
      String.raw`w \leftarrow w - \eta \cdot \frac{\partial L}{\partial w} = 0 - 0.1 \cdot (-4) = 0.4`,
      String.raw`b \leftarrow b - \eta \cdot \frac{\partial L}{\partial b} = 0 - 0.1 \cdot (-4) = 0.4`,
    ]);
    expect(rows(text, 'parameter')).toEqual([
      ['$w$', '0', '-4', '0.4'],
      ['$b$', '0', '-4', '0.4'],
    ]);
    expect(text).toContain(`\n${recipeCode(exercise10)}\n`);
  });

  it('adds up what reaches a node by several edges: 3, 2 and 2 in f = w·w + 3·w at w = 2', () => {
    const text = derived(f);
    const into = displayed(text).filter((one) => one.includes(String.raw`{\partial w} \leftarrow`));
    const sum = String.raw`\frac{\partial f}{\partial w} \leftarrow`;
    expect(into).toEqual([`${sum} 0 + 3 = 3`, `${sum} 3 + 2 = 5`, `${sum} 5 + 2 = 7`]);
    expect(text).toContain('to $w$, its first operand; contribution 2 of 3');
    expect(rows(text, 'node')).toContainEqual(['$w$', '2', '7']);
    expect(text).toContain('The expression has no loss, so nothing is updated.');
    expect(text).not.toContain('Before this step');
  });

  it.each(optimizers)(
    'with %s comes to the parameters that the lab comes to, in every digit',
    (optimizer) => {
      for (const recipe of [
        perceptron({ dataset: 'pair', optimizer }),
        mlp({ batch: 2, optimizer }),
      ]) {
        for (const step of [1, 2, 7]) {
          const text = derived(recipe, { step });
          const [before, after] = [step - 1, step].map((at) => replay(plain(recipe), at));
          const table = rows(text, 'parameter');
          expect(table.map(([, value]) => Number(value))).toEqual([...(before?.committed ?? [])]);
          expect(table.map((cells) => Number(cells.at(-1)))).toEqual([...(after?.committed ?? [])]);
        }
      }
    },
  );

  it('says what momentum and Adam make of what they kept', () => {
    const momentum = displayed(derived({ ...exercise10, optimizer: 'momentum' }, { step: 2 }));
    expect(momentum).toContain(
      String.raw`v \leftarrow 0.9 \cdot v + \frac{\partial L}{\partial w} = 0.9 \cdot (-4) + (-2.4) = -6`,
    );
    expect(momentum).toContain(
      String.raw`w \leftarrow w - \eta \cdot v = 0.4 - 0.1 \cdot (-6) = 1`,
    );
    expect(displayed(derived({ ...exercise10, optimizer: 'momentum' }, { step: 1 }))).toContain(
      String.raw`v \leftarrow \frac{\partial L}{\partial w} = -4`,
    );
    const adam = derived({ ...exercise10, optimizer: 'adam' }, { step: 1 });
    expect(adam).toContain('$c_1 = 1 - 0.9^{1} = 0.1$ and $c_2 = 1 - 0.999^{1} = 0.001$');
    expect(displayed(adam)).toContain(
      String.raw`s \leftarrow 0.999 \cdot s + 0.001 \cdot \left(\frac{\partial L}{\partial w}\right)^2 = 0.999 \cdot 0 + 0.001 \cdot {(-4)}^2 = 0.016`,
    );
    expect(displayed(adam)).toContain(
      String.raw`w \leftarrow w - \frac{\eta}{c_1} \cdot \frac{m}{\sqrt{s} / \sqrt{c_2} + 10^{-8}} = 0 - \frac{0.1}{0.1} \cdot \frac{-0.4}{\sqrt{0.016} / \sqrt{0.001} + 10^{-8}} = 0.1`,
    );
  });

  it('of a batch goes through its examples from the last one, and takes the mean of their losses', () => {
    const text = derived({ ...exercise10, dataset: 'pair', batch: 'full' }, { step: 1 });
    expect([...text.matchAll(/^## Example (\d)$/gm)].map(([, n]) => n)).toEqual(['2', '1']);
    expect(
      displayed(text).filter((one) => one.includes(String.raw`{\partial w} \leftarrow`)),
    ).toEqual([
      String.raw`\frac{\partial L_B}{\partial w} \leftarrow 0 + (-18) = -18`,
      String.raw`\frac{\partial L_B}{\partial w} \leftarrow -18 + (-2) = -20`,
    ]);
    expect(displayed(text)).toContain(
      String.raw`\frac{\partial L_B}{\partial L} = \frac{1}{2} = 0.5`,
    );
    expect(displayed(text)).toContain(String.raw`L_B = \frac{4 + 36}{2} = 20`);
    expect(rows(text, 'example')).toEqual([
      ['1', '4'],
      ['2', '36'],
    ]);
  });

  it('begins with gradients that were not zeroed', () => {
    const off: Intervention = { step: 2, change: { kind: 'zero-gradients', on: false } };
    const text = derived(exercise10, { step: 2 }, [off]);
    expect(text).toContain('The gradients were not set to 0 before this step: it begins with');
    expect(displayed(text)).toContain(
      String.raw`\frac{\partial L}{\partial w} \leftarrow -4 + (-2.4) = -6.4`,
    );
    expect(rows(text, 'node')).toContainEqual(['$w$', '0.4', '-4', '-6.4']);
    expect(rows(text, 'parameter')[0]).toEqual(['$w$', '0.4', '-6.4', '1.04']);
  });

  it('of a graph that is used again has no forward pass', () => {
    const text = derived({ ...exercise10, graph: 'once' }, { step: 2 });
    expect(text).toContain('There is none: the nodes keep the values of the first step');
    expect(displayed(text).some((one) => one.startsWith('a ='))).toBe(false);
    expect(displayed(text)).toContain(
      String.raw`\frac{\partial L}{\partial \mathrm{err}} \leftarrow -4 + (-4) = -8`,
    );
  });

  it('in the notebook’s view has its nodes, and its slip at the exponent', () => {
    const text = derived(exercise10, { step: 1, view: 'notebook' });
    expect(displayed(text)).toContain(String.raw`-y = y \cdot (-1) = 2 \cdot (-1) = -2`);
    expect(displayed(text)).toContain(
      String.raw`\frac{\partial L}{\partial 2} = \frac{\partial L}{\partial L} \cdot \frac{\partial L}{\partial 2} = \frac{\partial L}{\partial L} \cdot L = 1 \cdot 4 = 4`,
    );
    expect(text).toContain('its rule for the exponent lacks the factor log of the base');
  });

  it('of the step that diverged says that it was not made', () => {
    const recipe = { ...exercise10, learningRate: 0.6, stop: { steps: 2000, lossBelow: 0 } };
    const text = derived(recipe, { step: 1054 });
    expect(text).toContain('step 1054, in which the run diverged');
    expect(text).toContain('so the lab does not make this update');
    expect(displayed(text).some((one) => one.endsWith(String.raw`= \infty`))).toBe(true);
  });

  it('of a step that comes says that it was not taken yet', () => {
    const task = taskOf('derivation', plain(exercise10), { step: 4 }, 3);
    expect(written(task)).toContain('step 4, as it would be taken next');
  });

  it('bears the run’s name without taking its signs for marks', () => {
    const labels = { ...noLabels, name: 'a *b* `c` $d$ <i>' };
    expect(derived(exercise10, { labels })).toContain(
      String.raw`**a \*b\* \`c\` \$d\$ \<i\>** · one`,
    );
  });
});

describe('a step that is too long to be written out', () => {
  const network = { ...karpathyRecipe, hidden: [16, 16], dataset: 'karpathy' as const };

  it('says what is left out and how to get it, and is complete up to there', () => {
    const text = derived(network, { step: 3 });
    expect(text).toContain('**Not written out here**');
    expect(text).toMatch(
      /3 of the 4 examples .*; \d+ of the 1,\d+ edges .*; 293 of the 353 updates/,
    );
    expect(text).toContain('In the lab they can all be seen');
    const edges = [...text.matchAll(/^\*\*Edge (\d+) of \d+:\*\* (\$.*?\$) to (\$.*?\$)/gm)];
    expect(edges.map(([, number]) => Number(number))).toEqual(edges.map((_, i) => i + 1));
    expect(edges.length).toBeGreaterThan(398);
    // What arrives was derived before, and what an operation begins from stands in the table.
    const reached = new Set(['$L$']);
    for (const [, , from = '', to = ''] of edges) {
      expect(reached).toContain(from);
      reached.add(to);
    }
    const table = rows(text, 'node').map(([name]) => name);
    expect(table).toHaveLength(1032);
    expect(table).toEqual(expect.arrayContaining([...reached]));
    expect(rows(text, 'parameter')).toHaveLength(353);
    expect(text.length).toBeLessThan(400_000);
  });

  it('of a graph that the lab does not show points to the script', () => {
    const text = derived({
      ...network,
      hidden: [64, 64],
      batch: 1,
      stop: { steps: 2, lossBelow: 0 },
    });
    expect(text).toContain('The run’s Python script computes every gradient');
    expect(text.length).toBeLessThan(400_000);
  });
});

describe('formulas of 60 random runs, in both views', () => {
  const texts = randomRuns.flatMap((run) => {
    const { steps } = documentOf(run, 6).result;
    const views = run.recipe.graph === 'rebuilt' ? (['compact', 'notebook'] as const) : [];
    return [{}, ...views.map((view) => ({ view }))].map((more) =>
      written(taskOf('derivation', run, { step: Math.max(1, steps), ...more }, 6)),
    );
  });
  const all = new Set(texts.flatMap(formulas));

  it('are read by KaTeX without a warning', () => {
    expect(all.size).toBeGreaterThan(3000);
    for (const latex of all) {
      const strict = { strict: 'error', throwOnError: true } as const;
      expect(() => katex.renderToString(latex, strict), latex).not.toThrow();
      expect(latex).not.toMatch(/undefined|\[object|#\d|NaN/);
    }
  });

  it('have nothing that Markdown would take for its own', () => {
    // GitHub takes a backslash before punctuation away, and a bar ends a cell.
    for (const latex of all) expect(latex).not.toMatch(/\\[!-/:-@[-`{-~]|\n|\$/);
    for (const text of texts) {
      const cells = text.split('\n').filter((line) => line.startsWith('| '));
      for (const line of cells) expect(line.replaceAll(/[^|]/g, '').length).toBeLessThan(9);
    }
  });
});
