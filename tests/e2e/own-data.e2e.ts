import { seriousFindings } from './axe';
import { DataSheet } from './data-sheet';
import { expect, test } from './fixtures';

test('a cell is edited in place, and the run is trained on the points', async ({ lab }) => {
  await lab.chooseDataset('pair');
  const sheet = new DataSheet(lab);
  await sheet.open('pair');
  await expect(sheet.dialog).toContainText('The examples of “pair” as they stand.');
  await sheet.type(2, 1, '-1,5');
  await expect(sheet.dialog).toContainText(
    'Decimal comma read as a decimal point: “-1,5” is −1.5.',
  );
  // One below the last is a new row.
  await lab.page.keyboard.press('Home');
  await lab.page.keyboard.type('4');
  await lab.page.keyboard.press('Tab');
  await expect(sheet.button('Use these points')).toBeDisabled();
  await expect(sheet.dialog).toContainText('One cell is to be corrected first.');
  await lab.page.keyboard.type('7');
  await lab.page.keyboard.press('Enter');
  await expect(sheet.dialog).toContainText('3 examples · 1 input');
  await sheet.use();
  await expect(lab.output('step')).toHaveText('0');
  await expect(lab.page.getByRole('button', { name: 'Edit data…' })).toBeFocused();
  await lab.button('Step').click();
  // numbers.md: x = 1, y = 2 at w = b = 0, η = 0.1.
  await expect(lab.output('w')).toHaveText('0.4');
  const { recipe } = await lab.exportDocument();
  expect(recipe.dataset).toEqual({
    kind: 'points',
    x: [[1], [3], [4]],
    y: [2, -1.5, 7],
    test: 0,
  });
});

test('cells are pasted from a spreadsheet, with decimal commas and a header, which are said', async ({
  lab,
}) => {
  const sheet = new DataSheet(lab);
  await sheet.open();
  await sheet.paste('hours\tscore\r\n1,5\t2,5\r\n2\t4,25\r\n', true);
  await expect(sheet.dialog).toContainText('2 rows of 2 columns pasted.');
  await expect(sheet.dialog).toContainText('The first row is a header: “hours” and “score”.');
  await expect(sheet.dialog).toContainText('Decimal comma read as a decimal point: “1,5” is 1.5.');
  expect(await sheet.rows()).toEqual([
    ['1.5', '2.5'],
    ['2', '4.25'],
  ]);
  // A column of a spreadsheet is one column, although each of its numbers has a comma.
  await sheet.cell(1, 1).click();
  await sheet.paste('0,5\r\n0,25', true);
  await expect(sheet.cell(2, 1)).toHaveText('0.25');
  await lab.page.keyboard.press('ControlOrMeta+A');
  await lab.page.keyboard.press('ControlOrMeta+C');
  expect(await lab.page.evaluate(() => navigator.clipboard.readText())).toBe('1.5\t0.5\n2\t0.25');
  await sheet.use();
  const { recipe } = await lab.exportDocument();
  expect(recipe.dataset).toEqual({ kind: 'points', x: [[1.5], [2]], y: [0.5, 0.25], test: 0 });
});

test('a CSV is opened, its columns are chosen, and errors name row and column', async ({ lab }) => {
  await lab.page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
  const sheet = new DataSheet(lab);
  await sheet.open('MLP');
  const lines = ['id;price;city;area;rooms', '1;9,5;Bonn;30;2', '2;8;Köln;abc;3', '3;7;Ulm;50;4'];
  // Latin-1, as older spreadsheets write it.
  await sheet.openFile('flats.csv', Buffer.from(lines.join('\r\n'), 'latin1'));
  const { dialog } = sheet;
  await expect(dialog).toContainText('Open “flats.csv”');
  await expect(dialog).toContainText('it is read as Latin-1');
  await expect(dialog.getByRole('cell', { name: 'Köln' })).toBeVisible();
  await expect(dialog.getByLabel('The first row is a header')).toBeChecked();
  await expect(dialog.getByLabel('Between columns')).toHaveValue('semicolon');
  await expect(dialog).toContainText(
    'Row 3, column “area”: “abc” is no number. Type digits, with a point or a comma.',
  );
  await expect(dialog).toContainText('2 rows to take');
  await dialog.getByLabel('x1 is').selectOption('rooms');
  await dialog.getByLabel('y is', { exact: true }).selectOption('price');
  await expect(dialog).toContainText('2 rows to take');
  await dialog.getByText('take them along, to correct them').click();
  await expect(dialog).toContainText('3 rows to take');
  await sheet.button('Replace the table').click();
  await expect(dialog).toContainText('Row 2, column x2: “abc” is no number.');
  await sheet.type(2, 1, '40');
  await sheet.use();
  const { recipe } = await lab.exportDocument();
  expect(recipe.dataset).toEqual({
    kind: 'points',
    x: [
      [2, 30],
      [3, 40],
      [4, 50],
    ],
    y: [9.5, 8, 7],
    test: 0,
  });
});

