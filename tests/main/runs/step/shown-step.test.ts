import { describe, expect, it } from 'vitest';
import { exercise10, karpathyRecipe } from '../../../../src/contract/recipe';
import { shownStep, stepRefusal } from '../../../../src/main/runs/step/shown-step';
import { expression, mlp } from '../../../engine/model-recipes';
import { type More, plain, taskOf } from './written';

const refusal = (more: More, steps = 100, recipe = exercise10) =>
  stepRefusal(taskOf('derivation', plain(recipe), more, steps));

describe('the step that a file describes', () => {
  it('is the last one where none is named, and before the first the one that comes', () => {
    const task = taskOf('derivation', plain(exercise10));
    expect(shownStep(task)).toEqual({ step: 100, view: 'compact' });
    expect(shownStep(taskOf('derivation', plain(exercise10), {}, 0)).step).toBe(1);
    expect(shownStep({ ...task, step: 3, view: 'notebook' })).toEqual({
      step: 3,
      view: 'notebook',
    });
  });

  it('is one that the run took; of a run that is not over also the next', () => {
    expect(refusal({ step: 100 })).toBeNull();
    expect(refusal({ step: 101 })).toEqual({
      where: 'step',
      accepted: 'a whole number from 1 to 100: the run took 100 steps',
    });
    expect(refusal({ step: 4 }, 3)).toBeNull();
    expect(refusal({ step: 5 }, 3)?.accepted).toBe(
      'a whole number from 1 to 4: the run took 3 steps, and the next can be shown',
    );
  });

  it('may be the one that diverged', () => {
    const recipe = { ...exercise10, learningRate: 0.6, stop: { steps: 2000, lossBelow: 0 } };
    expect(refusal({ step: 1054 }, 2000, recipe)).toBeNull();
    expect(refusal({ step: 1055 }, 2000, recipe)?.accepted).toBe(
      'a whole number from 1 to 1054: the run took 1053 steps and diverged in the next',
    );
  });

  it('has only the compact view where a graph is used again', () => {
    const once = { ...exercise10, graph: 'once' as const };
    expect(refusal({ step: 1, view: 'notebook' }, 100, once)).toBeNull();
    expect(refusal({ step: 2, view: 'notebook' }, 100, once)?.where).toBe('view');
  });

  it('is of no concern to a file that holds the whole run', () => {
    expect(stepRefusal(taskOf('csv', plain(exercise10), { step: 101 }))).toBeNull();
  });
});

describe('a worksheet', () => {
  it('is refused where its step has too many edges, with the number that it may have', () => {
    const of = (recipe: Parameters<typeof plain>[0], more: More = {}) =>
      stepRefusal(taskOf('worksheet', plain(recipe), more, 3));
    expect(of(exercise10)).toBeNull();
    expect(of(karpathyRecipe)).toEqual({
      where: 'graph',
      accepted:
        'on a worksheet, a step whose backward pass has at most 64 edges (this one has 560: 4 examples with 140 each)',
    });
    // 64 edges an example: as many as there may be, but as the notebook builds it 67.
    const network = mlp();
    expect(of(network)).toBeNull();
    expect(of(network, { view: 'notebook' })?.accepted).toContain('(this one has 67)');
    // Of five examples by twos the epoch's third update has one.
    const twos = mlp({ batch: 2 });
    expect(of(twos, { step: 2 })?.accepted).toContain('128: 2 examples with 64 each');
    expect(of(twos, { step: 3 })).toBeNull();
    expect(of(expression())).toBeNull();
  });
});
