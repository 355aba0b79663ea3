import { DataSheet } from './data-sheet';
import { expect, test } from './fixtures';
import type { LabPage } from './lab-page';
import { SweepPage } from './sweep-page';

async function press(lab: LabPage, name: 'Next' | 'Finish phase', times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await lab.page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  }
}

/** Until nothing in the window changes any more. */
async function standsStill(lab: LabPage): Promise<void> {
  let seen = await lab.page.screenshot();
  const same = async () => {
    const now = await lab.page.screenshot();
    const still = now.equals(seen);
    seen = now;
    return still;
  };
  await expect.poll(same, { intervals: [400] }).toBe(true);
}

/** Four runs, and the list of them. */
async function keepFour(lab: LabPage): Promise<void> {
  await lab.playToTheEnd();
  await lab.chooseDataset('pair');
  for (const rate of ['0.02', '0.1', '0.25']) {
    await lab.set('Learning rate', rate);
    await lab.button('Reset').click();
    await expect(lab.output('step')).toHaveText('0');
    await lab.playToTheEnd();
  }
  await lab.page.getByRole('button', { name: 'Runs', exact: true }).click();
  await expect(lab.page.getByRole('dialog').locator('tbody tr')).toHaveCount(4);
}

/** The moment of the design's pictures: the pair, η 0.01, second step, the last edge. */
async function stepThePair(lab: LabPage): Promise<void> {
  await lab.chooseDataset('pair');
  await lab.set('Learning rate', '0.01');
  await lab.set('Steps', '160');
  await lab.button('Step').click();
  await expect(lab.output('step')).toHaveText('1');
  await press(lab, 'Finish phase', 4);
  await expect(lab.page.locator('[aria-current="step"]').first()).toContainText('edge 7 of 7');
}

