import { seriousFindings } from './axe';
import { expect, test } from './fixtures';
import { commandLine, type LabPage } from './lab-page';

const chart = (lab: LabPage, name: 'Loss' | 'Parameters' | 'Gradients') =>
  lab.page.getByRole('application', { name: new RegExp(`^${name} over the steps`) });
/** What the crosshair reads, as it is spoken. */
const read = (lab: LabPage) => lab.page.locator('[data-read]');
const stepsShown = (lab: LabPage) => lab.page.getByRole('group', { name: 'Steps shown' });

test('the crosshair reads every digit that the CSV has, by pointer and by key, in a part of the run, too', async ({
  lab,
}) => {
  const { page } = lab;
  await lab.chooseDataset('pair');
  await lab.set('Learning rate', '0.01');
  await lab.set('Steps', '700');
  await lab.playToTheEnd();
  const [header = '', ...lines] = (await lab.export('Every step as CSV')).trim().split(/\r?\n/);
  const names = header.split(',');
  const at = (step: number, name: string) => lines[step - 1]?.split(',')[names.indexOf(name)] ?? '';
  const expectRead = async (step: number) => {
    const words = new RegExp(
      `^Step ${step}: loss ${at(step, 'loss')}(, epoch mean \\S+)?, w ${at(step, 'w')}, b ${at(step, 'b')}$`,
    );
    await expect(read(lab)).toHaveText(words);
  };

  await chart(lab, 'Parameters').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expectRead(2);
  await page.keyboard.press('End');
  await expectRead(700);
  // The page's own keys would step back, and start to play.
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('s');
  await expectRead(699);
  await expect(lab.output('step')).toHaveText('700');
  await page.keyboard.press('Escape');
  await expect(read(lab)).toHaveText('');
  const { result } = commandLine(
    ...['--dataset', 'pair', '--lr', '0.01', '--steps', '699', '--sampling', 'in-order'],
  );
  expect(at(699, 'w')).toBe(String('w' in result && result.w));

  const box = await chart(lab, 'Loss').boundingBox();
  if (!box) throw new Error('The chart is not drawn.');
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
  await expect(read(lab)).toHaveText(/^Step \d+: loss /);
  await page.mouse.wheel(0, -600);
  await expect(stepsShown(lab)).not.toContainText('steps 1 – 700');
  // While the exact row of another step is awaited, nothing is said.
  await expect(read(lab)).toHaveText(/^Step \d+: loss /);
  const spoken = Number(/^Step (\d+)/.exec(await read(lab).innerText())?.[1]);
  await expectRead(spoken);
  const range = /steps (\d+) – (\d+)/.exec(await stepsShown(lab).innerText());
  expect(spoken).toBeGreaterThanOrEqual(Number(range?.[1]));
  expect(spoken).toBeLessThanOrEqual(Number(range?.[2]));
  await page.mouse.dblclick(box.x + box.width * 0.6, box.y + box.height / 2);
  await expect(stepsShown(lab)).toContainText('steps 1 – 700');

  await page.getByRole('button', { name: 'Gradients', exact: true }).click();
  await expect(
    page.getByRole('img', { name: /^Curves of the gradients of w and b up to update 700/ }),
  ).toBeVisible();
  await chart(lab, 'Gradients').focus();
  await page.keyboard.press('Home');
  await expect(read(lab)).toContainText(`∂L/∂w ${at(1, 'dw')}, ∂L/∂b ${at(1, 'db')}`);
});

test('compared runs stand in the plots beside the one that is open, until they are taken out', async ({
  lab,
}) => {
  const { page } = lab;
  await lab.chooseDataset('pair');
  for (const rate of ['0.02', '0.05']) {
    await lab.set('Learning rate', rate);
    await lab.button('Reset').click();
    await expect(lab.output('step')).toHaveText('0');
    await lab.playToTheEnd();
  }
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const rows = page.getByRole('dialog').locator('tbody tr');
  await expect(rows).toHaveCount(2);
  for (const box of await rows.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Compare 2' }).click();
  await page.getByRole('button', { name: 'Show in the plots' }).click();

  const legend = page.getByRole('list', { name: 'Other runs in the plots' });
  await expect(legend.getByRole('listitem')).toHaveText([/η 0\.02/]);
  for (const of of [/^Curve of the loss .* Beside it: .*η 0\.02/, /^Curves of w and b .*η 0\.02/]) {
    await expect(page.getByRole('img', { name: of })).toBeVisible();
  }
  await expect(page.locator('[data-picture="landscape"] .other')).toHaveCount(1);
  await chart(lab, 'Loss').focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 3; i++) await page.keyboard.press('+');
  await expect(read(lab)).toContainText('η 0.02');
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    expect(await seriousFindings(page)).toEqual([]);
  }
  await legend.getByRole('button', { name: /^Take .* out of the plots/ }).click();
  await expect(legend).toHaveCount(0);
  await expect(page.locator('[data-picture="landscape"] .other')).toHaveCount(0);
});
