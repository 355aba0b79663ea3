import type { MicroEvent } from '../../src/contract/explanation';
import { defaultRecipe, exercise10, type PerceptronRecipe } from '../../src/contract/recipe';
import { StepExplanation } from '../../src/engine/explain';
import { Trainer } from '../../src/engine/trainer';
import { brief } from '../../src/renderer/format';
import { scriptOf } from '../../src/renderer/python/code';
import { DataSheet } from './data-sheet';
import { expect, test } from './fixtures';
import type { LabPage } from './lab-page';

/** What the engine itself says of a recipe's first step. */
function explained(recipe: PerceptronRecipe) {
  const explanation = new StepExplanation(new Trainer(recipe), {
    view: 'compact',
    from: null,
    example: null,
    scope: null,
  });
  const { head } = explanation;
  return { head, events: explanation.events(0, head.events), explanation };
}

const button = (lab: LabPage, name: 'Next' | 'Back' | 'Finish phase') =>
  lab.page.getByRole('button', { name: new RegExp(`^\\W*${name}\\W*$`) });

const done = (lab: LabPage, events: number) =>
  expect(lab.page.getByRole('region', { name: 'Explanation' })).toHaveAttribute(
    'data-done',
    String(events),
  );

/** (3, 6) at w = 0.4, b = 0.8, where local derivatives show. */
const threeSix: PerceptronRecipe = {
  ...defaultRecipe,
  dataset: { kind: 'points', x: [[3]], y: [6], test: 0 },
  learningRate: 0.1,
  initial: { w: 0.4, b: 0.8 },
  stop: { steps: 100, lossBelow: 0 },
};

async function chooseThreeSix(lab: LabPage): Promise<void> {
  await new DataSheet(lab).replaceWith('3, 6');
  await lab.set('Initial w', '0.4');
  await lab.set('Initial b', '0.8');
}

/** Everything that the window says of the calculation that was done last. */
async function shown(lab: LabPage) {
  return lab.page.evaluate(() => {
    const text = (selector: string) => document.querySelector(selector)?.textContent.trim() ?? '';
    return {
      words: text('[data-part="words"]'),
      spoken: text('[role="status"][aria-label="What happened"]'),
      chips: [...document.querySelectorAll('.chip')].map((chip) =>
        [...chip.children].map((line) => line.textContent),
      ),
      now: [...document.querySelectorAll('.card.now .name')].map((name) => name.textContent),
    };
  });
}

/** The cells of a node's row in the table: value and gradient. */
async function row(lab: LabPage, name: string): Promise<string[]> {
  const cells = lab.page.locator(`tr[data-name="${name}"] td`);
  return (await cells.allInnerTexts()).slice(3, 5);
}

for (const [name, recipe, choose, gradient] of [
  ['exercise 10', exercise10, () => Promise.resolve(), '-4'],
  ['(3, 6) at w 0.4, b 0.8', threeSix, chooseThreeSix, '-24'],
] as const) {
  test(`${name}: every calculation on screen is the engine's`, async ({ lab }) => {
    test.slow();
    await choose(lab);
    const { head, events, explanation } = explained(recipe);
    const nameOf = (node: number) => head.graph[node]?.name ?? '';
    const { page } = lab;
    for (const [i, event] of events.entries()) {
      await button(lab, 'Next').click();
      await done(lab, i + 1);
      const last = i === events.length - 1;
      if (last) await expect(lab.output('w')).not.toHaveText(String(recipe.initial.w));
      const seen = await shown(lab);
      expect(seen.words, `event ${i}`).not.toBe('');
      if ('node' in event && event.kind !== 'descend') {
        const target = event.kind === 'backward' ? event.to : event.node;
        expect(seen.now).toEqual([nameOf(target)]);
      }
      if (event.kind === 'backward') expectBackward(event, seen, nameOf);
      if (event.kind === 'forward') expect(seen.spoken).toContain(aloud(brief(event.value)));
      if (event.kind === 'update') expect(seen.spoken).toContain(aloud(brief(event.after)));
    }
    expect(await lab.output('step').innerText()).toBe('1');

    // The table and the code, in step with every calculation, on the way back.
    const script = scriptOf(head, explanation.moment(1).data, explanation.moment(0).grad, 1);
    await page.getByRole('tab', { name: 'Table' }).click();
    const moment = explanation.moment(events.length);
    for (const [i, { name: node }] of head.graph.entries()) {
      expect(await row(lab, node)).toEqual([String(moment.data[i]), String(moment.grad[i])]);
    }
    expect((await row(lab, 'w'))[1]).toBe(gradient);
    await page.getByRole('tab', { name: 'Python' }).click();
    for (let i = events.length - 1; i >= 1; i--) {
      const event = events[i] as MicroEvent;
      const line = script.lines[script.lineOf(event)]?.text;
      const current = page.locator('li[aria-current="step"] code');
      await expect(current).toHaveText(line ?? '');
      await button(lab, 'Back').click();
    }
  });
}

