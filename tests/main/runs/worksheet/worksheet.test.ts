import { describe, expect, it } from 'vitest';
import { brief } from '../../../../src/contract/number-text';
import { exercise10, type Recipe } from '../../../../src/contract/recipe';
import { noLabels } from '../../../../src/contract/run-document';
import type { RunSource } from '../../../../src/engine/replay';
import { recipeCode } from '../../../../src/main/runs/recipe-code';
import { stepFigures } from '../../../../src/main/runs/step/figures';
import { stepRefusal } from '../../../../src/main/runs/step/shown-step';
import { expression, mlp, perceptron } from '../../../engine/model-recipes';
import { documentOf } from '../document-of';
import { before, type More, plain, randomRuns, taskOf, written } from '../step/written';
import { attribute, elements, read, text, withClass } from './html';

function sheets(recipe: Recipe, more: More = {}) {
  const { document, errors } = read(written(taskOf('worksheet', plain(recipe), more)));
  const [task] = withClass(document, 'task');
  const [answers] = withClass(document, 'answers');
  if (!task || !answers) throw new Error('A worksheet has a task and its answers.');
  return { document, errors, task, answers };
}

const boxes = (of: ReturnType<typeof sheets>['task'], kind = 'box') =>
  withClass(of, kind).map(text);

/** Every model, and runs that few would think of. */
const steps: readonly (readonly [string, Recipe, More])[] = [
  ['exercise 10', exercise10, { step: 1 }],
  ['as the notebook builds it', exercise10, { step: 1, view: 'notebook' }],
  ['the pair with ReLU', perceptron({ dataset: 'pair', activation: 'relu' }), { step: 2 }],
  ['the notebook’s ReLU', perceptron({ activation: 'relu-notebook' }), { step: 1 }],
  [
    'a full batch with Adam',
    { ...exercise10, dataset: 'pair', batch: 'full', optimizer: 'adam' },
    {},
  ],
  ['momentum', { ...exercise10, optimizer: 'momentum' }, { step: 2 }],
  ['a network', mlp({ optimizer: 'momentum' }), { step: 3 }],
  ['an expression', expression(), { step: 4 }],
  ['a graph that is used again', { ...exercise10, graph: 'once' }, { step: 3 }],
  ['an expression without a loss', expression({ text: 'f = w1*w1 + 3*w1' }), {}],
];

