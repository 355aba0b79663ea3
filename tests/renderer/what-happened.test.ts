import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { LabView } from '../../src/contract/lab-events';
import WhatHappened from '../../src/renderer/controls/WhatHappened.svelte';
import { afterOneStep, oneExample } from './example-view';

async function said(change: Partial<LabView>) {
  const screen = await render(WhatHappened, {
    view: { ...afterOneStep, ...change },
    columns: oneExample,
  });
  return screen.getByRole('status', { name: 'What happened' });
}

const { snapshot } = afterOneStep;
const firstRow = snapshot.row ?? { example: null, loss: 0, gradients: [0, 0], learningRate: 0.1 };

test('after a step it says the loss, the gradients and where w and b went', async () => {
  const status = await said({});
  await expect.element(status).toHaveTextContent('x = 1 and y = 2: ŷ = 0, so the loss was 4.');
  await expect
    .element(status)
    .toHaveTextContent('∂L/∂w = −4 and ∂L/∂b = −4; with η = 0.1, w is now 0.4 and b 0.4.');
});

test('before the first step it says what to press', async () => {
  const status = await said({ snapshot: { ...snapshot, step: 0, row: null } });
  await expect.element(status).toHaveTextContent('Press Next: the example x = 1, y = 2');
});

test('a divergence names the step, the node and the way on', async () => {
  const status = await said({
    state: 'diverged',
    outcome: { kind: 'diverged', at: { step: 2, node: 'err' } },
  });
  await expect.element(status).toHaveTextContent('at step 2 err was the first number');
  await expect.element(status).toHaveTextContent('Try a smaller learning rate, then press Reset.');
});

test('a worker that hung is said, and what is kept', async () => {
  const error = {
    code: 'worker-failed',
    message: '',
    where: null,
    params: { reason: 'hung', detail: '' },
  } as const;
  const status = await said({ state: 'failed', outcome: { kind: 'failed', error } });
  await expect.element(status).toHaveTextContent('hung for two seconds');
  await expect.element(status).toHaveTextContent('The run up to step 1 is kept');
});

test('a step without a gradient says why nothing moved', async () => {
  const row = { ...firstRow, gradients: [0, 0] };
  const status = await said({ snapshot: { ...snapshot, row } });
  await expect.element(status).toHaveTextContent('w and b did not move');
});

test('a batch has no example of its own: the mean loss is said', async () => {
  const status = await said({ snapshot: { ...snapshot, row: { ...firstRow, example: null } } });
  await expect
    .element(status)
    .toHaveTextContent('took a batch of examples: the mean of their losses was 4.');
});

test('a dead ReLU is said and explained', async () => {
  const dead = { count: 1, of: 1, names: ['ŷ'] };
  const status = await said({ snapshot: { ...snapshot, dead } });
  await expect.element(status).toHaveTextContent('The ReLU is dead');
});

test('of many parameters it says how many moved', async () => {
  const status = await said({ parameterCount: 41 });
  await expect.element(status).toHaveTextContent('All 41 parameters moved');
});