function expectBackward(
  event: Extract<MicroEvent, { kind: 'backward' }>,
  seen: Awaited<ReturnType<typeof shown>>,
  nameOf: (node: number) => string,
): void {
  const { upstream, local, contribution, sum, number, node, to } = event;
  expect(seen.chips).toHaveLength(number);
  const active = seen.chips.find((lines) => lines.length === 2);
  const factor = local < 0 ? `(${brief(local)})` : brief(local);
  expect(active?.[1]).toBe(`${brief(upstream)} × ${factor} = ${brief(contribution)}`);
  expect(active?.[0]).toContain(`/∂${nameOf(to)}`);
  expect(seen.words).toContain(`into ${nameOf(to)}: what arrives at ${nameOf(node)}`);
  expect(seen.spoken).toContain(aloud(brief(sum)));
}

const aloud = (text: string) => text.replaceAll('−', 'minus ');

test('Back undoes one calculation, and goes on into the step before', async ({ lab }) => {
  await lab.button('Step').click();
  await lab.button('Step').click();
  await expect(lab.output('step')).toHaveText('2');
  const back = button(lab, 'Back');
  await back.click();
  // b's update is undone, w's is not; the outputs show that moment.
  await expect(lab.output('b')).toHaveText('0.4');
  await expect(lab.output('w')).toHaveText('0.64');
  await lab.page.keyboard.press('Escape');
  await expect(lab.output('b')).toHaveText('0.64');
});

test('Finish phase goes from phase to phase, and the last one takes the step', async ({ lab }) => {
  const finish = button(lab, 'Finish phase');
  const phases = lab.page.getByRole('list', { name: 'Phases of the step' });
  for (const now of ['Forward', 'Loss', 'Order', 'Backward · edge 7 of 7']) {
    await finish.click();
    await expect(phases.locator('[aria-current="step"]')).toHaveText(now);
  }
  await expect(phases).toContainText('✓ Forward');
  await expect(phases).toContainText('✓ Loss 4');
  expect((await lab.outputs()).w).toBe('0');
  await finish.click();
  await expect(lab.output('w')).toHaveText('0.4');
  await expect(lab.output('step')).toHaveText('1');
});

test('the notebook view has its 11 nodes in their order, and keeps the place in the phase', async ({
  lab,
}) => {
  for (let i = 0; i < 4; i++) await button(lab, 'Finish phase').click();
  const spoken = lab.page.getByRole('status', { name: 'What happened' });
  await expect(spoken).toContainText('Backward into w');
  const before = await spoken.innerText();
  await lab.page.getByLabel('View of the graph').selectOption('notebook');
  await expect(lab.page.getByText('edge 10 of 10')).toBeVisible();
  await expect(spoken).toHaveText(before);
  await lab.page.getByRole('tab', { name: 'Table' }).click();
  const names = await lab.page.locator('tbody tr th').allInnerTexts();
  expect(names).toEqual(['loss', '2', 'err', '−y', '−1', 'y', 'ŷ', 'b', 'a', 'w', 'x']);
  expect((await row(lab, '2'))[1]).toBe('4');
  expect((await row(lab, '−1'))[1]).toBe('-8');
  await lab.page.getByLabel('View of the graph').selectOption('compact');
  await expect(lab.page.getByText('edge 7 of 7')).toBeVisible();
});