test('of a file with more than 2,000 rows it is said, and chosen which of them are taken', async ({
  lab,
}) => {
  const sheet = new DataSheet(lab);
  await sheet.open();
  const lines = Array.from({ length: 100_001 }, (_, i) => `${i},${2 * i}`);
  await sheet.openFile('long.csv', `x,y\n${lines.join('\n')}`);
  const { dialog } = sheet;
  await expect(dialog).toContainText('The text has more than 100,000 rows');
  await expect(dialog).toContainText('99,999 rows are more than the 2,000');
  await dialog.getByText('2,000 spread evenly over all of them').click();
  await sheet.button('Replace the table').click();
  await expect(dialog).toContainText('They are spread evenly over 99,999.');
  await expect(dialog).toContainText('2,000 examples');
  await lab.page.keyboard.press('ControlOrMeta+End');
  await expect(sheet.cell(2000, 0)).toHaveText('99998');
  await sheet.use();
  await expect(lab.page.getByText('and 1,988 more')).toBeVisible();
});

test('a bad cell says row and column and what is accepted, and nothing that was typed is lost', async ({
  lab,
}) => {
  await lab.chooseDataset('pair');
  const sheet = new DataSheet(lab);
  await sheet.open('pair');
  await sheet.type(2, 1, '1e999');
  await sheet.type(1, 0, '12 %');
  await expect(sheet.dialog).toContainText('2 cells are to be corrected first.');
  await expect(sheet.button('Use these points')).toBeDisabled();
  await expect(sheet.cell(2, 1)).toHaveAttribute('aria-invalid', 'true');
  await expect(sheet.cell(2, 1)).toHaveText('1e999');
  // The list leads to the cell.
  await sheet.dialog
    .getByRole('button', {
      name: 'Row 2, column y: “1e999” is too large. Numbers from −1e300 to 1e300 are accepted.',
    })
    .click();
  await lab.page.keyboard.press('F2');
  const field = sheet.dialog.getByRole('textbox', { name: 'Row 2, column y' });
  await expect(field).toHaveValue('1e999');
  await field.press('End');
  await field.press('Backspace');
  await field.press('Backspace');
  await field.press('Enter');
  await expect(sheet.cell(2, 1)).toHaveText('1000000000');
  // Escape asks, and the table is still there.
  await lab.page.keyboard.press('Escape');
  const asking = sheet.dialog.getByRole('alertdialog', { name: 'Your changes are not used yet.' });
  await expect(asking).toBeVisible();
  await lab.page.keyboard.press('Escape');
  await expect(asking).toHaveCount(0);
  await expect(sheet.cell(1, 0)).toHaveText('12 %');
  // Cancel asks, too; what is discarded has changed nothing.
  await sheet.button('Cancel').click();
  await sheet.button('Discard them').click();
  await expect(sheet.dialog).toHaveCount(0);
  expect((await lab.exportDocument()).recipe.dataset).toBe('pair');
});

test('undo and redo go over cells, rows, pastes and files', async ({ lab }) => {
  await lab.chooseDataset('pair');
  const sheet = new DataSheet(lab);
  await sheet.open('pair');
  const first = await sheet.rows();
  await expect(sheet.button('Undo')).toBeDisabled();
  await sheet.type(1, 0, '5');
  await sheet.button('Delete row').click();
  await expect.poll(async () => (await sheet.rows()).length).toBe(1);
  await sheet.cell(1, 0).click();
  await sheet.paste('7;8\n9;10');
  await expect(sheet.cell(2, 1)).toHaveText('10');
  await sheet.openFile('three.csv', 'x,y\n1,1\n2,2\n3,3');
  await sheet.button('Replace the table').click();
  await expect(sheet.grid).toBeFocused();
  const last = await sheet.rows();
  expect(last).toHaveLength(3);
  for (let i = 0; i < 4; i++) await lab.page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => sheet.rows()).toEqual(first);
  await lab.page.keyboard.press('ControlOrMeta+Y');
  await expect(sheet.cell(1, 0)).toHaveText('5');
  for (let i = 0; i < 3; i++) await lab.page.keyboard.press('ControlOrMeta+Shift+Z');
  await expect.poll(() => sheet.rows()).toEqual(last);
  await expect(sheet.button('Redo')).toBeDisabled();
});

