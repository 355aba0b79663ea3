import { DataSheet } from './data-sheet';
import { expect, test } from './fixtures';
import type { LabPage } from './lab-page';

const cell = (lab: LabPage, node: string, column: 'value' | 'gradient') =>
  lab.page.locator(`tr[data-name="${node}"] td`).nth(column === 'value' ? 3 : 4);

const look = (lab: LabPage, example: number) =>
  lab.page.getByRole('button', { name: `Show example ${example} in the graph` });

test('another example is looked at, and the run goes on as if it had not been', async ({ lab }) => {
  const { page } = lab;
  await lab.chooseDataset('pair');
  await lab.button('Step').click();
  await expect(lab.output('w')).toHaveText('0.4');
  await page.getByRole('tab', { name: 'Table' }).click();
  await look(lab, 2).click();
  await expect(page.getByText('looking at example 2 of 2: x = 3, y = 6')).toBeVisible();
  // numbers.md: at w = b = 0.4 the pair's second example has ŷ = 1.6.
  await expect(cell(lab, 'ŷ', 'value')).toHaveText('1.6');
  await expect(cell(lab, 'w', 'gradient')).toHaveText('-26.400000000000002');
  await expect(lab.output('w')).toHaveText('0.4');
  await look(lab, 1).click();
  await expect(cell(lab, 'x', 'value')).toHaveText('1');
  await page.keyboard.press('Escape');
  await expect(look(lab, 1)).toHaveAttribute('aria-pressed', 'false');
  await look(lab, 1).click();
  await page.getByRole('button', { name: /^Next/ }).click();
  await expect(page.getByText('example 2 of 2: x = 3, y = 6')).toBeVisible();
  await page.keyboard.press('s');
  await expect(lab.output('w')).toHaveText('3.0400000000000005');
  expect((await lab.exportDocument()).interventions).toEqual([]);
});

test('an example can be looked at when the run is over', async ({ lab }) => {
  await lab.chooseDataset('pair');
  await lab.playToTheEnd();
  await lab.page.getByRole('tab', { name: 'Table' }).click();
  const step = await lab.output('step').innerText();
  await look(lab, 2).click();
  await expect(cell(lab, 'x', 'value')).toHaveText('3');
  await expect(lab.output('step')).toHaveText(step);
  await expect(lab.page.getByText(`After step ${step} · looking at example 2 of 2`)).toBeVisible();
  await expect(lab.page.getByRole('slider', { name: 'Timeline of the run' })).toHaveValue(step);
  await expect(lab.page.getByRole('button', { name: /^Next/ })).toBeDisabled();
  await lab.page.keyboard.press('Escape');
  await expect(lab.output('step')).toHaveText(step);
});

test('after a look from an earlier step, Next goes on from there', async ({ lab }) => {
  const { page } = lab;
  await lab.chooseDataset('pair');
  await lab.playToTheEnd();
  await page.getByRole('slider', { name: 'Timeline of the run' }).fill('5');
  await expect(lab.output('step')).toHaveText('5');
  await look(lab, 2).click();
  await expect(page.getByText('After step 4 · looking at example 2 of 2')).toBeVisible();
  await page.getByRole('button', { name: /^Next/ }).click();
  await expect(page.getByText(/^Step 6 of 100/)).toBeVisible();
  await look(lab, 1).click();
  await expect(page.getByText('After step 5 · looking at example 1 of 2')).toBeVisible();
  await look(lab, 1).click();
  await expect(page.getByText(/^Step 6 of 100/)).toBeVisible();
});

test('a look that is left before it is there does not come any more', async ({ lab }) => {
  const { page } = lab;
  await lab.chooseDataset('integers');
  await lab.set('Steps', '300000');
  await lab.playToTheEnd();
  // Both in one go: the replay to the end takes a moment.
  await page.evaluate(() => {
    document.querySelector<HTMLButtonElement>('button[aria-label^="Show example 2"]')?.click();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  });
  await look(lab, 3).click();
  await expect(page.getByText('looking at example 3 of 3')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('looking at')).toHaveCount(0);
  await expect(lab.output('step')).toHaveText('300000');
});

