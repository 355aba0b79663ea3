import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../../src/contract/intervention';
import { defaultRecipe, type Recipe } from '../../../src/contract/recipe';
import type { PerceptronDocument as RunDocument } from '../../support/perceptron-document';
import { History } from '../../../src/engine/history';
import { replay } from '../../../src/engine/replay';
import { COLUMN } from '../../../src/engine/trainer';
import { runChecksum } from '../../../src/main/runs/checksum';
import { documentHistory, runDocument } from '../../../src/main/runs/document';
import { committedOf } from '../../engine/training';

const recipeOf = (steps: number): Recipe => ({
  ...defaultRecipe,
  dataset: 'integers',
  sampling: 'random',
  stop: { steps, lossBelow: 0 },
});

/** The document of a run that goes `steps` steps, and its losses. */
function documentOf(steps: number, interventions: readonly Intervention[] = []) {
  const history = new History(10);
  const losses: number[] = [];
  const run = { recipe: recipeOf(steps), interventions };
  const trainer = replay(run, steps, (row) => {
    history.record(row);
    losses.push(row[COLUMN.loss] as number);
  });
  const { w, b, loss } = committedOf(trainer);
  const checksum = runChecksum(steps, [w, b]);
  const result = { steps, stop: 'steps', w, b, loss, checksum, divergedAt: null } as const;
  const document = runDocument(
    'chainrule 0.1.0',
    run,
    result,
    documentHistory(history, trainer),
  ) as RunDocument;
  return { document, losses, result, run };
}

describe('a run document', () => {
  it('holds format, version, program, labels, dates, recipe, interventions, result and history, in this order', () => {
    const { document, result, run } = documentOf(3);
    expect(Object.keys(document)).toEqual(
      (
        'format version program name notes tags created modified ' +
        'recipe interventions result history'
      ).split(' '),
    );
    expect(document).toMatchObject({
      format: 'chainrule-run',
      version: 1,
      program: 'chainrule 0.1.0',
      recipe: run.recipe,
      interventions: [],
      result,
    });
    expect(document.history.stride).toBe(1);
    expect(document.history.w.last.at(-1)).toBe(result.w);
  });

  it.each([0, 1, 511, 512, 513, 5000, 30_001])(
    'has at most 512 buckets a series after %d steps',
    (steps) => {
      const { document, losses } = documentOf(steps);
      const { stride, ...series } = document.history;
      expect(Object.keys(series)).toEqual(['loss', 'w', 'b']);
      const buckets = Math.ceil(steps / stride);
      expect(buckets).toBeLessThanOrEqual(512);
      for (const { min, max, last } of [series.loss, series.w, series.b]) {
        expect([min.length, max.length, last.length]).toEqual([buckets, buckets, buckets]);
      }
      for (let i = 0; i < buckets; i++) {
        const covered = losses.slice(i * stride, (i + 1) * stride);
        expect(series.loss.min[i]).toBe(Math.min(...covered));
        expect(series.loss.max[i]).toBe(Math.max(...covered));
        expect(series.loss.last[i]).toBe(covered.at(-1));
      }
    },
  );

  it('leaves out the changes that waited for a step the run did not take', () => {
    const at = (step: number): Intervention => ({
      step,
      change: { kind: 'learning-rate', value: 0.02 },
    });
    const { document } = documentOf(10, [at(1), at(10), at(11)]);
    expect(document.interventions).toEqual([at(1), at(10)]);
  });

  it('keeps the change that made the run diverge at the step after its last', () => {
    const change = { kind: 'parameter', name: 'w', value: 1e200 } as const;
    const run = { recipe: recipeOf(10), interventions: [{ step: 4, change }] };
    const trainer = replay(run, 10);
    const { w, b, loss } = committedOf(trainer);
    const result = {
      steps: 3,
      stop: 'diverged',
      w,
      b,
      loss,
      checksum: runChecksum(3, [w, b]),
      divergedAt: trainer.divergedAt,
    } as const;
    expect(result.divergedAt?.step).toBe(4);
    const history = documentHistory(new History(10), trainer);
    const document = runDocument('chainrule 0.1.0', run, result, history);
    expect(document.interventions).toEqual(run.interventions);
  });

  it('survives JSON: nothing in it is undefined, NaN or infinite', () => {
    const { document } = documentOf(5000);
    expect(JSON.parse(JSON.stringify(document)) as RunDocument).toStrictEqual(document);
  });

  it('is enough to come to the same result again', () => {
    const change: Intervention = { step: 40, change: { kind: 'parameter', name: 'b', value: 3 } };
    const read = JSON.parse(JSON.stringify(documentOf(100, [change]).document)) as RunDocument;
    const { step, committed } = replay(read, read.result.steps);
    expect(runChecksum(step, committed)).toBe(read.result.checksum);
  });
});
