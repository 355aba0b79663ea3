import { expect, startHost, test } from './fixtures';
import { LabPage } from './lab-page';

test.skip(({ host }) => host !== 'browser', 'About the browser host alone.');

test('the token leaves the address bar, a reload works, and without it the page says what to open', async ({
  lab,
  browser,
}) => {
  const { page } = lab;
  await expect(lab.button('Play')).toBeVisible();
  expect(page.url()).not.toContain('token');
  await page.reload();
  await expect(lab.button('Play')).toBeVisible();

  const stranger = await browser.newPage();
  await stranger.goto(page.url());
  await expect(stranger.getByRole('alert')).toContainText('Open the address that was printed');
  await stranger.close();
});

test('two tabs share one session', async ({ lab, browser, watch }) => {
  const page = await browser.newPage();
  watch(page);
  await page.goto(lab.address);
  const other = new LabPage(page, lab.address);
  await expect(other.button('Step')).toBeVisible();
  await lab.button('Step').click();
  await expect(other.output('w')).toHaveText('0.4');
  await other.set('Learning rate', '0.05');
  await expect(lab.field('Learning rate')).toHaveValue('0.05');
  await page.close();
});

test('promise 5: an inline script and eval are blocked by the content security policy', async ({
  browser,
}) => {
  // Its own page: here the console's complaints are wanted.
  const running = await startHost('out/main/browser.js', ['--no-open']);
  const page = await browser.newPage();
  await page.goto(running.address);
  const seen = await page.evaluate(
    () =>
      new Promise<{ blocked: string[]; evaluated: boolean; inline: boolean }>((resolve) => {
        const blocked: string[] = [];
        document.addEventListener('securitypolicyviolation', (event) => {
          blocked.push(event.effectiveDirective);
        });
        // Later, since the browser's own evaluation of this function is exempt.
        setTimeout(() => {
          const script = document.createElement('script');
          script.textContent = 'window.__inline = true';
          document.body.append(script);
          let evaluated = true;
          try {
            // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- that is what must not work
            new Function('return true')();
          } catch {
            evaluated = false;
          }
          setTimeout(() => resolve({ blocked, evaluated, inline: '__inline' in window }), 50);
        });
      }),
  );
  expect(seen.inline).toBe(false);
  expect(seen.evaluated).toBe(false);
  expect(new Set(seen.blocked)).toEqual(new Set(['script-src-elem', 'script-src']));
  await page.close();
  await running.close();
});

for (const [fault, words] of [
  ['hang', 'The training worker hung'],
  ['throw', 'The training worker made a mistake'],
  ['exit', 'The training worker ended by itself'],
  ['memory', 'The training worker ran out of memory'],
] as const) {
  test(`promise 11, 12: after a ${fault} in the worker the lab says so, keeps the run, and trains again after Reset`, async ({
    browser,
    watch,
  }) => {
    const running = await startHost('tests/faults/faulty-host.mjs', [fault, '1500']);
    const page = await browser.newPage();
    watch(page);
    await page.goto(running.address);
    const lab = new LabPage(page, running.address);
    await lab.set('Steps', '1000000000');
    await lab.button('Play').click();
    await expect(lab.happened).toContainText(words, { timeout: 15_000 });
    const { step } = await lab.outputs();
    expect(Number(step)).toBeGreaterThan(0);
    expect((await lab.exportDocument()).result).toMatchObject({
      steps: Number(step),
      stop: 'stopped',
    });

    await lab.set('Steps', '100');
    await lab.button('Reset').click();
    await lab.playToTheEnd();
    expect((await lab.outputs()).w).toBe('0.9999999999999999');
    await page.close();
    await running.close();
  });
}

test('when the host ends, the page says so', async ({ browser }) => {
  const running = await startHost('out/main/browser.js', ['--no-open']);
  const page = await browser.newPage();
  await page.goto(running.address);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await running.close();
  await expect(page.getByRole('alert')).toContainText('The lab has ended');
  await page.close();
});
