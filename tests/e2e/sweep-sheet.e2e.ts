import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { seriousFindings } from './axe';
import { expect, test } from './fixtures';
import { smallNumbers } from './small-numbers';
import { SweepPage } from './sweep-page';

test('what is not accepted is named, with what is', async ({ lab }) => {
  const sweep = new SweepPage(lab);
  await sweep.open();
  const alert = sweep.sheet.getByRole('alert');
  const rates = sweep.field('Learning rates η');
  await rates.fill('0.1, fast');
  // Not while it is being typed.
  await expect(alert).toHaveCount(0);
  await rates.press('Tab');
  await expect(alert).toHaveText(
    '“fast” is not accepted: type numbers above 0 and at most 1e12, such as 0.01, 0.03, 0.1.',
  );
  await expect(rates).toHaveAttribute('aria-invalid', 'true');
  await expect(sweep.button('Start')).toBeDisabled();
  await rates.fill('0.1 0.2');
  await sweep.field('Seeds').fill('0..999');
  await sweep.field('Seeds').press('Tab');
  await expect(alert).toContainText('4,000 runs are too many: at most 1,000.');
  await sweep.field('Seeds').fill('9..0');
  await sweep.field('Seeds').press('Tab');
  await expect(alert).toContainText('“9..0” is not accepted');
  await sweep.field('Seeds').fill('0..9');
  for (const word of ['identity', 'ReLU'])
    await sweep.sheet.getByLabel(word, { exact: true }).uncheck();
  await expect(alert).toHaveText('Choose at least one activation.');
  await sweep.sheet.getByLabel('ReLU by abs').check();
  await sweep.train(20);
  await expect(sweep.sheet).toContainText('Every seed gave the same run');
  await sweep.button('Suggest').click();
  await expect(rates).toHaveValue('0.01, 0.03, 0.1, 0.3, 0.5, 1');
});

test('the table as CSV is the command line’s, byte for byte', async ({ lab }, info) => {
  const sweep = new SweepPage(lab);
  await lab.chooseDataset('pair');
  await lab.set('Steps', '50');
  await sweep.open();
  await sweep.field('Learning rates η').fill('0.01 0.1 1e12');
  await sweep.field('Seeds').fill('0..1');
  await sweep.train(12);
  // Of examples that are taken one at a time the last step is luck: cells compare the mean of the last epoch.
  await expect(sweep.sheet).toContainText('below: the mean of the last epoch');
  await expect(sweep.table.getByRole('columnheader', { name: 'epoch’s mean' })).toBeVisible();
  const text = await sweep.download('Table as CSV');
  await expect(sweep.sheet).toContainText(
    'chainrule-sweep-pair-perceptron-12-runs.csv is written.',
  );
  const file = info.outputPath('table.csv');
  const args = ['--dataset', 'pair', '--steps', '50', '--lr', '0.01,0.1,1e12'];
  const more = ['--activation', 'identity,relu', '--seeds', '0..1', '--export', file];
  execFileSync(process.execPath, ['out/main/cli.js', 'sweep', ...args, ...more]);
  expect(text).toBe(readFileSync(file, 'utf8'));
});

test('an expression is swept over its learning rates; one without a loss is not', async ({
  lab,
}) => {
  const sweep = new SweepPage(lab);
  await lab.page.getByRole('radiogroup', { name: 'Model' }).getByText('Expression').click();
  await expect(lab.page.locator('textarea')).toBeVisible();
  await sweep.open();
  await expect(sweep.sheet).toContainText('An expression has no activation to choose.');
  await sweep.field('Learning rates η').fill('0.01 0.05');
  await sweep.train(2);
  expect(await sweep.cells()).toHaveLength(2);
  await lab.page.keyboard.press('Escape');
  await expect(sweep.sheet).toBeHidden();
  await lab.page.locator('textarea').fill('f = 2*x + 7');
  await lab.page.locator('textarea').press('Tab');
  await expect(lab.happened).toContainText('This expression has no loss');
  await sweep.open();
  await expect(sweep.button('Start')).toBeDisabled();
  await expect(sweep.sheet).toContainText('This expression has no loss');
});

test('with the keyboard alone: plan, cells, rows and back to the button', async ({ lab }) => {
  const sweep = new SweepPage(lab);
  const { keyboard } = lab.page;
  await lab.set('Steps', '20');
  await lab.page.getByRole('button', { name: 'Sweep…' }).focus();
  await keyboard.press('Enter');
  await expect(sweep.field('Learning rates η')).toBeFocused();
  await keyboard.press('Control+A');
  await keyboard.type('0.1 0.2 0.3');
  await keyboard.press('Enter');
  await expect(sweep.status).toHaveText('6 runs done.');
  const focused = async (name: string) => {
    for (let i = 0; i < 20; i++) {
      await keyboard.press('Tab');
      const on = await lab.page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? '';
      });
      if (on.startsWith(name)) return;
    }
    expect(await lab.page.evaluate(() => document.activeElement?.outerHTML)).toBe(name);
  };
  await focused('identity, η 0.1:');
  await keyboard.press('ArrowRight');
  await expect(sweep.cell('identity, η 0.2')).toBeFocused();
  await keyboard.press('End');
  await keyboard.press('ArrowDown');
  await expect(sweep.cell('ReLU, η 0.3')).toBeFocused();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowRight');
  await expect(sweep.cell('ReLU, η 0.3')).toBeFocused();
  // One stop for all cells, one for all rows, and between them the table's headings.
  await focused('identity, η 0.');
  await keyboard.press('End');
  const last = sweep.table.getByRole('row').last();
  await expect(last.getByRole('button')).toBeFocused();
  await keyboard.press('ArrowUp');
  await keyboard.press('Escape');
  await expect(sweep.sheet).toBeHidden();
  await expect(lab.page.getByRole('button', { name: 'Sweep…' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(sweep.sheet).toBeVisible();
  await focused('identity, η 0.1:');
  await keyboard.press('End');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(sweep.sheet).toBeHidden();
  await expect(lab.output('step')).toHaveText('20');
  await expect(lab.field('Learning rate')).toHaveValue('0.3');
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in the sheet, ${theme}; for a projector every number is large`, async ({
    lab,
  }) => {
    test.slow();
    const sweep = new SweepPage(lab);
    await lab.page.emulateMedia({ colorScheme: theme });
    const clean = async (what: string) => expect(await seriousFindings(lab.page), what).toEqual([]);
    await lab.set('Steps', '2000');
    await lab.button('Step').click();
    await sweep.open();
    await clean('before the first sweep');
    await sweep.field('Seeds').fill('x');
    await sweep.field('Seeds').press('Tab');
    await clean('a seed that is none');
    await sweep.field('Seeds').fill('42 43');
    await sweep.field('Learning rates η').fill('0.1 0.5 0.6');
    await sweep.train(12);
    await clean('the result');
    await sweep.cell('identity, η 0.5').click();
    await expect(sweep.button('Open it')).toBeFocused();
    await clean('the question');
    await lab.page.keyboard.press('Escape');
    await lab.page.keyboard.press('Escape');
    await expect(sweep.sheet).toBeHidden();
    await lab.page.locator('h1').click();
    await lab.page.keyboard.press('p');
    await sweep.open();
    await clean('for a projector');
    expect(await smallNumbers(lab)).toEqual([]);
  });
}