describe.each(steps)('a worksheet of %s', (_, recipe, more) => {
  const { document, errors, task, answers } = sheets(recipe, more);
  const run = plain(recipe);
  const step = more.step ?? Math.max(1, documentOf(run, recipe.stop.steps).result.steps);
  const { examples, updates, start } = stepFigures(
    run,
    before(run, step),
    more.view ?? 'compact',
    64,
  );

  it('is well-formed, and holds no script and nothing from elsewhere', () => {
    expect(errors).toEqual([]);
    const all = elements(document);
    expect(
      all.filter(({ tagName }) => ['script', 'link', 'img', 'iframe'].includes(tagName)),
    ).toEqual([]);
    for (const { attrs } of all) {
      for (const { name, value } of attrs) {
        expect(name).not.toMatch(/^on|^src|href|^style$/);
        expect(name === 'xmlns' ? '' : value).not.toMatch(/:\/\//);
      }
    }
    const style = all
      .filter(({ tagName }) => tagName === 'style')
      .map(text)
      .join('');
    expect(style).toContain('size: A4');
    expect(style).not.toMatch(/url\(|@import/);
  });

  it('asks for every number, and tells none', () => {
    expect(boxes(task).length).toBe(boxes(answers).length);
    expect(boxes(task).join('')).toBe('');
    // Nor in the words around the boxes, but for what is given: short ones may be part of any other number.
    const given = [...examples.flatMap(({ data }) => [...data]), ...start.grad].map(brief);
    const kept = updates
      .flatMap(({ move }) => Object.values<string | number | null>(move))
      .map((one) => brief(Number(one)));
    const asked = new Set(boxes(answers).filter((one) => /^[−.\d]{5,}$/.test(one)));
    for (const one of [...given, ...kept]) {
      // With the other sign it would be found inside of what is given.
      for (const number of [one, one.replace('−', '')]) asked.delete(number);
    }
    for (const one of asked) expect(text(task)).not.toContain(one);
  });

  it('has them all in its answers', () => {
    expect(boxes(answers).filter((one) => one === '')).toEqual([]);
    const edges = examples.flatMap((example) => example.edges);
    expect(boxes(answers, 'contribution')).toEqual(edges.map((one) => brief(one.contribution)));
    expect(boxes(answers, 'upstream')).toEqual(edges.map((one) => brief(one.upstream)));
    for (const local of new Set(edges.map((one) => brief(one.local)))) {
      const shown = boxes(answers, 'local').some((one) => one.endsWith(local));
      // A power of ten is set as one.
      if (!/[eN]/.test(local)) expect(shown, local).toBe(true);
    }
    const gradients = examples.flatMap(({ grad }) => [...grad].map(brief));
    expect(boxes(answers, 'gradient').toSorted()).toEqual(
      [...gradients, ...updates.map(({ gradient }) => brief(gradient))].toSorted(),
    );
    expect(boxes(answers, 'after')).toEqual(updates.map(({ after }) => brief(after)));
  });

  it('says of which run and step it is, and how to open it again', () => {
    for (const sheet of [task, answers]) {
      const [foot] = withClass(sheet, 'foot');
      const said = foot ? text(foot) : '';
      expect(said).toContain(`seed ${recipe.seed}`);
      expect(said).toContain(updates.length > 0 ? `step ${step} of ` : 'without training');
      expect(said).toContain(recipeCode(recipe));
    }
  });
});

describe('a worksheet', () => {
  it('of exercise 10 wants −4, −4 and 0.4, 0.4', () => {
    const { task, answers } = sheets(exercise10, { step: 1 });
    expect(boxes(answers, 'gradient').slice(-2)).toEqual(['−4', '−4']);
    expect(boxes(answers, 'after')).toEqual(['0.4', '0.4']);
    expect(text(task)).not.toContain('−4');
    expect(text(task)).not.toContain('0.4');
    expect(text(answers)).toContain('w←0−0.1⋅(−4)=0.4');
    expect(text(task)).toContain('Name');
    expect(text(task)).toContain('Date');
    expect(text(answers)).not.toContain('Name');
  });

  it('adds up what reaches a node by several edges: 3, 5, 7', () => {
    const names = [{ name: 'w', role: 'parameter', initial: 2 }] as const;
    const { answers } = sheets(expression({ text: 'f = w*w + 3*w', names }));
    expect(boxes(answers, 'sum')).toEqual(['3', '5', '7']);
  });

  it('bears the run’s name as text', () => {
    const labels = { ...noLabels, name: '<script>alert(1)</script> & "more"' };
    const { document, errors } = sheets(exercise10, { labels });
    expect(errors).toEqual([]);
    expect(elements(document).some(({ tagName }) => tagName === 'script')).toBe(false);
    const [title] = elements(document).filter(({ tagName }) => tagName === 'h1');
    expect(title && text(title)).toBe('<script>alert(1)</script> & "more": Step 100 by hand');
  });

  it('holds no code that is too long to be typed', () => {
    const x = Array.from({ length: 300 }, (_, i) => [Math.sin(i)]);
    const dataset = { kind: 'points', x, y: x.map(([one = 0]) => one), test: 0 } as const;
    const { task } = sheets({ ...exercise10, dataset }, { step: 1 });
    expect(text(task)).not.toContain('chainrule:');
    expect(text(task)).toContain('keep the run document with this file');
  });

  it('can be made of random runs whose step it has room for', () => {
    const some = randomRuns.filter((_, i) => i % 3 === 0);
    const small = some.flatMap((run: RunSource) => {
      const task = taskOf('worksheet', run, {}, 4);
      return stepRefusal(task) ? [] : [task];
    });
    expect(small.length).toBeGreaterThan(8);
    for (const task of small) {
      const { errors, document } = read(written(task));
      expect(errors).toEqual([]);
      const drawn = elements(document).filter(({ tagName }) => tagName === 'svg');
      for (const one of drawn) {
        expect(Number(attribute(one, 'width'))).toBeLessThanOrEqual(1004);
        expect(attribute(one, 'viewBox')).not.toContain('NaN');
      }
    }
  });
});
