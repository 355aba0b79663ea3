import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { exercise10, karpathyRecipe, type Recipe } from '../../../src/contract/recipe';
import type { RunSource } from '../../../src/engine/replay';
import { notebook } from '../../../src/main/runs/notebook/notebook';
import { expression, mlp, perceptron } from '../../engine/model-recipes';
import { expressionRecipes } from '../../engine/random-expression';
import { printedBy, pythonWith } from '../../support/python';
import { documentOf } from './document-of';
import { expectPrinted } from './printed-result';
import { randomRun } from './random-run';

const plain = (recipe: Recipe): RunSource => ({ recipe, interventions: [] });

/** Every model, dataset, optimiser, sampling, batch and use of the graph, most of them with a change; and some by name. */
const runs: readonly RunSource[] = [
  ...fc.sample(randomRun, { numRuns: 45, seed: 21 }),
  ...fc.sample(expressionRecipes(), { numRuns: 15, seed: 22 }).map(plain),
  ...[exercise10, karpathyRecipe, perceptron({ graph: 'once', dataset: 'pair' })].map(plain),
  plain(mlp({ batch: 2, optimizer: 'adam', sampling: 'random' })),
  plain(expression({ batch: 'full', optimizer: 'momentum' })),
  plain(expression({ text: 'loss = w', names: [{ name: 'w', role: 'parameter', initial: 1 }] })),
  plain(expression({ text: '2*x', names: [{ name: 'x', role: 'data', column: 'x' }] })),
];
const written = runs.map((run) => {
  const { result } = documentOf(run, 40);
  return { run, result, text: notebook('Chainrule test', run, result) };
});

interface Notebook {
  readonly cells: readonly { readonly id: string; readonly source: readonly string[] }[];
}

/** The text of the cell with this id. */
function cell(text: string, id: string): string {
  const { cells } = JSON.parse(text) as Notebook;
  return cells.find((one) => one.id === id)?.source.join('') ?? '';
}

function notebookOf(recipe: Recipe, interventions: RunSource['interventions'] = []): string {
  const run = { recipe, interventions };
  return notebook('Chainrule test', run, documentOf(run, 100).result);
}

describe('a notebook', () => {
  it('comes to the same binary64 when its cells are run in order', () => {
    expect(new Set(runs.map(({ recipe }) => recipe.model)).size).toBe(3);
    expect(runs.filter(({ interventions }) => interventions.length > 0).length).toBeGreaterThan(20);
    const printed = printedBy(
      written.map(({ text }) => text),
      'ipynb',
    );
    written.forEach(({ run, result }, i) => {
      expectPrinted(result, printed[i] ?? '', JSON.stringify(run));
    });
  });

  it('is valid for Jupyter, which refuses two cells of one id', (context) => {
    const python = pythonWith('nbformat', context);
    const [first = ''] = written.map(({ text }) => text);
    const twice = JSON.parse(first) as Notebook;
    const broken = { ...twice, cells: [...twice.cells, ...twice.cells.slice(0, 1)] };
    const texts = [...written.map(({ text }) => text), JSON.stringify(broken)];
    const program = [
      'import json, sys, warnings',
      'import nbformat',
      'warnings.simplefilter("error")',
      'def valid(text):',
      '    try:',
      '        nbformat.validate(json.loads(text))',
      '        return True',
      '    except (nbformat.ValidationError, Warning):',
      '        return False',
      'print(json.dumps([valid(text) for text in json.load(sys.stdin)]))',
    ].join('\n');
    const output = execFileSync(python, ['-I', '-c', program], {
      ...{ input: JSON.stringify(texts), encoding: 'utf8' },
    });
    expect(JSON.parse(output)).toEqual([...written.map(() => true), false]);
  });

  it('has formulas that KaTeX reads', () => {
    const formulas = written.flatMap(({ text }) => {
      const { cells } = JSON.parse(text) as Notebook;
      const words = cells.filter(({ id }) => id.endsWith('-words'));
      return words.flatMap(({ source }) =>
        [...source.join('').matchAll(/\$([^$]*)\$/g)].map(([, latex = '']) => latex),
      );
    });
    expect(formulas.length).toBeGreaterThan(1000);
    for (const latex of new Set(formulas)) {
      expect(() => katex.renderToString(latex, { throwOnError: true }), latex).not.toThrow();
      expect(latex).not.toMatch(/undefined|\[object|#\d/);
    }
  });

  it('works the first step of exercise 10 out with its numbers', () => {
    const words = cell(notebookOf(exercise10), 'step-words');
    for (const line of [
      String.raw`$\mathrm{loss} = {\mathrm{err}}^2 = {(-2)}^2 = 4$`,
      String.raw`$\mathrm{loss} \to \mathrm{err}$: $1 \cdot (-4) = -4$, since $2 \cdot \mathrm{err} = -4$`,
      String.raw`$a \to w$: $-4 \cdot 1 = -4$, since $x = 1$`,
      String.raw`$w \leftarrow 0 - 0.1 \cdot (-4) = 0.4$`,
    ]) {
      expect(words).toContain(`- ${line}\n`);
    }
  });

  it('shows one road through a network that is too large to write out', () => {
    const words = cell(notebookOf(karpathyRecipe), 'step-words');
    expect(words).toContain(
      String.raw`one road through it, from $\mathrm{loss}$ to the parameter $w^{(3)}_{1,4}$`,
    );
    expect(words.split('\n').filter((line) => line.includes(String.raw`\to`))).toHaveLength(5);
    expect(words).toContain('So do the other 37.');
  });

  it('says in words what was changed', () => {
    const words = cell(
      notebookOf(exercise10, [
        { step: 2, change: { kind: 'parameter', name: 'w', value: -1 } },
        { step: 5, change: { kind: 'learning-rate', value: 1e-7 } },
        { step: 9, change: { kind: 'zero-gradients', on: false } },
      ]),
      'loop-words',
    );
    expect(words).toContain('- before step 2, $w$ is set to $-1$\n');
    expect(words).toContain(
      String.raw`- from step 5 on the learning rate is $1 \cdot 10^{-7}$` + '\n',
    );
    expect(words).toContain('- from step 9 on the gradients are no longer set to 0');
  });

  it('says where a run was no longer finite', () => {
    const recipe = { ...exercise10, learningRate: 0.6, stop: { steps: 2000, lossBelow: 0 } };
    const run = plain(recipe);
    const text = notebook('Chainrule test', run, documentOf(run, 2000).result);
    expect(cell(text, 'result-words')).toContain(
      String.raw`in step 1054, $\mathrm{loss}$ was the first number that was not finite`,
    );
  });
});
