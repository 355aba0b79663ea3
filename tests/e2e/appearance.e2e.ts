import { seriousFindings } from './axe';
import { expect, test } from './fixtures';
import { smallNumbers } from './small-numbers';

for (const theme of ['light', 'dark'] as const) {
  test(`projector mode, ${theme}: numbers are 20 px or more on every tab, and axe finds nothing serious`, async ({
    lab,
  }) => {
    test.slow();
    const { page } = lab;
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Projector' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-projector', '');
    await page.getByRole('tab', { name: 'Setup' }).click();
    await lab.chooseDataset('pair');
    await lab.set('Learning rate', '0.0123');
    await page.getByRole('tab', { name: 'Graph' }).click();
    await lab.button('Step').click();
    for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Finish phase' }).click();
    await expect(page.getByText('edge 7 of 7')).toBeVisible();
    for (const tab of ['Graph', 'Table', 'Python', 'Plots', 'Setup']) {
      await page.getByRole('tab', { name: tab }).click();
      expect(await smallNumbers(lab), tab).toEqual([]);
      expect(await seriousFindings(page), tab).toEqual([]);
    }
  });
}

test('in projector mode the graph follows what happens, and the mode is kept', async ({ lab }) => {
  const { page } = lab;
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.keyboard.press('p');
  const inSight = async () => {
    const card = await page.locator('.card.now').boundingBox();
    const panel = await page.getByRole('region', { name: 'Computation graph' }).boundingBox();
    if (!card || !panel) return false;
    const [right, bottom] = [panel.x + panel.width, panel.y + panel.height];
    const below = card.y + card.height <= bottom && card.x + card.width <= right;
    return below && card.x >= panel.x && card.y >= panel.y;
  };
  for (let i = 0; i < 8; i++) {
    await page.getByRole('button', { name: /^Next/ }).click();
    if (i > 0) await expect.poll(inSight, `calculation ${i + 1}`).toBe(true);
  }
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Setup' })).toBeVisible();
  await page.keyboard.press('p');
  await expect(page.getByRole('tab', { name: 'Setup' })).toHaveCount(0);
});

test('setup and plots are made wider with the mouse and with the keyboard, and stay so', async ({
  lab,
}) => {
  const { page } = lab;
  const setup = page.getByRole('separator', { name: 'Width of the setup' });
  const plots = page.getByRole('separator', { name: 'Width of the plots' });
  await expect(setup).toHaveAttribute('aria-valuenow', '264');
  const edge = await setup.boundingBox();
  if (!edge) throw new Error('The edge of the setup is not drawn.');
  await page.mouse.move(edge.x + 4, 400);
  await page.mouse.down();
  await page.mouse.move(edge.x + 64, 400, { steps: 5 });
  await page.mouse.up();
  await expect(setup).toHaveAttribute('aria-valuenow', '324');
  await plots.focus();
  await page.keyboard.press('Home');
  await expect(plots).toHaveAttribute('aria-valuenow', '260');
  await page.keyboard.press('ArrowLeft');
  await expect(plots).toHaveAttribute('aria-valuenow', '276');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280);
  await page.reload();
  await expect(setup).toHaveAttribute('aria-valuenow', '324');
  await expect(plots).toHaveAttribute('aria-valuenow', '276');
  await setup.dblclick();
  await expect(setup).toHaveAttribute('aria-valuenow', '264');
  await plots.focus();
  await page.keyboard.press('Enter');
  await expect(plots).toHaveAttribute('aria-valuenow', '333');
});
