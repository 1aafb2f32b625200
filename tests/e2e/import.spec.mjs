// Bringing people in: what a file holds is shown before it is done, told row by row, and taken back in one.
import { join } from 'node:path';
import { expect, test } from './fixtures.mjs';
import { saved } from './steps.mjs';

const FILES = join(import.meta.dirname, '../fixtures/people');

/** Chooses a file and answers, where it is asked, that days come first. */
async function choose(page, name) {
  await page.goto('/import');
  await expect(page.getByRole('button', { name: 'Quick note' })).toBeEnabled();
  await page.getByLabel('Choose a CSV or TSV file').setInputFiles(join(FILES, name));
  await expect(page.getByRole('heading', { name: 'What would happen' })).toBeVisible();
  const order = page.getByRole('combobox', { name: 'Order of dates' });
  if ((await order.isVisible()) && (await order.inputValue()) === '') await order.selectOption({ index: 1 });
}

/** The figure that stands under a heading of the preview. */
async function figure(page, label) {
  const text = await page.getByRole('term').filter({ hasText: new RegExp(`^${label}$`) }).locator('+ dd').textContent();
  return Number(text);
}

for (const name of ['bamboohr-like.csv', 'hris-export.tsv', 'personio-like.csv']) {
  test(`${name} comes in, is found again, and one undo takes it back`, async ({ device }) => {
    const page = await device.open('/');
    await choose(page, name);
    const brought = await figure(page, 'New');
    expect(brought).toBeGreaterThan(10);
    await page.getByRole('button', { name: /^Import \d+ (people|person)$/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('People');
    await expect(page.getByRole('status').getByText(/^Import \d+ .*: done$/)).toBeVisible();
    await saved(page);

    await choose(page, name);
    await expect.poll(() => figure(page, 'Unchanged'), 'importing again doubles nobody').toBe(brought);
    expect(await figure(page, 'New')).toBe(0);

    await page.keyboard.press('Control+z');
    await expect.poll(() => figure(page, 'New'), 'one undo takes back the whole import').toBe(brought);
  });
}

test('a file that is no table is refused with the reason', async ({ device }) => {
  const page = await device.open('/import');
  await page.getByLabel('Choose a CSV or TSV file').setInputFiles({
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Name;E-Mail\n'),
  });
  await expect(page.getByRole('alert').getByText('no rows below it')).toBeVisible();
});
