import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { RunDocument } from '../../src/contract/run-document';
import { seriousFindings } from './axe';
import { expect, type RunningHost, startHost, test } from './fixtures';
import { LabPage } from './lab-page';

test.skip(({ host }) => host === 'electron', 'starts and ends hosts of its own');

const HOST = 'out/main/browser.js';

async function opened(page: Page, host: RunningHost): Promise<LabPage> {
  await page.goto(host.address);
  const lab = new LabPage(page, host.address);
  await expect(lab.button('Play')).toBeVisible();
  return lab;
}

/** A run of the pair with this learning rate, to its end. */
async function trained(lab: LabPage, rate: string): Promise<void> {
  await lab.chooseDataset('pair');
  await lab.set('Learning rate', rate);
  await lab.button('Reset').click();
  await expect(lab.output('step')).toHaveText('0');
  await lab.playToTheEnd();
}

const runsButton = (page: Page) => page.getByRole('button', { name: 'Runs', exact: true });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Runs' });
const rows = (page: Page) => page.getByRole('dialog').locator('tbody tr');

/** Drops a file on the window, as a person does from a file manager. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content ?? ''], fileName ?? ''));
      return data;
    },
    [name, text],
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await expect(page.getByText('Drop a run document here')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

test('three runs are there after a restart; two are compared, one is exported, dropped and open again', async ({
  page,
  watch,
}, info) => {
  test.slow();
  watch(page);
  const first = await startHost(HOST, ['--no-open']);
  let lab = await opened(page, first);
  for (const rate of ['0.01', '0.02', '0.6']) await trained(lab, rate);
  const { w } = await lab.outputs();
  const file = info.outputPath('run.chainrule');
  writeFileSync(file, await lab.export('Run document (JSON)'));
  await first.close();

  const second = await startHost(HOST, ['--no-open'], first.data);
  await page.goto('about:blank');
  lab = await opened(page, second);
  await runsButton(page).click();
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole('searchbox').fill('pair 0.02');
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('searchbox').fill('');
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole('checkbox', { name: /Compare .* η 0\.01/ }).check();
  await page.getByRole('checkbox', { name: /Compare .* η 0\.02/ }).check();
  await page.getByRole('button', { name: 'Compare 2' }).click();
  const settings = page.getByRole('row', { name: /^learning rate/ });
  await expect(settings.getByRole('cell')).toHaveText(['0.01', '0.02']);
  // Nothing else differs.
  await expect(page.getByRole('row', { name: /^(seed|dataset|sampling)/ })).toHaveCount(0);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'As CSV' }).click();
  const csv = readFileSync(await (await download).path(), 'utf8');
  expect(csv.split('\r\n')[0]).toBe('run,learningRate,steps,stop,loss,w,b');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(3);
  await page.keyboard.press('Escape');

  // The present run stands at step 0 of the opening exercise: nothing is lost, and nothing asked.
  await drop(page, 'run.chainrule', readFileSync(file, 'utf8'));
  await expect(lab.output('w')).toHaveText(w);
  await expect(page.getByText('Finished', { exact: true })).toBeVisible();
  await runsButton(page).click();
  // It was among the runs already.
  await expect(rows(page)).toHaveCount(3);
  await second.close();
});

test('a run is renamed, tagged, duplicated, deleted and brought back', async ({ lab }) => {
  const { page } = lab;
  await lab.playToTheEnd();
  await runsButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: /Name, tags/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('My first run');
  await page.getByLabel('Tags, with commas').fill('seminar, one');
  await page.getByLabel('Notes', { exact: true }).fill('It converges.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'My first run', exact: true })).toBeVisible();
  await expect(rows(page).getByText('seminar', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'More for My first run' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'More for My first run (copy)' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.keyboard.press('Escape');
  // The exported file bears the name, and is named so.
  const download = page.waitForEvent('download');
  await lab.button('Export').click();
  await page.getByRole('menuitem', { name: 'Run document' }).click();
  const exported = await download;
  expect(exported.suggestedFilename()).toBe('My first run.chainrule');
  const document = JSON.parse(readFileSync(await exported.path(), 'utf8')) as RunDocument;
  expect(document).toMatchObject({ name: 'My first run', tags: ['seminar', 'one'] });
});

test('promise 18: killed in mid-run, the lab offers the run again, and it goes on from there', async ({
  page,
  watch,
}) => {
  test.slow();
  const first = await startHost(HOST, ['--no-open']);
  let lab = await opened(page, first);
  await lab.set('Steps', '1000000000');
  await lab.button('Play').click();
  await expect(lab.output('step')).not.toHaveText('0');
  // Its first save, and one of those that follow.
  await page.waitForTimeout(6000);
  const shown = Number(await lab.output('step').innerText());
  await first.kill();

  const second = await startHost(HOST, ['--no-open'], first.data);
  await page.goto('about:blank');
  watch(page);
  lab = await opened(page, second);
  await expect(page.getByText(/^The lab was ended while .* stood at step/)).toBeVisible();
  await page.getByRole('button', { name: 'Go on from there' }).click();
  await expect(lab.output('step')).not.toHaveText('0', { timeout: 30_000 });
  const step = Number(await lab.output('step').innerText());
  expect(step).toBeGreaterThan(100);
  expect(step).toBeLessThanOrEqual(shown * 3);
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Go on from there' })).toHaveCount(0);
  await lab.button('Step').click();
  await expect(lab.output('step')).toHaveText(String(step + 1));
  await second.close();
});

test('a file that does not reproduce is shown as such and stays as it is; a bad one changes nothing', async ({
  lab,
}) => {
  const { page } = lab;
  await lab.playToTheEnd();
  const good = await lab.exportDocument();
  // The recipe is another one; the result is the old one.
  const other = { ...good, recipe: { ...good.recipe, learningRate: 0.05 } };
  await drop(page, 'other.chainrule', JSON.stringify(other));
  await expect(page.getByRole('alertdialog')).toContainText('stays among your runs');
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(page.getByRole('alert')).toContainText('This file does not reproduce.');
  await expect(page.getByRole('alert')).toContainText(/w: .* in the file, .* by replay/);

  const before = await lab.outputs();
  await drop(page, 'half.chainrule', JSON.stringify(good).slice(0, 400));
  await expect(
    page.getByText(/^half\.chainrule cannot be opened: text was refused\./),
  ).toBeVisible();
  expect(await lab.outputs()).toEqual(before);
  await drop(page, 'newer.chainrule', JSON.stringify({ ...good, version: 9 }));
  await expect(page.getByText(/a newer Chainrule wrote this file/)).toBeVisible();
  expect(await lab.outputs()).toEqual(before);
});

test('a recipe code is copied in one lab and opened in another', async ({ lab }) => {
  const { page } = lab;
  await lab.chooseDataset('pair');
  await lab.set('Initial w', '-1.25');
  await runsButton(page).click();
  await page.getByRole('button', { name: 'Copy this recipe’s code' }).click();
  const code = await page.locator('.code code').innerText();
  expect(code).toMatch(/^chainrule:[\w-]+$/);
  expect(code.length).toBeLessThan(400);
  await page.keyboard.press('Escape');
  await lab.chooseDataset('one');
  await runsButton(page).click();
  await page.getByLabel('Recipe code').fill(code);
  await page.getByRole('button', { name: 'Open code' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(page.getByLabel('Dataset')).toHaveValue('pair');
  await expect(lab.field('Initial w')).toHaveValue('-1.25');
});

test('promise 19: a data folder that cannot be one is said once; runs stay in memory', async ({
  page,
  watch,
}) => {
  watch(page);
  const host = await startHost(HOST, ['--no-open'], '/dev/null/x');
  const lab = await opened(page, host);
  await expect(page.getByRole('alert')).toContainText('Runs cannot be kept in /dev/null/x');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await lab.playToTheEnd();
  expect((await lab.exportDocument()).result.steps).toBe(100);
  await runsButton(page).click();
  await expect(page.getByText('only in memory')).toBeVisible();
  await expect(page.getByText('In memory: gone when the lab is closed.')).toBeVisible();
  await host.close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`by keyboard alone, and axe finds nothing serious, ${theme}`, async ({ lab }) => {
    test.slow();
    const { page } = lab;
    await page.emulateMedia({ colorScheme: theme });
    await lab.playToTheEnd();
    await lab.button('Reset').click();
    await lab.set('Learning rate', '0.2');
    await lab.playToTheEnd();
    await runsButton(page).focus();
    await page.keyboard.press('Enter');
    await expect(rows(page)).toHaveCount(2);
    await expect(page.getByRole('searchbox')).toBeFocused();
    expect(await seriousFindings(page), 'list').toEqual([]);
    for (const i of [0, 1]) {
      await rows(page).nth(i).getByRole('checkbox').focus();
      await page.keyboard.press('Space');
    }
    await page.getByRole('button', { name: 'Compare 2' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Comparison' })).toBeVisible();
    expect(await seriousFindings(page), 'comparison').toEqual([]);
    await page.getByRole('button', { name: 'Back to the runs' }).focus();
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: /^More for/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
    expect(await seriousFindings(page), 'labels').toEqual([]);
    await page.keyboard.type('by keyboard');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'by keyboard', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'by keyboard', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toHaveCount(0);
    await expect(page.getByRole('heading', { name: 'Chainrule' })).toBeVisible();
    await expect(page.getByText('by keyboard', { exact: true })).toBeVisible();
  });
}

test('a shared computer: from the next start on, no run, theme or panel width is kept', async ({
  page,
  watch,
}) => {
  const first = await startHost(HOST, ['--no-open']);
  let lab = await opened(page, first);
  await lab.playToTheEnd();
  await runsButton(page).click();
  await expect(rows(page)).toHaveCount(1);
  const shared = page.getByRole('checkbox', { name: /^Shared computer/ });
  const file = join(first.data, 'settings.json');
  const settings = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  await shared.check();
  await expect(shared).toBeChecked();
  await expect.poll(settings).toContain('"guest": true');
  await first.close();

  const second = await startHost(HOST, ['--no-open'], first.data);
  await page.goto('about:blank');
  watch(page);
  lab = await opened(page, second);
  await lab.playToTheEnd();
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.getByRole('separator', { name: /setup/i }).press('ArrowRight');
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await runsButton(page).click();
  await expect(page.getByText('Guest: nothing is kept after closing.')).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await second.close();

  const third = await startHost(HOST, ['--no-open'], first.data);
  await page.goto('about:blank');
  await opened(page, third);
  await runsButton(page).click();
  await expect(page.getByText('No runs yet')).toBeVisible();
  await shared.uncheck();
  await expect.poll(settings).toContain('"guest": false');
  await third.close();
});