test('f = w·w + 3·w at w = 2: three contributions 3, 2, 2 in the order they arrive, sum 7', async ({
  lab,
}) => {
  const { page } = lab;
  await page.getByRole('radiogroup', { name: 'Model' }).getByText('Expression').click();
  await page.locator('textarea').fill('f = w*w + 3*w');
  await page.locator('textarea').press('Tab');
  await lab.set('Initial w', '2');
  const contributions: string[] = [];
  for (let i = 1; i < 40; i++) {
    await button(lab, 'Next').click();
    await done(lab, i);
    const spoken = await page.getByRole('status', { name: 'What happened' }).innerText();
    const into = /Backward into w: .* is (\S+)\. partial f by partial w is (\S+)\.$/.exec(spoken);
    if (into) contributions.push(`${into[1] ?? ''} ${into[2] ?? ''}`);
    if (await page.getByText('This step is done.').isVisible()) break;
  }
  expect(contributions).toEqual(['3 3', '2 5', '2 7']);
});

test('hidden answers: −24 is right; 24, −12, −8 and −3.2 each get their own feedback', async ({
  lab,
}) => {
  await chooseThreeSix(lab);
  const { page } = lab;
  await page.getByLabel('Hide answers').check();
  for (let i = 0; i < 4; i++) await button(lab, 'Finish phase').click();
  const field = lab.field('∂L/∂w =');
  await expect(page.locator('.chip.active')).toContainText('?');
  await expect(page.getByText('−24')).toHaveCount(0);
  const verdict = page.getByRole('alert');
  for (const [typed, words] of [
    ['twenty', 'That is no number'],
    ['24', 'the sign is the other one'],
    ['−12', 'a square has a factor 2'],
    ['-8', 'what arrives before this edge'],
    ['-3,2', 'the other factor'],
    ['7', 'Not yet'],
  ] as const) {
    await field.fill(typed);
    await field.press('Enter');
    await expect(verdict).toContainText(words);
  }
  await field.fill('-24.0');
  await field.press('Enter');
  await expect(page.locator('.chip.active')).toContainText('−8 × 3 = −24');
});

test('the timeline goes to any step of a million-step run, in every digit of the command line', async ({
  lab,
}) => {
  test.slow();
  await lab.chooseDataset('integers');
  await lab.set('Learning rate', '0.01');
  await lab.set('Steps', '1000000');
  await lab.playToTheEnd();
  const timeline = lab.page.getByRole('slider', { name: 'Timeline of the run' });
  const recipe: PerceptronRecipe = {
    ...defaultRecipe,
    dataset: 'integers',
    sampling: 'random',
    stop: { steps: 1_000_000, lossBelow: 0 },
  };
  for (const step of [654_321, 12, 999_999]) {
    await timeline.fill(String(step));
    await expect(lab.output('step')).toHaveText(String(step), { timeout: 20_000 });
    const trainer = new Trainer(recipe);
    trainer.advance(step);
    const [w, b] = trainer.committed;
    await expect(lab.output('w')).toHaveText(String(w));
    await expect(lab.output('b')).toHaveText(String(b));
    await expect(lab.output('loss')).toHaveText(String(trainer.loss));
  }
  await lab.page.getByRole('button', { name: 'New run from step 999,999' }).click();
  await expect(lab.output('step')).toHaveText('999999');
  await lab.playToTheEnd();
  await expect(lab.output('step')).toHaveText('1000000');
});

test('exercise 10 by keyboard alone, from what is said and the table', async ({ lab }) => {
  const { page } = lab;
  const spoken = page.getByRole('status', { name: 'What happened' });
  await page.locator('h1').click();
  let last = '';
  for (let i = 1; i < 60 && !last.startsWith('Update: b'); i++) {
    await page.keyboard.press('ArrowRight');
    await done(lab, i);
    last = await spoken.innerText();
    if (last.includes('partial L by partial w')) expect(last).toContain('is minus 4');
  }
  expect(last).toBe('Update: b becomes 0 minus 0.1 times minus 4 is 0.4.');
  await page.getByRole('tab', { name: 'Table' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inTable = () => page.evaluate(() => document.activeElement?.closest('table') !== null);
  for (let i = 0; i < 20 && !(await inTable()); i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-name'));
  for (let i = 0; i < 12 && (await focused()) !== 'loss'; i++) await page.keyboard.press('Tab');
  expect(await focused()).toBe('loss');
  // Along the edges: loss, err, ŷ, a, x, and down to w.
  for (const name of ['err', 'ŷ', 'a', 'x']) {
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe(name);
  }
  expect(await row(lab, 'w')).toEqual(['0.4', '-4']);
});
