import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import type { SweepTable } from '../../src/contract/sweep';
import { expect } from './fixtures';
import type { LabPage } from './lab-page';

/** The sheet of sweeps as a person uses it. */
export class SweepPage {
  readonly sheet: Locator;
  readonly status: Locator;
  /** The curves, a row for each activation. */
  readonly grid: Locator;
  readonly table: Locator;

  constructor(readonly lab: LabPage) {
    this.sheet = lab.page.getByRole('dialog', { name: 'Sweep' });
    this.status = this.sheet.getByRole('status');
    this.grid = this.sheet.getByRole('table', { name: 'Curves of the loss' });
    this.table = this.sheet.getByRole('table', { name: 'All runs of the sweep' });
  }

  async open(): Promise<void> {
    await this.lab.page.getByRole('button', { name: 'Sweep…' }).click();
    await expect(this.sheet).toBeVisible();
  }

  field(name: 'Learning rates η' | 'Seeds'): Locator {
    return this.sheet.getByRole('textbox', { name });
  }

  button(name: string): Locator {
    return this.sheet.getByRole('button', { name, exact: true });
  }

  async train(runs: number): Promise<void> {
    await this.button('Start').click();
    await expect(this.status).toHaveText(runs === 1 ? '1 run done.' : `${runs} runs done.`, {
      timeout: 30_000,
    });
  }

  cell(name: string): Locator {
    return this.grid.getByRole('button', { name });
  }

  /** What all cells say, row after row. */
  async cells(): Promise<string[]> {
    const texts = await this.grid.getByRole('button').allInnerTexts();
    return texts.map((text) => text.replaceAll(/\s+/g, ' '));
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ has: this.lab.page.getByRole('button', { name }) });
  }

  async download(name: 'Table as CSV' | 'Table as JSON'): Promise<string> {
    const download = this.lab.page.waitForEvent('download');
    await this.button(name).click();
    return readFileSync(await (await download).path(), 'utf8');
  }

  async rows(): Promise<SweepTable['rows']> {
    return (JSON.parse(await this.download('Table as JSON')) as SweepTable).rows;
  }
}