/** `npm run pictures`: every screen in both themes, for the README and for looking at. */
const screens: readonly {
  name: string;
  width: number;
  height: number;
  prepare: (lab: LabPage) => Promise<void>;
}[] = [
  {
    name: 'opening',
    width: 1440,
    height: 900,
    prepare: (lab) => expect(lab.button('Play')).toBeVisible(),
  },
  {
    name: 'window',
    width: 1440,
    height: 900,
    prepare: async (lab) => {
      await lab.chooseDataset('pair');
      await lab.set('Learning rate', '0.01');
      await lab.set('Steps', '160');
      await lab.page.getByRole('slider', { name: 'Speed' }).press('Home');
      for (let i = 0; i < 10; i++) {
        await lab.page.getByRole('slider', { name: 'Speed' }).press('ArrowRight');
      }
      await lab.button('Play').click();
      await expect.poll(async () => Number((await lab.outputs()).step)).toBeGreaterThan(55);
      await lab.set('Learning rate', '0.03');
      await expect(lab.page.getByText('Finished', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'training',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await lab.chooseDataset('integers');
      await lab.chooseActivation('relu-notebook');
      await lab.set('Learning rate', '0.0001');
      await lab.set('Steps', '1000000000');
      await lab.button('Play').click();
      await expect(lab.happened).toContainText('steps a second');
    },
  },
  {
    name: 'diverged',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await lab.set('Learning rate', '0.6');
      await lab.set('Steps', '2000');
      await lab.button('Play').click();
      await expect(lab.happened).toContainText('Diverged');
    },
  },
  {
    name: 'refused',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await lab.set('Learning rate', 'fast');
      await lab.button('Export').click();
    },
  },
  {
    name: 'narrow',
    width: 960,
    height: 640,
    prepare: async (lab) => {
      await lab.button('Step').click();
      await expect(lab.output('step')).toHaveText('1');
    },
  },
  {
    name: 'narrow-plots',
    width: 960,
    height: 640,
    prepare: async (lab) => {
      await lab.playToTheEnd();
      await lab.page.getByRole('tab', { name: 'Plots' }).click();
    },
  },
  {
    name: 'wide',
    width: 1920,
    height: 1080,
    prepare: async (lab) => {
      await lab.chooseActivation('relu-abs');
      await lab.set('Initial w', '0.5');
      await lab.playToTheEnd();
    },
  },
  {
    name: 'step',
    width: 1440,
    height: 900,
    prepare: async (lab) => {
      await stepThePair(lab);
      await expect(lab.page.getByText('numeric check −35.04 ✓')).toBeVisible();
    },
  },
  {
    name: 'order',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await press(lab, 'Finish phase', 2);
      await press(lab, 'Next', 14);
    },
  },
  {
    name: 'table',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await stepThePair(lab);
      await lab.page.getByRole('tab', { name: 'Table' }).click();
    },
  },
  {
    name: 'python',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await stepThePair(lab);
      await lab.page.getByRole('tab', { name: 'Python' }).click();
    },
  },
  {
    name: 'notebook',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await press(lab, 'Finish phase', 4);
      await lab.page.getByLabel('View of the graph').selectOption('notebook');
      await expect(lab.page.getByText('edge 10 of 10')).toBeVisible();
    },
  },
  {
    name: 'answer',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await stepThePair(lab);
      await lab.page.getByLabel('Hide answers').check();
      await lab.field('∂L/∂w =').fill('35.04');
      await lab.field('∂L/∂w =').press('Enter');
    },
  },
  {
    name: 'details',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await press(lab, 'Finish phase', 4);
      await lab.page.locator('button[data-node="a"]').focus();
      await expect(lab.page.getByText('_children')).toBeVisible();
    },
  },
  {
    name: 'step-narrow',
    width: 960,
    height: 640,
    prepare: stepThePair,
  },
  {
    name: 'step-large',
    width: 3840,
    height: 2160,
    prepare: stepThePair,
  },
  {
    name: 'mlp',
    width: 1440,
    height: 900,
    prepare: async (lab) => {
      await lab.page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
      await lab.playToTheEnd();
      await expect(lab.page.getByRole('table', { name: /^Predictions/ })).toBeVisible();
    },
  },
  {
    name: 'network',
    width: 1440,
    height: 900,
    prepare: async (lab) => {
      await lab.page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
      await lab.chooseDataset('moons');
      await lab.set('Hidden layers', '16, 16');
      await lab.set('Steps', '1500');
      await lab.playToTheEnd();
      await expect(lab.page.locator('.boundary')).toBeVisible();
    },
  },
  {
    name: 'network-layer',
    width: 960,
    height: 640,
    prepare: async (lab) => {
      await lab.page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
      await lab.chooseDataset('moons');
      await lab.set('Hidden layers', '64, 64');
      await lab.page.getByRole('button', { name: /layer 1 · 64/ }).click();
    },
  },
  {
    name: 'neuron',
    width: 1440,
    height: 900,
    prepare: async (lab) => {
      await lab.page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
      await lab.button('Step').click();
      await lab.page.locator('[data-unit="h2_3"]').dblclick();
      await press(lab, 'Next', 3);
      await expect(lab.page.locator('[aria-current="step"]').first()).toBeVisible();
    },
  },
  {
    name: 'slice',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await stepThePair(lab);
      await lab.page.getByRole('tab', { name: 'Slice' }).click();
      await expect(lab.page.locator('.slope')).toBeVisible();
    },
  },
  {
    name: 'data-line',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await lab.chooseDataset('line');
      await lab.set('Test examples', '20');
      await lab.button('Step').click();
      await lab.page.getByRole('tab', { name: 'Data' }).click();
      await expect(lab.page.locator('[data-picture="data"] svg[data-drawing]')).toBeVisible();
    },
  },
  {
    name: 'expression',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await lab.page.getByRole('radiogroup', { name: 'Model' }).getByText('Expression').click();
      await lab.page.locator('textarea').fill('z = w*x + b\nloss = (relu(-z**2) - y)**2');
      await lab.page.locator('textarea').press('Tab');
      await expect(lab.page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'example',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await stepThePair(lab);
      await lab.page.getByRole('button', { name: 'Show example 1 in the graph' }).click();
      await expect(lab.page.getByText('looking at example 1 of 2')).toBeVisible();
    },
  },
  {
    name: 'reused-graph',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await lab.page.getByLabel('Reuse the graph of the first step').check();
      await lab.button('Step').click();
      await expect(lab.output('w')).toHaveText('0.4');
      await press(lab, 'Finish phase', 2);
      await expect(lab.page.getByText('edge 7 of 7')).toBeVisible();
      await lab.page.getByLabel('Zeroed gradients').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'edit-example',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await lab.button('Step').click();
      await lab.page.locator('button[data-node="y"]').focus();
      await lab.page.keyboard.press('Enter');
      await expect(lab.page.getByRole('textbox', { name: 'Value of y' })).toBeVisible();
    },
  },
  {
    name: 'projector',
    width: 1920,
    height: 1080,
    prepare: async (lab) => {
      await stepThePair(lab);
      await lab.page.keyboard.press('p');
      await expect(lab.page.getByRole('tab', { name: 'Setup' })).toBeVisible();
    },
  },
  {
    name: 'projector-small',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await stepThePair(lab);
      await lab.page.keyboard.press('p');
      await expect(lab.page.getByRole('tab', { name: 'Setup' })).toBeVisible();
    },
  },
  {
    name: 'projector-plots',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await lab.playToTheEnd();
      await lab.page.keyboard.press('p');
      await lab.page.getByRole('tab', { name: 'Plots' }).click();
    },
  },
  { name: 'runs', width: 1280, height: 800, prepare: (lab) => keepFour(lab) },
  {
    name: 'runs-compare',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await keepFour(lab);
      for (const rate of ['0.02', '0.25']) {
        await lab.page.getByRole('checkbox', { name: new RegExp(`pair .* η ${rate} `) }).check();
      }
      await lab.page.getByRole('button', { name: 'Compare 2' }).click();
      await expect(lab.page.getByText('Settings that differ')).toBeVisible();
    },
  },
  {
    name: 'sweep',
    width: 1440,
    height: 900,
    prepare: async (lab) => {
      await lab.chooseDataset('pair');
      await lab.set('Initial w', '0.5');
      await lab.set('Steps', '2000');
      const sweep = new SweepPage(lab);
      await sweep.open();
      await sweep.sheet.getByLabel('notebook’s ReLU').check();
      await sweep.field('Learning rates η').fill('0.001 0.003 0.01 0.03 0.1 0.3 1');
      await sweep.train(21);
    },
  },
  {
    name: 'sweep-seeds',
    width: 1440,
    height: 900,
    prepare: async (lab) => {
      await lab.page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
      await expect(lab.page.getByText('41 parameters')).toBeVisible();
      await lab.chooseDataset('moons');
      await lab.page.getByLabel('Batch one at a time').selectOption('mini');
      await lab.set('Steps', '600');
      const sweep = new SweepPage(lab);
      await sweep.open();
      await sweep.field('Learning rates η').fill('0.03 0.1 0.3 1 3');
      await sweep.field('Seeds').fill('0..6');
      await sweep.train(70);
    },
  },
  {
    name: 'own-data',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await lab.chooseDataset('line');
      const sheet = new DataSheet(lab);
      await sheet.open('noisy line');
      await sheet.type(3, 0, '-0,45');
      await sheet.type(5, 1, '12 %');
      await sheet.cell(5, 1).click();
    },
  },
  {
    name: 'open-csv',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await lab.page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
      const sheet = new DataSheet(lab);
      await sheet.open();
      const flats = Array.from({ length: 400 }, (_, i) => {
        const area = 24 + ((i * 37) % 90);
        const price =
          i % 97 === 5 ? 'n/a' : String(140 + 4.5 * area + ((i * 53) % 71)).replace('.', ',');
        return [i + 1, area, 1 + Math.floor(area / 30), i % 2 ? 'Ulm' : 'Köln', price].join(';');
      });
      await sheet.openFile('flats.csv', ['id;area;rooms;town;price', ...flats].join('\n'));
      await expect(sheet.dialog).toContainText('rows to take');
    },
  },
  {
    name: 'help',
    width: 1280,
    height: 800,
    prepare: async (lab) => {
      await lab.page.getByRole('button', { name: 'Help' }).click();
      await expect(lab.page.getByRole('dialog')).toBeVisible();
    },
  },
];

for (const { name, width, height, prepare } of screens) {
  for (const theme of ['light', 'dark'] as const) {
    test(`${name}, ${theme}`, async ({ lab }) => {
      await lab.page.setViewportSize({ width, height });
      await lab.page.emulateMedia({ colorScheme: theme });
      await prepare(lab);
      await lab.page.evaluate(() => document.fonts.ready);
      // A plot that is computed anew is faint meanwhile, and drawings take turns; while a run trains it is always so.
      if (!(await lab.button('Pause').isVisible())) {
        await expect(lab.page.locator('[aria-busy="true"]')).toHaveCount(0);
        await standsStill(lab);
      }
      await lab.page.screenshot({ path: `docs/pictures/${name}-${theme}.png` });
    });
  }
}
