import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import { recipeNumbers } from '../../src/contract/recipe';
import NumberField from '../../src/renderer/setup/NumberField.svelte';

async function field(value = 0.1) {
  const onchange = vi.fn<(value: number) => void>();
  const screen = await render(NumberField, {
    label: 'Learning rate',
    range: recipeNumbers.learningRate,
    value,
    onchange,
  });
  return { screen, onchange, input: screen.getByRole('textbox', { name: 'Learning rate' }) };
}

test('Enter takes a value, with a hyphen or an exponent as typed', async () => {
  const { input, onchange } = await field();
  await input.fill('1e-3');
  await userEvent.keyboard('{Enter}');
  expect(onchange).toHaveBeenCalledWith(0.001);
});

test('leaving the field takes it too', async () => {
  const { input, onchange } = await field();
  await input.fill('0.5');
  await userEvent.tab();
  expect(onchange).toHaveBeenCalledWith(0.5);
});

test('what is not accepted stays to be corrected, with the reason beside it, and nothing is sent', async () => {
  const { screen, input, onchange } = await field();
  await input.fill('0');
  await userEvent.keyboard('{Enter}');
  await expect.element(input).toHaveAttribute('aria-invalid', 'true');
  await expect
    .element(screen.getByRole('alert'))
    .toHaveTextContent('“0” is not accepted: type a number above 0 and at most 1e12.');
  await expect.element(input).toHaveValue('0');
  expect(onchange).not.toHaveBeenCalled();
});

test('Escape returns to the last good value', async () => {
  const { input } = await field(0.25);
  await input.fill('fast');
  await userEvent.keyboard('{Enter}{Escape}');
  await expect.element(input).toHaveValue('0.25');
  await expect.element(input).toHaveAttribute('aria-invalid', 'false');
});