test('an example of many is looked at by its number, also one that only tests', async ({ lab }) => {
  const { page } = lab;
  await lab.chooseDataset('line');
  await lab.set('Test examples', '20');
  // The run with these examples has begun.
  await expect(page.getByText('80 to train with, 20 to test with')).toBeVisible();
  await lab.set('Show example', '95');
  await expect(
    page.getByText('Before the first step · looking at example 95 of 100'),
  ).toBeVisible();
  await expect(look(lab, 95)).toHaveAttribute('aria-pressed', 'true');
});

test('a data leaf is edited on the graph: the examples become points of one’s own', async ({
  lab,
}) => {
  const { page } = lab;
  await lab.chooseDataset('pair');
  await look(lab, 2).click();
  await expect(page.getByText('looking at example 2 of 2')).toBeVisible();
  await page.locator('button[data-node="y"]').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Value of y' }).fill('-1.5');
  await page.keyboard.press('Enter');
  const sheet = new DataSheet(lab);
  await sheet.open('your own points');
  expect(await sheet.rows()).toEqual([
    ['1', '2'],
    ['3', '-1.5'],
  ]);
  await page.keyboard.press('Escape');
  await expect(lab.output('step')).toHaveText('0');
  const { recipe } = await lab.exportDocument();
  expect(recipe.dataset).toEqual({ kind: 'points', x: [[1], [3]], y: [2, -1.5], test: 0 });
});

test('a reused graph: no forward pass, the loss stands still, and the check shows that the gradient is none', async ({
  lab,
}) => {
  const { page } = lab;
  await page.getByLabel('Reuse the graph of the first step').check();
  await lab.button('Step').click();
  await expect(lab.output('w')).toHaveText('0.4');
  await page.getByRole('button', { name: /^Next/ }).click();
  await expect(page.getByText('The graph of the first step is used again')).toBeVisible();
  await expect(lab.output('loss')).toHaveText('4');
  const phases = page.getByRole('list', { name: 'Phases of the step' });
  await expect(phases.locator('.absent')).toHaveText(['Forward', 'Loss']);
  await expect(page.getByLabel('View of the graph')).toBeDisabled();
  await page.getByRole('button', { name: 'Finish phase' }).click();
  await page.getByRole('button', { name: 'Finish phase' }).click();
  await page.getByRole('tab', { name: 'Table' }).click();
  // err has gathered −4 twice, ŷ −4 and −8, a −4 and −12.
  await expect(cell(lab, 'err', 'gradient')).toHaveText('-8');
  await expect(cell(lab, 'w', 'gradient')).toHaveText('-16');
  await expect(page.locator('tr[data-name="w"] .check')).toHaveText('−2.4 ≠');
  await page.getByRole('tab', { name: 'Python' }).click();
  const code = page.getByRole('region', { name: 'Python of this step' });
  await expect(code).toContainText('err.data = -2; err.grad = -4');
  await page.keyboard.press('Escape');
  await lab.playToTheEnd();
  // semantics.md
  expect(await lab.outputs()).toEqual({ step: '100', w: '1768510', b: '68680', loss: '4' });
  await page.getByLabel('Zeroed gradients').selectOption('once-zeroed');
  // Beside Python the coming step is shown.
  await expect(lab.output('step')).toHaveText('1');
  await lab.playToTheEnd();
  await expect(lab.output('w')).toHaveText('39.99999999999992');
  // A batch has a graph of several examples: it is built anew.
  await lab.chooseDataset('pair');
  await page.getByLabel('Batch').selectOption('full');
  await expect(page.getByLabel('Reuse the graph of the first step')).not.toBeChecked();
});
