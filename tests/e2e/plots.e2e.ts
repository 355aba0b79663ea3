import { seriousFindings } from './axe';
import { expect, test } from './fixtures';
import type { LabPage } from './lab-page';

const landscape = (lab: LabPage) => lab.page.getByRole('application', { name: /^Loss landscape/ });
const tab = (lab: LabPage, name: string) =>
  lab.page.getByRole('tab', { name, exact: true }).click();
/** The sentence that describes the picture. */
const said = (lab: LabPage) => lab.page.locator('[data-picture] + .note p').first();

test('at (0, 0) with (1, 2) the arrow of the landscape leads to (0.4, 0.4), towards the valley w + b = 2', async ({
  lab,
}) => {
  await expect(said(lab)).toContainText('At (w, b) = (0, 0) this loss is 4');
  await expect(said(lab)).toContainText('the next update leads to (0.4, 0.4)');
  await expect(said(lab)).toContainText('valley w + b = 2');
  await expect(said(lab)).toContainText('Surface and arrow: all training examples.');
  await expect(landscape(lab).getByText('next update −η∇L')).toBeVisible();
  // The arrow's head is where the update leads.
  await lab.button('Step').click();
  await expect(said(lab)).toContainText('At (w, b) = (0.4, 0.4) this loss is 1.44');
  await lab.chooseDataset('pair');
  await expect(said(lab)).toContainText('The cross marks the minimum (w, b) = (2, 0)');
  await expect(said(lab)).toContainText(
    'Surface: all training examples; arrow: example 1, so it need not point downhill here.',
  );
  await lab.page.getByLabel('Loss of').selectOption('step');
  await expect(said(lab)).toContainText('Surface and arrow: example 1.');
});

test('a click, or the arrow keys and Enter, start a run from a point of the landscape', async ({
  lab,
}) => {
  await lab.playToTheEnd();
  await expect(said(lab)).toContainText('At (w, b) = (1, 1)');
  const box = await landscape(lab).boundingBox();
  if (!box) throw new Error('The landscape is not drawn.');
  await lab.page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4);
  const live = lab.page.locator('.live.shown');
  await expect(live).toContainText(/^w .*, b .*: loss .*start from there/);
  const [, w = '', b = ''] = /^w (\S+), b (\S+):/.exec(await live.innerText()) ?? [];
  await lab.page.mouse.down();
  await lab.page.mouse.up();
  await expect(lab.output('step')).toHaveText('0');
  const near = async (name: 'w' | 'b', shown: string) => {
    const wanted = Number(shown.replace('−', '-'));
    const apart = async () =>
      Math.abs(Number(await lab.field(`Initial ${name}`).inputValue()) - wanted);
    await expect.poll(apart, `Initial ${name}`).toBeLessThan(0.03);
  };
  await near('w', w);
  await near('b', b);

  await expect(landscape(lab)).toHaveAttribute('aria-busy', 'false');
  await landscape(lab).focus();
  await lab.page.keyboard.press('ArrowRight');
  await lab.page.keyboard.press('Shift+ArrowUp');
  const by = await live.innerText();
  await lab.page.keyboard.press('Enter');
  const [, keyW = ''] = /^w (\S+),/.exec(by) ?? [];
  await expect.poll(() => lab.field('Initial w').inputValue()).not.toBe(w);
  await near('w', keyW);
  // The keys moved the cross, not the calculation.
  await expect(lab.output('step')).toHaveText('0');
  await expect(lab.page.locator('[aria-current="step"]')).toHaveCount(0);
});

test('the tangent of the slice has the slope that the step shows, at every step', async ({
  lab,
}) => {
  await lab.chooseDataset('pair');
  await lab.set('Learning rate', '0.05');
  await tab(lab, 'Slice');
  for (const name of ['w', 'b'] as const) {
    await lab.page.getByLabel('Parameter', { exact: true }).selectOption(name);
    await lab.page.getByRole('button', { name: /^Next/ }).click();
    for (let phase = 0; phase < 4; phase++) {
      await lab.page.getByRole('button', { name: 'Finish phase' }).click();
    }
    await expect(lab.page.locator('[aria-current="step"]')).toContainText('Backward');
    const card = lab.page.locator(`[data-node="${name}"]`);
    const shown = (await card.getByText(/^[+−]/).first().innerText()).trim();
    await expect(lab.page.locator('.slope')).toHaveText(`∂L/∂${name} = ${shown}`);
    await lab.page.getByRole('button', { name: 'Finish phase' }).click();
  }
});

test('the data plot follows the model: line, decision surface, four predictions', async ({
  lab,
}) => {
  await tab(lab, 'Data');
  await expect(said(lab)).toContainText('The line is what the model predicts now');
  await lab.button('Step').click();
  await expect(said(lab)).toContainText('At example 1 it says 0.8 where y is 2');

  await lab.page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
  const table = lab.page.getByRole('table', { name: 'Predictions at the examples' });
  await expect(table.getByRole('row')).toHaveCount(5);
  await lab.playToTheEnd();
  // Karpathy's preset: within 0.1 of his targets.
  await expect
    .poll(async () => {
      const rows = await table.locator('tbody tr').all();
      const apart = await Promise.all(rows.map((row) => row.getByRole('cell').nth(2).innerText()));
      return Math.max(...apart.map((text) => Math.abs(Number(text.replace('−', '-')))));
    })
    .toBeLessThan(0.1);

  await lab.chooseDataset('moons');
  await expect(said(lab)).toContainText('of 100 examples');
  await expect(lab.page.locator('[data-picture="data"] .boundary')).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in the plots, ${theme}`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme: theme });
    for (const name of ['Landscape', 'Slice', 'Data']) {
      await tab(lab, name);
      await expect(lab.page.locator('[data-picture] svg').first()).toBeVisible();
      expect(await seriousFindings(lab.page)).toEqual([]);
    }
  });
}
