// A page that is left in the moment in which something is made: nothing is lost without a question.
import { expect, test } from './fixtures.mjs';
import { ready, saved } from './steps.mjs';

test('twenty times a record is made and the page reloaded at once, and each is there or was asked about', async ({ device }) => {
  test.setTimeout(240_000);
  const page = await device.open('/actions');
  await ready(page);
  const asked = [];
  const stay = (dialog) => {
    asked.push(dialog.type());
    return dialog.dismiss();
  };
  page.on('dialog', stay);
  const grid = page.getByRole('grid', { name: 'Actions' });
  const all = [];
  for (let round = 1; round <= 20; round += 1) {
    const what = `Action number ${round} of twenty`;
    await page.getByRole('button', { name: 'Add an action' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Add an action' });
    await dialog.getByRole('textbox', { name: 'What' }).fill(what);
    await dialog.getByRole('button', { name: 'Add it' }).click();
    all.push(what);
    const before = asked.length;
    // Who stays when the browser asks finds it saved a moment later, and goes then.
    await page.evaluate(() => location.reload()).catch(() => {});
    await page.waitForTimeout(50);
    if (asked.length > before) {
      await saved(page);
      await page.reload();
    }
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await ready(page);
    await expect(grid.getByText(what)).toBeVisible();
  }
  for (const what of all) await expect(grid.getByText(what)).toBeVisible();
  expect(asked.every((type) => type === 'beforeunload')).toBe(true);
  page.off('dialog', stay);
});
