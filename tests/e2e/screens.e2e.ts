import { seriousFindings } from './axe';
import { expect, test } from './fixtures';

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on any screen of stepping, ${theme}`, async ({ lab }) => {
    test.slow();
    const { page } = lab;
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: theme });
    const finish = page.getByRole('button', { name: 'Finish phase' });
    const clean = async (screen: string) => expect(await seriousFindings(page), screen).toEqual([]);
    await page.getByRole('button', { name: /^Next/ }).click();
    await clean('forward');
    await finish.click();
    await finish.click();
    await page.getByRole('button', { name: /^Next/ }).click();
    await clean('order');
    await finish.click();
    await finish.click();
    await clean('backward');
    await page.locator('button[data-node="a"]').focus();
    await expect(page.getByText('_children')).toBeVisible();
    await clean('a node’s rules');
    await page.getByRole('tab', { name: 'Table' }).click();
    await clean('table');
    await page.getByRole('tab', { name: 'Python' }).click();
    await clean('Python');
    await page.getByRole('tab', { name: 'Graph' }).click();
    await page.getByLabel('View of the graph').selectOption('notebook');
    await page.getByLabel('Hide answers').check();
    await expect(page.getByRole('textbox', { name: '∂L/∂w =' })).toBeVisible();
    await clean('hidden answers, as the notebook builds it');
    await page.getByLabel('Hide answers').uncheck();
    await page.getByRole('button', { name: 'Help' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await clean('help');
    await page.keyboard.press('Escape');
    for (const model of ['MLP', 'Expression']) {
      await page.getByRole('radiogroup', { name: 'Model' }).getByText(model).click();
      await expect(page.locator('.card, [data-unit]').first()).toBeVisible();
      await clean(model);
    }
  });
}
