import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { seriousFindings } from './axe';
import { expect, test } from './fixtures';
import type { LabPage } from './lab-page';

test.skip(
  ({ host }) => host === 'electron',
  'Electron asks with the system’s dialog: tests/main/hosts/electron/pictures.test.ts',
);

interface File {
  readonly name: string;
  readonly bytes: Buffer;
}

async function fileOf(download: Promise<Download>): Promise<File> {
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** Chooses an item of the open menu by the keyboard alone. */
async function chooseByKeys(page: Page, item: string): Promise<File> {
  const download = page.waitForEvent('download');
  const chosen = page.getByRole('menuitem', { name: item, exact: true });
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(chosen).toBeFocused({ timeout: 100 });
  }).toPass();
  await page.keyboard.press('Enter');
  return fileOf(download);
}

/** Chooses a format from a picture's own button. */
async function chooseFrom(page: Page, button: string, format: 'SVG' | 'PNG'): Promise<File> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByRole('menuitem', { name: format, exact: true }).click();
  return fileOf(download);
}

/** The picture as the browser's XML parser reads it. */
function read(page: Page, { bytes }: File) {
  return page.evaluate((svg) => {
    const read = new DOMParser().parseFromString(svg, 'application/xml');
    const size = (name: string) => Number(read.documentElement.getAttribute(name));
    return {
      error: read.querySelector('parsererror')?.textContent ?? null,
      texts: [...read.querySelectorAll('text')].map(({ textContent }) => textContent),
      ground: read.querySelector('rect')?.getAttribute('fill'),
      width: size('width'),
      height: size('height'),
    };
  }, bytes.toString());
}

/** Size of a PNG, and which share of it is dark. */
async function look(page: Page, { bytes }: File) {
  const address = `data:image/png;base64,${bytes.toString('base64')}`;
  const dark = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? [];
    let ink = 0;
    for (let i = 0; i < pixels.length; i += 4) if ((pixels[i] ?? 255) < 100) ink++;
    return ink / (pixels.length / 4);
  }, address);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), dark };
}

async function nameRun(lab: LabPage, name: string): Promise<void> {
  const { page } = lab;
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: /Name, tags/ }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
}

test('graph, loss and comparison leave the dark window as light SVG and PNG', async ({
  lab,
  browser,
}) => {
  test.slow();
  const { page } = lab;
  // Outside the lab's page, whose policy forbids an SVG's own style.
  const desk = await browser.newPage();
  await page.emulateMedia({ colorScheme: 'dark' });

  await lab.button('Export').click();
  await expect(page.getByRole('menuitem', { name: 'Loss: no step yet' })).toBeVisible();
  expect(await seriousFindings(page), 'the menu').toEqual([]);
  await page.keyboard.press('Escape');

  await lab.set('Steps', '120');
  await lab.playToTheEnd();
  await nameRun(lab, 'η 0.1: mine');
  await page.getByRole('button', { name: /^Back/ }).click();
  await expect(page.locator('[aria-current="step"]')).toContainText('Update');
  const cards = await lab.nodes();

  await lab.button('Export').press('Enter');
  const graph = await chooseByKeys(page, 'Graph as SVG');
  expect(graph.name).toBe('η 0.1- mine graph step 120.svg');
  await expect(page.getByText('η 0.1- mine graph step 120.svg is written.')).toBeVisible();
  const drawn = await read(desk, graph);
  expect([drawn.error, drawn.ground]).toEqual([null, '#ffffff']);
  for (const { name, kind, data, grad } of cards) {
    const at = drawn.texts.indexOf(name);
    expect(drawn.texts.slice(at, at + 6)).toEqual([name, kind, 'data', data, 'grad', grad]);
  }
  // Every edge's contribution, as its chip says it.
  for (const chip of await page.locator('.chip').allInnerTexts()) {
    expect(drawn.texts).toContain(chip);
  }

  const loss = await chooseFrom(page, 'Save as a picture: Loss', 'SVG');
  const lossPng = await chooseFrom(page, 'Save as a picture: Loss', 'PNG');
  expect(lossPng.name).toBe('η 0.1- mine loss.png');
  const shown = await read(desk, loss);
  expect(shown.texts).toContain('η 0.1: mine · one · identity · η 0.1 · seed 42');
  const pixels = await look(desk, lossPng);
  expect([pixels.width, pixels.height]).toEqual([2 * shown.width, 2 * shown.height]);
  expect(pixels.dark).toBeGreaterThan(0.003);

  await lab.set('Learning rate', '0.3');
  await lab.button('Reset').click();
  await expect(lab.output('step')).toHaveText('0');
  await lab.playToTheEnd();
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const boxes = page.getByRole('checkbox', { name: /^Compare/ });
  await expect(boxes).toHaveCount(2);
  for (const run of await boxes.all()) await run.check();
  await page.getByRole('button', { name: 'Compare 2' }).click();
  const comparison = await chooseFrom(page, 'As picture', 'SVG');
  expect(await seriousFindings(page), 'the comparison').toEqual([]);
  const comparisonPng = await chooseFrom(page, 'As picture', 'PNG');
  expect(comparisonPng.name).toBe('chainrule-comparison.png');
  await expect(page.getByText('chainrule-comparison.png is written.')).toBeVisible();
  const compared = await read(desk, comparison);
  expect(compared.texts).toEqual(
    expect.arrayContaining(['η 0.1: mine', 'one · identity · η 0.3 · seed 42']),
  );
  const both = await look(desk, comparisonPng);
  expect([both.width, both.height]).toEqual([2 * compared.width, 2 * compared.height]);
  expect(both.dark).toBeGreaterThan(0.003);
  await desk.close();
});

test('network, landscape, slice and data leave the dark window as they stand there, light', async ({
  lab,
  browser,
}) => {
  const { page } = lab;
  const desk = await browser.newPage();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
  await lab.chooseDataset('moons');
  await lab.button('Step').click();
  await expect(lab.output('step')).toHaveText('1');
  const pictures = [
    [null, 'Network', 'h2_4'],
    ['Data', 'Data and model', '↑ x2'],
    ['Slice', 'Slice of the loss', '↑ loss'],
    ['Landscape', 'Loss landscape', '↑ w1_1_2'],
  ] as const;
  for (const [tab, name, text] of pictures) {
    if (tab) await page.getByRole('tab', { name: tab, exact: true }).click();
    await expect(page.locator('svg[data-drawing]').getByText(text, { exact: true })).toBeAttached();
    const file = await chooseFrom(page, `Save as a picture: ${name}`, 'SVG');
    const { error, ground, texts } = await read(desk, file);
    expect([error, ground]).toEqual([null, '#ffffff']);
    expect(texts).toContain(text);
    // Nothing of the dark theme, and no colour that only a style sheet knows.
    expect(file.bytes.toString()).not.toMatch(/#121417|#191c20|var\(|color-mix/);
  }
  await desk.close();
});
