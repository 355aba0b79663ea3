import { expect, test } from './fixtures';
import { SweepPage } from './sweep-page';

test.describe('three learning rates × two activations', () => {
  test('become six cells and six rows; one diverged, one is the lowest', async ({ lab }) => {
    const sweep = new SweepPage(lab);
    await lab.set('Steps', '2000');
    await sweep.open();
    await sweep.field('Learning rates η').fill('0.6 0.01, 0.001');
    await expect(sweep.sheet).toContainText('3 rates × 2 activations × 1 seed = 6 runs');
    await sweep.train(6);
    const names = [
      /^identity, η 0\.001: loss 4\.39435e−7 after 2,000 steps; open this run$/,
      /^identity, η 0\.01: lowest loss \S+ after 2,000 steps; open this run$/,
      /^identity, η 0\.6: diverged in step 1,054; open this run$/,
      /^ReLU, η 0\.001: loss 4 after 2,000 steps; open this run$/,
      /^ReLU, η 0\.01: loss 4 after 2,000 steps; open this run$/,
      /^ReLU, η 0\.6: loss 4 after 2,000 steps; open this run$/,
    ];
    const cells = sweep.grid.getByRole('button');
    await expect(cells).toHaveCount(names.length);
    for (const [i, name] of names.entries()) await expect(cells.nth(i)).toHaveAccessibleName(name);
    await expect(sweep.cell('identity, η 0.6')).toContainText('✕ diverged');
    await expect(sweep.grid.getByText('lowest')).toHaveCount(1);
    // Each cell has its curve, and the axes stand at the borders only.
    await expect(sweep.grid.locator('polyline')).toHaveCount(6);
    await expect(sweep.grid.getByText('2,000', { exact: true })).toHaveCount(3);

    const diverged = sweep.row('identity, η 0.6');
    await expect(diverged).toContainText('✕ diverged in step 1,054');
    const rows = await sweep.rows();
    expect(rows).toHaveLength(6);
    const small = rows.find((row) => row.learningRate === 0.001 && row.activation === 'identity')!;
    const row = sweep.row('identity, η 0.001');
    // Six digits to be read, every digit as the title.
    await expect(row.getByTitle(String(small.loss), { exact: true })).toHaveText('4.39435e−7');
    // From w = b = 0 both go the same way.
    const values = row.getByTitle(String(small.parameters[0]), { exact: true });
    await expect(values).toHaveText(['0.99967', '0.99967']);
  });

  test('the table is sorted by its columns', async ({ lab }) => {
    const sweep = new SweepPage(lab);
    await lab.set('Steps', '20');
    await sweep.open();
    await sweep.field('Learning rates η').fill('0.1 0.2 0.6');
    await sweep.train(6);
    const losses = async () => {
      const texts = await sweep.table.locator('tbody td:nth-child(6)').allInnerTexts();
      return texts.map((text) => Number(text.replace('−', '-')));
    };
    const rising = [...(await losses())].sort((a, b) => a - b);
    expect(await losses()).toEqual(rising);
    const head = (name: string) => sweep.table.getByRole('columnheader', { name });
    await expect(head('loss')).toHaveAttribute('aria-sort', 'ascending');
    await head('loss').getByRole('button').click();
    await expect(head('loss')).toHaveAttribute('aria-sort', 'descending');
    expect(await losses()).toEqual(rising.reverse());
    await head('η').getByRole('button').click();
    const rates = await sweep.table.locator('tbody th').allInnerTexts();
    expect(rates).toEqual(['0.1', '0.1', '0.2', '0.2', '0.6', '0.6']);
  });
});

test('a run that is opened from its cell comes to its row’s loss and checksum', async ({ lab }) => {
  const sweep = new SweepPage(lab);
  await lab.chooseDataset('integers');
  await lab.set('Initial w', '0.5');
  await lab.page.getByRole('slider', { name: 'Speed' }).press('Home');
  await sweep.open();
  await sweep.field('Learning rates η').fill('0.01 0.05');
  await sweep.field('Seeds').fill('7');
  await sweep.train(4);
  const rows = await sweep.rows();
  const row = rows.find((one) => one.learningRate === 0.05 && one.activation === 'relu')!;
  await sweep.cell('ReLU, η 0.05').click();
  await expect(sweep.sheet).toBeHidden();
  await expect(lab.page.getByText('Finished', { exact: true })).toBeVisible();
  await expect(lab.output('loss')).toHaveText(String(row.loss));
  await expect(lab.field('Learning rate')).toHaveValue('0.05');
  await expect(lab.field('Seed')).toHaveValue('7');
  const { recipe, result } = await lab.exportDocument();
  expect(recipe).toMatchObject({ activation: 'relu', learningRate: 0.05, seed: 7 });
  expect([result.checksum, result.steps, result.stop]).toEqual([row.checksum, 100, 'steps']);
});

