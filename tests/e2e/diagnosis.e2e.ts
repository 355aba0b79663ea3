import { expect, test } from './fixtures';
import type { LabPage } from './lab-page';

const button = (lab: LabPage, name: string) =>
  lab.page.getByRole('button', { name: new RegExp(`^\\W*${name}\\W*$`) });

/** ∂L/∂w after the first backward pass, as the table has it. */
async function gradientOfW(lab: LabPage): Promise<string> {
  for (let i = 0; i < 4; i++) await button(lab, 'Finish phase').click();
  await expect(lab.page.locator('[aria-current="step"]')).toContainText('Backward');
  await lab.page.getByRole('tab', { name: 'Table' }).click();
  const text = await lab.page.locator('tr[data-name="w"] td').nth(4).innerText();
  await lab.page.getByRole('tab', { name: 'Graph' }).click();
  return text;
}

// numbers.md: (1, 2), b = 0; the op, (z + abs z)/2, the notebook's abs.
for (const [w, op, right, notebook] of [
  ['1', '-2', '-2', '-1'],
  ['0', '0', '-2', '-2'],
  ['-1', '0', '0', '-2'],
] as const) {
  test(`the ReLU three ways at w = ${w}: ∂L/∂w is ${op}, ${right} and ${notebook}`, async ({
    lab,
  }) => {
    await lab.set('Initial w', w);
    for (const [activation, expected] of [
      ['relu', op],
      ['relu-abs', right],
      ['relu-notebook', notebook],
    ] as const) {
      await lab.chooseActivation(activation);
      await expect(lab.output('step')).toHaveText('0');
      expect(await gradientOfW(lab)).toBe(expected);
    }
  });
}

test('the step that diverged is looked at from the sentence about it', async ({ lab }) => {
  await lab.set('Learning rate', '0.6');
  await lab.set('Steps', '2000');
  await lab.button('Play').click();
  await button(lab, 'Look at step 1,054').click();
  await expect(lab.output('step')).toHaveText('1054');
  await lab.page.getByRole('tab', { name: 'Table' }).click();
  await expect(lab.page.locator('tr[data-name="loss"] td').nth(3)).toHaveText('Infinity');
});

test('a dead ReLU is brought back by its button', async ({ lab }) => {
  await lab.chooseActivation('relu');
  await lab.button('Step').click();
  await button(lab, 'Start at w = 0.5, where it is alive').click();
  await expect(lab.field('Initial w')).toHaveValue('0.5');
  await lab.button('Step').click();
  await expect(lab.output('w')).not.toHaveText('0.5');
});

test('gradients that are not zeroed add up, and the switch says so', async ({ lab }) => {
  await lab.page.getByLabel('Zero the gradients before each step').uncheck();
  await expect(lab.page.getByText('Forgotten: each step')).toBeVisible();
  await lab.button('Step').click();
  await lab.button('Step').click();
  await lab.button('Step').click();
  // Checked with plain Python.
  await expect(lab.output('w')).toHaveText('1.6640000000000001');
});

test('a change of the learning rate inside a step holds for that step’s update', async ({
  lab,
}) => {
  await lab.button('Step').click();
  for (let i = 0; i < 4; i++) await button(lab, 'Finish phase').click();
  await lab.set('Learning rate', '0.5');
  await expect(lab.page.locator('[data-part="next"]')).toContainText('− 0.5 ×');
  await button(lab, 'Finish phase').click();
  await expect(lab.output('w')).toHaveText('1.6');
});

test('a parameter is edited on the graph: at step 0 the initial value, later from the next update on', async ({
  lab,
}) => {
  const { page } = lab;
  await page.locator('button[data-node="w"]').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Value of w' }).fill('0.25');
  await page.keyboard.press('Enter');
  await expect(lab.field('Initial w')).toHaveValue('0.25');
  await lab.button('Step').click();
  await page.locator('button[data-node="b"]').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Value of b' }).fill('-1');
  await page.keyboard.press('Enter');
  expect((await lab.exportDocument()).interventions).toEqual([]);
  await lab.button('Step').click();
  const { interventions } = await lab.exportDocument();
  expect(interventions).toEqual([{ step: 2, change: { kind: 'parameter', name: 'b', value: -1 } }]);
});

test('backward from here starts at any node', async ({ lab }) => {
  const { page } = lab;
  await button(lab, 'Next').click();
  await page.locator('button[data-node="ŷ"]').focus();
  await page.keyboard.press('Enter');
  await button(lab, 'Backward from here').click();
  for (let i = 0; i < 3; i++) await button(lab, 'Finish phase').click();
  await page.getByRole('tab', { name: 'Table' }).click();
  const gradient = (name: string) => page.locator(`tr[data-name="${name}"] td`).nth(4);
  await expect(gradient('ŷ')).toHaveText('1');
  await expect(gradient('w')).toHaveText('1');
  await expect(gradient('loss')).toHaveText('not yet');
});

test('a node is found by its name or the seminar’s', async ({ lab }) => {
  const { page } = lab;
  await page.keyboard.press('Control+f');
  await page.keyboard.type('y_pred');
  await page.keyboard.press('Enter');
  await expect(page.locator('button[data-node="ŷ"]')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('button[data-node="a"]')).toBeFocused();
});

test('at low speed Play plays calculations, and Pause stops it', async ({ lab }) => {
  const speed = lab.page.getByRole('slider', { name: 'Speed' });
  await speed.press('Home');
  for (let i = 0; i < 3; i++) await speed.press('ArrowRight');
  await expect(speed).toHaveAttribute('aria-valuetext', '5 calculations a second');
  await lab.button('Play').click();
  const panel = lab.page.getByRole('region', { name: 'Explanation' });
  await expect.poll(async () => Number(await panel.getAttribute('data-done'))).toBeGreaterThan(2);
  await lab.button('Pause').click();
  await expect(lab.button('Play')).toBeVisible();
  // The calculation that was under way.
  await lab.page.waitForTimeout(300);
  const done = await panel.getAttribute('data-done');
  await lab.page.waitForTimeout(600);
  expect(await panel.getAttribute('data-done')).toBe(done);
  expect((await lab.outputs()).w).toBe('0');
});

test('keys and words stand under the question mark', async ({ lab }) => {
  await lab.page.getByRole('button', { name: 'Help' }).click();
  await expect(lab.page.getByRole('dialog')).toContainText('Next: one calculation');
  await lab.page.keyboard.press('Escape');
  await expect(lab.page.getByRole('dialog')).toHaveCount(0);
});
