import { expect, it } from 'vitest';
import { type ExpressionRecipe, expressionRecipe } from '../../src/contract/recipe';
import { StepExplanation } from '../../src/engine/explain';
import { Trainer } from '../../src/engine/trainer';

function recipe(text: string, initial: Record<string, number>): ExpressionRecipe {
  const parameters = Object.entries(initial).map(([name, value]) => ({
    ...{ name, role: 'parameter' as const },
    initial: value,
  }));
  const data = (['x', 'y'] as const).map((name) => ({ name, role: 'data' as const, column: name }));
  return { ...expressionRecipe, text, names: [...parameters, ...data], learningRate: 0.1 };
}

it('a loss that is a parameter itself gets every example’s share of a batch', () => {
  const trainer = new Trainer({ ...recipe('loss = w', { w: 1 }), batch: 'full' });
  const { head } = new StepExplanation(new Trainer(trainer.recipe), {
    view: 'compact',
    from: null,
    example: null,
    scope: null,
  });
  trainer.advance(1);
  expect([...trainer.committed]).toEqual([0.9]);
  const explanation = new StepExplanation(new Trainer(trainer.recipe), {
    view: 'compact',
    from: null,
    example: null,
    scope: null,
  });
  const update = explanation.events(head.events - 1, 1)[0];
  expect(update).toMatchObject({ kind: 'update', gradient: 1, after: 0.9 });
});

it('a trained exponent has the right rule in both views: what is shown is what is trained', () => {
  const one = { ...recipe('loss = (x**p - y)**2', { p: 1.5 }), dataset: 'pair' as const };
  const trainer = new Trainer(one);
  trainer.advance(2);
  for (const view of ['compact', 'notebook'] as const) {
    const before = new Trainer(one);
    before.advance(1);
    const explanation = new StepExplanation(before, {
      view,
      from: null,
      example: null,
      scope: null,
    });
    const update = explanation.events(explanation.head.events - 1, 1)[0];
    expect(update).toMatchObject({ kind: 'update', after: trainer.committed[0] });
  }
});
