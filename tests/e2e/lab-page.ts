import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import type { DatasetName } from '../../src/contract/dataset';
import type { Activation } from '../../src/contract/recipe';
import type { RunDocument } from '../../src/contract/run-document';

export interface Outputs {
  readonly step: string;
  readonly w: string;
  readonly b: string;
  readonly loss: string;
}

interface NodeData {
  readonly name: string;
  readonly kind: string;
  readonly data: string;
  readonly grad: string;
}

/** The lab's window as a person uses it: by the names of its controls. */
export class LabPage {
  readonly happened: Locator;

  constructor(
    readonly page: Page,
    readonly address: string,
  ) {
    this.happened = page.getByRole('status', { name: 'What happened' });
  }

  button(name: 'Play' | 'Pause' | 'Step' | 'Reset' | 'Export'): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  output(name: keyof Outputs): Locator {
    return this.page.getByRole('status', { name, exact: true });
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  async outputs(): Promise<Outputs> {
    const [step, w, b, loss] = await Promise.all(
      (['step', 'w', 'b', 'loss'] as const).map((name) => this.output(name).innerText()),
    );
    return { step: step ?? '', w: w ?? '', b: b ?? '', loss: loss ?? '' };
  }

  async set(name: string, value: string): Promise<void> {
    await this.field(name).fill(value);
    await this.field(name).press('Enter');
  }

  async chooseDataset(dataset: DatasetName): Promise<void> {
    await this.page.getByLabel('Dataset').selectOption(dataset);
  }

  async chooseActivation(activation: Activation): Promise<void> {
    const group = this.page.getByRole('radiogroup', { name: 'Activation' });
    await group.locator(`input[value="${activation}"]`).check();
  }

  async playToTheEnd(): Promise<void> {
    await this.button('Play').click();
    await expect(this.page.getByText('Finished', { exact: true })).toBeVisible({
      timeout: 30_000,
    });
  }

  /** Exports through the menu. @returns the file's text */
  async export(
    item:
      | 'Every step as CSV'
      | 'Run document (JSON)'
      | 'Python script'
      | 'PyTorch script'
      | 'Jupyter notebook'
      | 'This step, worked out (Markdown)'
      | 'This step as a worksheet (to print)',
  ): Promise<string> {
    const download = this.page.waitForEvent('download');
    await this.button('Export').click();
    await this.page.getByRole('menuitem', { name: item }).click();
    return readFileSync(await (await download).path(), 'utf8');
  }

  async exportDocument(): Promise<RunDocument> {
    return JSON.parse(await this.export('Run document (JSON)')) as RunDocument;
  }

  /** The graph's nodes as their cards say them, once they are drawn. */
  async nodes(): Promise<readonly NodeData[]> {
    const cards = this.page.locator('.card');
    await expect(cards.first()).toBeVisible();
    return cards.evaluateAll((all) =>
      all.map((card) => {
        const text = (selector: string, i = 0) =>
          card.querySelectorAll(selector)[i]?.textContent.trim() ?? '';
        const [data, grad] = [text('.value'), text('.value', 1)];
        return { name: text('.name'), kind: text('[data-kind]'), data, grad };
      }),
    );
  }

  /** How many pixels of each canvas on the page are painted. */
  paintedPixels(): Promise<number[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll('canvas')].map((canvas) => {
        const { width, height } = canvas;
        if (width === 0 || height === 0) return 0;
        // A copy: the page's own canvas stays where it draws fastest.
        const copy = new OffscreenCanvas(width, height);
        const context = copy.getContext('2d', { willReadFrequently: true });
        context?.drawImage(canvas, 0, 0);
        const pixels = context?.getImageData(0, 0, width, height).data ?? [];
        let painted = 0;
        for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 0) painted++;
        return painted;
      }),
    );
  }
}

/** What the command line says of a run. */
export function commandLine(...args: string[]): { result: RunDocument['result'] } {
  const text = execFileSync(process.execPath, ['out/main/cli.js', 'train', ...args], {
    encoding: 'utf8',
  });
  return JSON.parse(text) as { result: RunDocument['result'] };
}
