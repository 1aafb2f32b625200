// What changed, when and by whom; back and forth; and the record as of a day.
import { expect, test } from './fixtures.mjs';
import { addAndOpen, day, openView, saved, write } from './steps.mjs';

test('every change is taken back, done again, told, and an earlier version restored', async ({ device }) => {
  const page = await device.open('/');
  await addAndOpen(page, 'Ana Silva');
  let details = await openView(page, 'Details');
  const title = details.getByRole('textbox', { name: 'Title' });
  await write(title, 'Engineer');
  await saved(page);
  await write(title, 'Senior Engineer');
  await saved(page);

  // Outside of any field, where the keys belong to the workspace.
  await page.getByRole('tab', { name: 'Details' }).focus();
  await page.keyboard.press('Control+z');
  await expect(title).toHaveValue('Engineer');
  await page.keyboard.press('Control+z');
  await expect(title).toHaveValue('');
  await page.keyboard.press('Control+Shift+z');
  await expect(title).toHaveValue('Engineer');
  await page.keyboard.press('Control+Shift+z');
  await expect(title).toHaveValue('Senior Engineer');
  await saved(page);

  const history = await openView(page, 'History');
  const entries = history.getByRole('list', { name: 'History' }).getByRole('listitem');
  const newest = entries.first();
  await expect(newest).toContainText('Title');
  await expect(newest.getByRole('deletion')).toHaveText('Engineer');
  await expect(newest.getByRole('insertion')).toHaveText('Senior Engineer');
  await expect(newest).toContainText('You');
  await expect(newest.getByRole('time')).toHaveText(/^\d+ \w+ \d{4}, \d\d:\d\d$/);
  await expect(entries.last()).toContainText('Ana Silva');
  await expect(entries).toHaveCount(7);

  // The record as of a day.
  const asOf = history.getByLabel('As of the end of');
  await asOf.fill(await day(page, -1));
  await expect(history.getByText(/this record did not exist/)).toBeVisible();
  await asOf.fill(await day(page, 0));
  const then = history.getByRole('region', { name: /^As of/ });
  await expect(then.getByRole('textbox', { name: 'Title' })).toHaveValue('Senior Engineer');
  await expect(then.getByRole('textbox', { name: 'Title' })).not.toBeEditable();
  await history.getByRole('button', { name: 'Back to today' }).click();
  await expect(then).toBeHidden();

  // The version that first said Engineer.
  const engineer = entries.filter({ has: page.getByRole('insertion').getByText('Engineer', { exact: true }) });
  await engineer.last().getByRole('button', { name: 'Restore this version' }).click();
  await expect(entries).toHaveCount(8);
  await expect(newest.getByRole('insertion')).toHaveText('Engineer');
  details = await openView(page, 'Details');
  await expect(title).toHaveValue('Engineer');
  await page.keyboard.press('Control+z');
  await expect(title).toHaveValue('Senior Engineer');
});

test('what was deleted comes back by undo, with its history', async ({ device }) => {
  const page = await device.open('/');
  await addAndOpen(page, 'Ana Silva');
  await page.getByRole('region', { name: /^Observations/ }).getByRole('button', { name: 'Jot' }).click();
  const box = page.getByRole('dialog', { name: 'Jot an observation' });
  await box.getByRole('textbox', { name: 'What happened' }).fill('Calmed the pilots in the storm');
  await box.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('link', { name: 'Calmed the pilots in the storm' }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Calmed the pilots in the storm');
  const address = page.url();

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await saved(page);
  await expect(heading).toHaveText('Monday');
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(heading).toHaveText('Not here');

  await page.keyboard.press('Control+z');
  await expect(heading).toHaveText('Calmed the pilots in the storm');
  const history = await openView(page, 'History');
  await expect(history.getByRole('list', { name: 'History' })).toContainText('Calmed the pilots in the storm');

  // The message that says so takes it back as well.
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(heading).toHaveText('Monday');
  const message = page.getByRole('status').filter({ hasText: 'Done: Delete Calmed the pilots in the storm' });
  await message.getByRole('button', { name: 'Undo' }).first().click();
  await page.goBack();
  await expect(heading).toHaveText('Calmed the pilots in the storm');
});
