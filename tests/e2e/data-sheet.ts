import { expect, type Locator, type Page } from '@playwright/test';
import type { LabPage } from './lab-page';

/** The editor of one's own data, as a person uses it. */
export class DataSheet {
  readonly page: Page;
  readonly dialog: Locator;
  readonly grid: Locator;

  constructor(lab: LabPage) {
    this.page = lab.page;
    this.dialog = this.page.getByRole('dialog', { name: 'Your own data' });
    this.grid = this.dialog.getByRole('grid', { name: 'Examples' });
  }

  /** @param run words of the run whose examples it begins with: what was chosen before may not have begun */
  async open(run = ''): Promise<void> {
    await expect(this.page.getByText(new RegExp(`^\\s*Run \\d+ · .*${run}`))).toBeAttached();
    await this.page.getByRole('button', { name: 'Edit data…' }).click();
    await expect(this.grid).toBeFocused();
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  /** A cell by its row, from 1, and its column, from 0. */
  cell(row: number, column: number): Locator {
    return this.grid
      .getByRole('row', { name: `Row ${row.toLocaleString('en')}`, exact: true })
      .getByRole('gridcell')
      .nth(column);
  }

  /** Everything that stands in the rows that are drawn, but the one for a new row. */
  async rows(): Promise<readonly (readonly string[])[]> {
    return this.grid
      .getByRole('row', { name: /^Row/ })
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent.trim()),
        ),
      );
  }

  /** Types into a cell, as one would in a spreadsheet. */
  async type(row: number, column: number, text: string): Promise<void> {
    await this.cell(row, column).click();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Puts a text on the clipboard, and pastes it where the focus is. */
  async paste(text: string, spreadsheet = false): Promise<void> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.evaluate(
      async ({ plain, html }) => {
        const types = { 'text/plain': plain, ...(html === null ? {} : { 'text/html': html }) };
        await navigator.clipboard.write([
          new ClipboardItem(
            Object.fromEntries(
              Object.entries(types).map(([type, data]) => [type, new Blob([data], { type })]),
            ),
          ),
        ]);
      },
      { plain: text, html: spreadsheet ? '<table><tr><td>cells</td></tr></table>' : null },
    );
    await this.page.keyboard.press('ControlOrMeta+V');
  }

  async openFile(name: string, text: string | Buffer): Promise<void> {
    await this.dialog
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  }

  async use(): Promise<void> {
    await this.button('Use these points').click();
    await expect(this.dialog).toHaveCount(0);
  }

  /** The whole dataset becomes these rows. */
  async replaceWith(text: string): Promise<void> {
    await this.open();
    await this.button('Paste…').click();
    await this.dialog.getByRole('textbox').fill(text);
    await this.button('Replace the table').click();
    await this.use();
  }
}
