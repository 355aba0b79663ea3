import { writeFileSync } from 'node:fs';
import { DataSheet } from './data-sheet';
import { expect, test } from './fixtures';
import { commandLine, type LabPage } from './lab-page';

async function chooseModel(lab: LabPage, model: 'perceptron' | 'mlp' | 'expression') {
  const group = lab.page.getByRole('radiogroup', { name: 'Model' });
  await group.locator(`input[value="${model}"]`).check({ force: true });
}

test('Karpathy’s MLP 3-4-4-1 reaches the same digits as the command line', async ({ lab }) => {
  await chooseModel(lab, 'mlp');
  await expect(lab.page.getByText('41 parameters')).toBeVisible();
  await lab.playToTheEnd();
  const { result } = commandLine(
    ...['--model', 'mlp', '--dataset', 'karpathy', '--output', 'tanh', '--loss', 'sum'],
    ...['--batch', 'full', '--lr', '0.05', '--steps', '100'],
  );
  await expect(lab.output('loss')).toHaveText(String(result.loss));
  expect((await lab.exportDocument()).result).toEqual(result);
  // Its graph can be drawn whole: every neuron, every weight.
  await lab.page.getByLabel('What is drawn').selectOption('nodes');
  expect(await lab.nodes()).toHaveLength(120);
});

test('an MLP on noisy moons shows the loss over its test examples', async ({ lab }) => {
  await chooseModel(lab, 'mlp');
  await lab.chooseDataset('moons');
  await lab.set('Hidden layers', '8');
  await lab.set('Test examples', '20');
  await lab.set('Noise', '0.2');
  await lab.set('Steps', '50');
  await lab.page.getByLabel('Optimizer').selectOption('adam');
  await lab.playToTheEnd();
  await expect(lab.page.getByText('80 to train with, 20 to test with')).toBeVisible();
  await expect(lab.page.getByRole('status', { name: 'test loss' })).toHaveText(/^0\.\d+$/);
  await expect(lab.happened).toContainText('All 33 parameters moved');
});

test('widths that are none are refused, and what is accepted is said', async ({ lab }) => {
  await chooseModel(lab, 'mlp');
  await lab.set('Hidden layers', '4, 65');
  await expect(lab.page.getByRole('alert')).toContainText('one to six whole numbers from 1 to 64');
  await lab.field('Hidden layers').press('Escape');
  await expect(lab.field('Hidden layers')).toHaveValue('4, 4');
});

test('a typed expression becomes a graph and trains as the command line does', async ({
  lab,
}, info) => {
  await chooseModel(lab, 'expression');
  const text = 'h = tanh(u*x)\nloss = (h*v - y)**2';
  const expression = lab.page.locator('textarea');
  await expression.fill(text);
  await expression.press('Tab');
  await lab.set('Initial u', '0.3');
  await lab.set('Initial v', '0.5');
  await expect
    .poll(async () => (await lab.nodes()).map(({ name }) => name))
    .toEqual(['u', 'x', 'v1', 'h', 'v', 'v2', 'y', 'v3', 'loss']);
  await lab.playToTheEnd();
  const file = info.outputPath('expression.txt');
  writeFileSync(file, text);
  const { result } = commandLine(
    ...['--expression', file, '--param', 'u=0.3', '--param', 'v=0.5'],
    ...['--dataset', 'pair', '--lr', '0.05', '--steps', '100'],
  );
  expect((await lab.exportDocument()).result).toEqual(result);
});

test('an expression that cannot be read is refused at its line and column, and nothing is lost', async ({
  lab,
}) => {
  await chooseModel(lab, 'expression');
  await lab.playToTheEnd();
  const loss = await lab.output('loss').innerText();
  const expression = lab.page.locator('textarea');
  await expression.fill('z = w*x + b\nloss = (-z**2 - y)**2');
  await expression.press('Tab');
  await expect(lab.page.getByRole('alert')).toContainText('Line 2, column 11: It is not clear');
  await expect(lab.output('loss')).toHaveText(loss);
  await expression.fill('constructor');
  await expression.press('Tab');
  await expect(lab.page.getByRole('alert')).toContainText('constructor is a reserved word');
});

test('an expression without a loss is computed, and says that nothing can be trained', async ({
  lab,
}) => {
  await chooseModel(lab, 'expression');
  const expression = lab.page.locator('textarea');
  await expression.fill('f = 2*x + 7');
  await expression.press('Tab');
  await expect(lab.happened).toContainText('This expression has no loss');
  const f = async () => (await lab.nodes()).find(({ name }) => name === 'f')?.data;
  await expect.poll(f).toBe('9');
  await expect(lab.button('Play')).toBeDisabled();
});

test('points of one’s own are trained; a row that is none is named, and can be left out', async ({
  lab,
}) => {
  const sheet = new DataSheet(lab);
  await sheet.replaceWith('3, 6');
  await lab.set('Initial w', '0.4');
  await lab.set('Initial b', '0.8');
  await lab.button('Step').click();
  await expect(lab.happened).toContainText('∂L/∂w = −24 and ∂L/∂b = −8');
  await sheet.open();
  await sheet.button('Paste…').click();
  await sheet.dialog.getByRole('textbox').fill('3, 6\n1\n4, 8');
  await expect(sheet.dialog).toContainText('Row 2, column 2: the row ends before this column.');
  await sheet.button('Replace the table').click();
  await sheet.use();
  const { recipe } = await lab.exportDocument();
  expect(recipe.dataset).toEqual({ kind: 'points', x: [[3], [4]], y: [6, 8], test: 0 });
});

test('points that an expression has no use for are refused by name, and stay to be changed', async ({
  lab,
}) => {
  await chooseModel(lab, 'expression');
  await lab.chooseDataset('moons');
  const expression = lab.page.locator('textarea');
  await expression.fill('loss = (w*x1 + v*x2 - y)**2');
  await expression.press('Tab');
  await expect(lab.page.getByLabel('x2', { exact: false }).first()).toBeVisible();
  const sheet = new DataSheet(lab);
  await sheet.open('moons · expression');
  await sheet.dialog.getByRole('radio', { name: '1' }).check();
  await sheet.button('Use these points').click();
  await expect(sheet.dialog).toContainText('was refused');
  // What is refused is these points: others are not.
  await sheet.button('Undo').click();
  await expect(sheet.dialog).not.toContainText('was refused');
  await sheet.use();
  await expect(lab.page.getByLabel('Dataset')).toHaveValue('points');
});

test('the critical learning rate of the dataset stands beside the slider', async ({ lab }) => {
  await lab.chooseDataset('pair');
  await expect(lab.page.getByText('In this order the run settles below η = 0.3.')).toBeVisible();
  await expect(lab.page.getByText('alone would flip for ever at η = 0.1')).toBeVisible();
  await lab.set('Learning rate', '0.6');
  await expect(lab.page.getByText('At this η it diverges.')).toBeVisible();
  await lab.page.getByLabel('Sampling').selectOption('random');
  await expect(lab.page.getByText('safe below η = 0.112574')).toBeVisible();
});

test('a dead ReLU is noticed after an epoch without a gradient', async ({ lab }) => {
  await lab.chooseActivation('relu');
  await lab.button('Step').click();
  await expect(lab.happened).toContainText('The ReLU is dead');
});
