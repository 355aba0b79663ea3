import { describe, expect, it } from 'vitest';
import type { MicroEvent } from '../../../../src/contract/explanation';
import { StepExplanation } from '../../../../src/engine/explain';
import { replay } from '../../../../src/engine/replay';
import { stepFigures } from '../../../../src/main/runs/step/figures';
import { eventsOf } from '../../../engine/explained';
import { mlp } from '../../../engine/model-recipes';
import { documentOf } from '../document-of';
import { before, plain, randomRuns } from './written';

const views = ['compact', 'notebook'] as const;

describe('the numbers of a step', () => {
  it('are those that the lab explains, in every bit, of 60 random runs in both views', () => {
    let compared = 0;
    for (const run of randomRuns) {
      const { steps } = documentOf(run, 5).result;
      const step = Math.max(1, steps);
      for (const view of run.recipe.graph === 'rebuilt' ? views : views.slice(0, 1)) {
        const trainer = replay(run, step - 1);
        const explanation = new StepExplanation(trainer, {
          view,
          from: null,
          example: null,
          scope: null,
        });
        const events = explanation.events(0, explanation.head.events);
        const figures = stepFigures(run, before(run, step), view, Number.POSITIVE_INFINITY);
        expect(figures.head).toEqual(explanation.head);
        expect(figures.updates).toEqual(eventsOf(events, 'update'));
        expect(figures.examples.flatMap(({ edges }) => edges)).toEqual(
          eventsOf(events, 'backward'),
        );
        const losses = eventsOf(events, 'loss').map(({ value }) => value);
        if (!figures.head.reused) expect(figures.losses.toReversed()).toEqual(losses);
        const loss = eventsOf(events, 'batch-loss')[0] ?? losses.at(-1);
        if (loss !== undefined) {
          expect(figures.loss).toBe(typeof loss === 'number' ? loss : loss.value);
        }
        expectLeftBehind(figures, explanation, events);
        compared += figures.examples.length;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('are given of as many examples as there is room for, one at least', () => {
    const run = plain(mlp({ batch: 'full' }));
    const figures = (edges: number) => stepFigures(run, before(run, 1), 'compact', edges).examples;
    const [one] = figures(0);
    const each = one?.edges.length ?? 0;
    expect(figures(0)).toHaveLength(1);
    expect(figures(2 * each)).toHaveLength(2);
    expect(figures(2 * each + each - 1)).toHaveLength(2);
  });
});

/** Values and gradients after the last example are those of the graph at that moment. */
function expectLeftBehind(
  { examples, updates }: ReturnType<typeof stepFigures>,
  explanation: StepExplanation,
  events: readonly MicroEvent[],
): void {
  const moment = explanation.moment(events.length - updates.length);
  const last = examples.at(-1);
  expect(last?.data).toEqual(moment.data);
  const reached = moment.grad.map((value) => (Number.isNaN(value) ? 0 : value));
  expect(last?.grad.map((value) => (Number.isNaN(value) ? 0 : value))).toEqual(reached);
}