test('everything can be done with the keyboard alone', async ({ lab }) => {
  const { page } = lab;
  await lab.chooseDataset('pair');
  const sheet = new DataSheet(lab);
  const button = page.getByRole('button', { name: 'Edit data…' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(sheet.grid).toBeFocused();
  // Enter goes down, after Tabs to below where they began; arrows move; F2 edits; Ctrl+Enter adds a row.
  await page.keyboard.type('5');
  await page.keyboard.press('Tab');
  await page.keyboard.type('6');
  await page.keyboard.press('Enter');
  await page.keyboard.type('7');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('F2');
  await page.keyboard.type('8');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => sheet.rows())
    .toEqual([
      ['5', '6'],
      ['7', '8'],
    ]);
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(async () => (await sheet.rows()).length).toBe(3);
  await expect(sheet.dialog).toContainText('1 empty row is no example');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Delete');
  await expect(sheet.dialog).toContainText('2 empty rows are no examples');
  await page.keyboard.press('ControlOrMeta+Z');
  // F6 leaves the grid: forward to the field beside it, back to the buttons above.
  await page.keyboard.press('F6');
  await expect(sheet.dialog.getByRole('textbox', { name: 'Rows that only test' })).toBeFocused();
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect(sheet.dialog).toContainText('1 to train with, 1 to test with');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(sheet.button('Use these points')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheet.dialog).toHaveCount(0);
  await expect(button).toBeFocused();
  const { recipe } = await lab.exportDocument();
  expect(recipe.dataset).toEqual({ kind: 'points', x: [[5], [7]], y: [6, 8], test: 1 });
});

test('a file can be dropped, and one that is no text is refused by name', async ({ lab }) => {
  const sheet = new DataSheet(lab);
  await sheet.open();
  const drop = async (name: string, bytes: readonly number[]) => {
    const transfer = await lab.page.evaluateHandle(
      ([called, all]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(all)], called));
        return data;
      },
      [name, [...bytes]] as const,
    );
    await sheet.grid.dispatchEvent('drop', { dataTransfer: transfer });
  };
  await drop('flats.xlsx', [0x50, 0x4b, 3, 4, 0, 0]);
  await expect(sheet.dialog).toContainText(
    '“flats.xlsx” is not opened. This is a spreadsheet’s own',
  );
  await drop('two.csv', [...Buffer.from('1;2\n3;4')]);
  await expect(sheet.dialog).toContainText('Open “two.csv”');
  await sheet.button('Back to the table').click();
  await expect(sheet.grid).toBeFocused();
});

test('a table of 2,000 rows answers at once, and few of its rows are drawn', async ({ lab }) => {
  await lab.chooseDataset('line');
  await lab.set('Examples', '2000');
  await expect(lab.page.getByText('and 1,988 more')).toBeVisible();
  const sheet = new DataSheet(lab);
  await sheet.open('noisy line');
  await lab.page.keyboard.press('ControlOrMeta+End');
  await expect(sheet.cell(2000, 1)).toBeVisible();
  expect(await sheet.grid.getByRole('row').count()).toBeLessThan(60);
  await sheet.type(2000, 1, '5');
  const spent = await lab.page.evaluate(async () => {
    const grid = document.querySelector<HTMLElement>('[role=grid]');
    const begun = performance.now();
    for (let i = 0; i < 20; i++) {
      grid?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
      await new Promise(requestAnimationFrame);
    }
    return (performance.now() - begun) / 20;
  });
  expect(spent, 'milliseconds an arrow key takes').toBeLessThan(100);
  await expect(sheet.dialog).toContainText('2,000 examples');
});

test('a dataset of more than 2,000 examples begins with an empty table, and says so', async ({
  lab,
}) => {
  await lab.chooseDataset('line');
  await lab.set('Examples', '2001');
  await expect(lab.page.getByText('and 1,989 more')).toBeVisible();
  const sheet = new DataSheet(lab);
  await sheet.open('noisy line');
  await expect(sheet.dialog).toContainText('“noisy line” has 2,001 examples, more than the 2,000');
  await expect(sheet.button('Use these points')).toBeDisabled();
  // Nothing is unsaved, so Escape closes.
  await lab.page.keyboard.press('Escape');
  await expect(sheet.dialog).toHaveCount(0);
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in the editor, ${theme}`, async ({ lab }) => {
    const { page } = lab;
    await page.emulateMedia({ colorScheme: theme });
    await page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
    const sheet = new DataSheet(lab);
    await sheet.open('MLP');
    const clean = async (screen: string) => expect(await seriousFindings(page), screen).toEqual([]);
    await clean('the table');
    await sheet.type(1, 0, 'abc');
    await sheet.type(1, 1, '1,5');
    await clean('a cell to correct');
    await sheet.button('Paste…').click();
    await clean('nothing pasted');
    await sheet.dialog.getByRole('textbox').fill('a;b;c\n1;2;3\nx;5;6\n7;8;9');
    await expect(sheet.dialog).toContainText('2 rows to take');
    await clean('pasted');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await clean('asking');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F2');
    await clean('an open cell');
  });
}
