import { seriousFindings } from './axe';
import { expect, test } from './fixtures';
import type { LabPage } from './lab-page';

const unit = (lab: LabPage, name: string) => lab.page.locator(`[data-unit="${name}"]`);

async function network(lab: LabPage, hidden: string): Promise<void> {
  await lab.page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
  await lab.chooseDataset('moons');
  await lab.set('Hidden layers', hidden);
  // Two inputs and the output; what stood there before is another network.
  const neurons = hidden.split(', ').reduce((sum, width) => sum + Number(width), 3);
  await expect(lab.page.locator('[data-unit]')).toHaveCount(neurons);
}

test('moons, 2-16-16-1: it trains live, a neuron opens, is gone through with table and Python, and closes again', async ({
  lab,
}) => {
  test.slow();
  const { page } = lab;
  await network(lab, '16, 16');
  await expect(page.locator('[data-unit]')).toHaveCount(2 + 16 + 16 + 1);
  await lab.set('Steps', '1000000000');
  await lab.set('Learning rate', '0.1');
  const said = () => unit(lab, 'h2_3').getAttribute('aria-label');
  const before = await said();
  await lab.button('Play').click();
  await expect.poll(said).not.toBe(before);
  // Open while it trains: its graph is there, and its numbers move.
  await unit(lab, 'h2_3').dblclick();
  await expect(page.getByText('Inside the neuron of h2_3')).toBeVisible();
  const card = page.locator('[data-node="h2_3"]');
  await expect(card).toBeVisible();
  const text = await card.innerText();
  await expect.poll(() => card.innerText()).not.toBe(text);
  await expect.poll(async () => Number(await lab.output('step').innerText())).toBeGreaterThan(60);
  await lab.button('Pause').click();

  // The explanation works inside it: one step, edge by edge.
  await page.getByRole('button', { name: /^Next/ }).click();
  await expect(page.locator('[data-node="h1_1"]')).toContainText(/[0-9]/);
  await page.getByRole('button', { name: 'Finish phase' }).click();
  await page.getByRole('button', { name: /^Next/ }).click();
  await page.getByRole('button', { name: /^Next/ }).click();
  await expect(page.locator('[aria-current="step"]').first()).toContainText('edge 1 of');
  await page.getByRole('tab', { name: 'Table' }).click();
  await expect(page.getByRole('rowheader', { name: 'h2_3' })).toBeVisible();
  await page.getByRole('tab', { name: 'Python' }).click();
  await expect(page.getByText(/^h2_3 = /)).toBeVisible();
  await page.getByRole('tab', { name: 'Graph' }).click();
  await page.getByRole('button', { name: '◀ Network' }).click();
  await expect(unit(lab, 'h2_3')).toBeVisible();
});

test('by keyboard: neurons are walked, opened and closed; a layer is drawn as one; every node can be drawn', async ({
  lab,
}) => {
  const { page } = lab;
  await network(lab, '3, 2');
  await unit(lab, 'ŷ').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(unit(lab, 'h2_1')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(unit(lab, 'h2_2')).toBeFocused();
  await expect(page.locator('.details')).toContainText(
    /^h2_2 says .* at this example; ∂L\/∂h2_2 = .*Its gradients: ∂L\/∂[wb]2_2/,
  );
  // Its own weights stand out, until it is no longer chosen.
  await expect(page.locator('.weight.faint').first()).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(page.locator('.weight.faint')).toHaveCount(0);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-node="h1_3"]')).toBeVisible();
  await expect(page.locator('[data-node="h2_1"]')).toHaveCount(0);
  await page.getByRole('button', { name: '◀ Network' }).press('Enter');
  await page.getByRole('button', { name: 'layer 1 · 3 draw its neurons as one' }).press('Enter');
  await expect(page.locator('[data-unit^="h1"]')).toHaveCount(0);
  await page.getByRole('button', { name: 'layer 1 · 3 draw each of its neurons' }).press('Enter');
  await expect(page.locator('[data-unit^="h1"]')).toHaveCount(3);

  const label = await unit(lab, 'ŷ').getAttribute('aria-label');
  await page.getByRole('button', { name: 'Example before' }).click();
  await expect(page.getByRole('spinbutton', { name: /^Example/ })).toHaveValue('99');
  await expect(unit(lab, 'ŷ')).not.toHaveAttribute('aria-label', label ?? '');
  await page.getByRole('button', { name: 'The step’s own' }).click();
  await page.getByLabel('What is drawn').selectOption('nodes');
  await expect(page.locator('[data-node="w1_3_2"]')).toBeVisible();
});

test('2-64-64-1 is drawn and trained, and a neuron of it opens', async ({ lab }) => {
  await network(lab, '64, 64');
  await expect(lab.page.locator('[data-unit]')).toHaveCount(131);
  await lab.button('Step').click();
  await expect(lab.output('step')).toHaveText('1');
  await unit(lab, 'h1_7').focus();
  await lab.page.keyboard.press('Enter');
  await expect(lab.page.locator('[data-node="w1_7_2"]')).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in a network, ${theme}`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme: theme });
    for (const hidden of ['3, 2', '16, 16']) {
      await network(lab, hidden);
      expect(await seriousFindings(lab.page)).toEqual([]);
    }
  });
}

test('the window answers while 2-16-16-1 trains at full speed', async ({ lab }) => {
  await network(lab, '16, 16');
  await lab.set('Steps', '1000000000');
  await lab.button('Play').click();
  const { longest, frames } = await lab.page.evaluate(async () => {
    let longest = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    });
    observer.observe({ type: 'longtask' });
    const until = performance.now() + 3000;
    let frames = 0;
    for (; performance.now() < until; frames++) await new Promise(requestAnimationFrame);
    observer.disconnect();
    return { longest, frames: frames / 3 };
  });
  await lab.button('Pause').click();
  // Ten times what bench:window measures, since machines under test are busy.
  expect(longest).toBeLessThan(500);
  expect(frames).toBeGreaterThan(3);
});