test('a run that is opened from its row, another model than the present one, comes to the same', async ({
  lab,
}) => {
  const sweep = new SweepPage(lab);
  const model = lab.page.getByRole('radiogroup', { name: 'Model' });
  await model.getByText('MLP').click();
  await expect(lab.page.getByText('41 parameters')).toBeVisible();
  await lab.set('Steps', '30');
  await sweep.open();
  await sweep.field('Learning rates η').fill('0.05, 0.1');
  await sweep.field('Seeds').fill('1..3');
  await sweep.train(12);
  await expect(sweep.sheet).toContainText('The first 4 parameters; the file has 16 of each run.');
  const rows = await sweep.rows();
  await sweep.button('Close').click();
  await model.getByText('Perceptron').click();
  await expect(lab.page.getByText('Run 4')).toBeVisible();
  await sweep.open();
  // The last result stays, whatever the setup is now.
  await expect(sweep.sheet).toContainText('12 runs of Karpathy’s four, MLP, up to 30 steps');
  const wanted = rows.find(
    (row) => row.learningRate === 0.1 && row.activation === 'tanh' && row.seed === 2,
  )!;
  await sweep.row('tanh, η 0.1, seed 2').click();
  await expect(sweep.sheet).toBeHidden();
  await expect(lab.output('loss')).toHaveText(String(wanted.loss));
  expect((await lab.exportDocument()).result.checksum).toBe(wanted.checksum);
});

test('a present run that is under way is asked about before it is ended', async ({ lab }) => {
  const sweep = new SweepPage(lab);
  await sweep.open();
  await sweep.field('Learning rates η').fill('0.1 0.2');
  await sweep.train(4);
  await lab.page.keyboard.press('Escape');
  await expect(sweep.sheet).toBeHidden();
  await lab.button('Step').click();
  await expect(lab.output('step')).toHaveText('1');
  await sweep.open();
  const question = sweep.sheet.getByRole('alertdialog', { name: 'Open this run?' });
  await sweep.cell('identity, η 0.2').click();
  await expect(question).toContainText('stands at step 1 of 100. Opening another run ends it.');
  await sweep.button('Keep the present run').click();
  await expect(question).toBeHidden();
  await sweep.cell('identity, η 0.2').click();
  // Escape answers the question; the sheet stays.
  await lab.page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(sweep.sheet).toBeVisible();
  await expect(sweep.cell('identity, η 0.2')).toBeFocused();
  expect(await lab.outputs()).toMatchObject({ step: '1', w: '0.4' });
  await sweep.cell('identity, η 0.2').click();
  await sweep.button('Open it').click();
  await expect(lab.output('step')).toHaveText('100');
  await expect(lab.field('Learning rate')).toHaveValue('0.2');
  // A run at its end is not asked about.
  await sweep.open();
  await sweep.cell('ReLU, η 0.1').click();
  await expect(sweep.sheet).toBeHidden();
  await expect(lab.output('loss')).toHaveText('4');
});

test('a sweep is cancelled, and the last result stays', async ({ lab }) => {
  const sweep = new SweepPage(lab);
  await sweep.open();
  await sweep.train(12);
  const before = await sweep.cells();
  await lab.page.keyboard.press('Escape');
  await lab.set('Steps', '1000000000');
  await lab.set('Learning rate', '0.0001');
  await sweep.open();
  await sweep.button('Start').click();
  await expect(sweep.sheet.getByRole('progressbar')).toBeVisible();
  // It goes on while the sheet is closed.
  await lab.page.keyboard.press('Escape');
  await expect(sweep.sheet).toBeHidden();
  await sweep.open();
  await sweep.button('Cancel').click();
  await expect(sweep.status).toHaveText('Cancelled. What was trained so far is dropped.');
  await expect(sweep.button('Start')).toBeEnabled();
  expect(await sweep.cells()).toEqual(before);
});
