import { seriousFindings } from './axe';
import { expect, test } from './fixtures';

const sizes = [
  { width: 1280, height: 800 },
  { width: 960, height: 640 },
];

for (const size of sizes) {
  for (const theme of ['light', 'dark'] as const) {
    test(`graph and charts are drawn at ${size.width}×${size.height}, ${theme}, and axe finds nothing serious`, async ({
      lab,
    }) => {
      const { page } = lab;
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: theme });
      await lab.chooseDataset('pair');
      await lab.button('Play').click();
      await expect(lab.output('step')).toHaveText('100');

      const nodes = await lab.nodes();
      expect(nodes.map(({ name, kind }) => [name, kind])).toEqual([
        ['x', 'data'],
        ['w', 'parameter'],
        ['a', 'multiply'],
        ['b', 'parameter'],
        ['ŷ', 'add'],
        ['y', 'data'],
        ['err', 'subtract'],
        ['loss', 'square'],
      ]);
      const w = nodes.find(({ name }) => name === 'w');
      expect(Number(w?.data)).toBeCloseTo(Number((await lab.outputs()).w), 5);
      expect(nodes.find(({ name }) => name === 'loss')?.grad).toBe('+1');
      await expect(page.getByText(w?.grad ?? '', { exact: true }).first()).toBeVisible();

      const painted = async () => (await lab.paintedPixels()).filter((count) => count > 200).length;
      const findings = () => seriousFindings(page);

      if (size.width >= 1100) {
        // The graph's edges, the curve of the loss and the curves of w and b.
        await expect.poll(painted).toBeGreaterThanOrEqual(3);
      } else {
        await expect.poll(painted).toBeGreaterThanOrEqual(1);
        expect(await findings()).toEqual([]);
        await page.getByRole('tab', { name: 'Plots' }).click();
        await expect.poll(painted).toBe(2);
      }
      expect(await findings()).toEqual([]);
    });
  }
}

test('the theme is chosen from its menu, holds in every colour, and is kept', async ({ lab }) => {
  const { page } = lab;
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  for (const [name, colour] of [
    ['Dark', 'rgb(18, 20, 23)'],
    ['Light', 'rgb(250, 249, 246)'],
    ['Dark', 'rgb(18, 20, 23)'],
  ] as const) {
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitemradio', { name }).click();
    expect(await ground()).toBe(colour);
  }
  await page.reload();
  await expect(lab.button('Play')).toBeVisible();
  expect(await ground()).toBe('rgb(18, 20, 23)');
});

test('Space plays and pauses, S steps, → and ← go by a calculation, and inside a control its own keys count', async ({
  lab,
}) => {
  const { page } = lab;
  await lab.set('Steps', '1000000000');
  await page.locator('h1').click();
  await page.keyboard.press('s');
  await expect(lab.output('step')).toHaveText('1');
  await page.keyboard.press('s');
  await expect(lab.output('step')).toHaveText('2');
  await page.keyboard.press('ArrowRight');
  await expect(lab.output('step')).toHaveText('3');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Escape');
  await expect(lab.output('step')).toHaveText('2');
  await page.keyboard.press('Space');
  await expect(lab.button('Pause')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(lab.button('Play')).toBeVisible();

  const before = await lab.outputs();
  await lab.field('Seed').press('ArrowRight');
  await lab.field('Seed').press('Space');
  await page.getByRole('slider', { name: 'Speed' }).press('ArrowLeft');
  await page.getByLabel('Dataset').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  expect(await lab.outputs()).toEqual(before);
  await expect(lab.button('Play')).toBeVisible();
});

test('the graph is zoomed by its buttons and fits again', async ({ lab }) => {
  const { page } = lab;
  const width = async () => (await page.locator('.card').first().boundingBox())?.width ?? 0;
  await expect.poll(width).toBeGreaterThan(50);
  const fitted = await width();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(width).toBeGreaterThan(fitted * 1.2);
  await page.getByRole('button', { name: 'Fit' }).click();
  await expect.poll(width).toBeCloseTo(fitted, 0);
});

test('a gradient that was not reached says "not yet", never 0', async ({ lab }) => {
  const nodes = await lab.nodes();
  expect(new Set(nodes.map(({ grad }) => grad))).toEqual(new Set(['not yet']));
  expect(nodes.find(({ name }) => name === 'loss')?.data).toBe('not yet');
  expect(nodes.find(({ name }) => name === 'y')?.data).toBe('2');
});

test('values update live while training, without a new layout', async ({ lab }) => {
  await lab.set('Steps', '1000000000');
  await lab.set('Learning rate', '0.0001');
  await lab.nodes();
  const place = await lab.page.locator('.card').first().boundingBox();
  await lab.button('Play').click();
  const seen = new Set<string>();
  await expect
    .poll(async () => seen.add(await lab.output('step').innerText()).size, { intervals: [50] })
    .toBeGreaterThan(4);
  expect(await lab.page.locator('.card').first().boundingBox()).toEqual(place);
  await lab.button('Pause').click();
});
