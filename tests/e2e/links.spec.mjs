// Threads between records: drawn by a few letters, seen from both ends, taken away.
import { expect, test } from './fixtures.mjs';
import { addAndOpen, choose, openPerson, saved } from './steps.mjs';

test('a link is drawn with a reason, stands on both ends, and is taken away', async ({ device }) => {
  const page = await device.open('/');
  await addAndOpen(page, 'Jonas Weber');
  await addAndOpen(page, 'Ana Silva');
  const threads = (name) => page.getByRole('group', { name: `Threads of ${name}` });
  const dialog = page.getByRole('dialog', { name: 'Link this record' });

  await threads('Ana Silva').getByRole('button', { name: 'Link to…' }).click();
  await dialog.getByRole('button', { name: 'Draw the link' }).click();
  await expect(dialog.getByText('Choose a record')).toBeVisible();
  await dialog.getByLabel('How').selectOption('Supports');
  await choose(page, dialog.getByRole('combobox', { name: 'To' }), 'web', 'Jonas Weber');
  await dialog.getByRole('textbox', { name: 'Why' }).fill('She mentors him in the harbour survey');
  await dialog.getByRole('button', { name: 'Draw the link' }).click();
  await expect(dialog).toBeHidden();

  const here = threads('Ana Silva').getByRole('list', { name: 'Supports' });
  await expect(here.getByRole('link', { name: 'Jonas Weber' })).toBeVisible();
  await expect(here).toContainText('She mentors him in the harbour survey');

  // Drawn once is enough.
  await threads('Ana Silva').getByRole('button', { name: 'Link to…' }).click();
  await dialog.getByLabel('How').selectOption('Supports');
  await choose(page, dialog.getByRole('combobox', { name: 'To' }), 'jonas', 'Jonas Weber');
  await dialog.getByRole('button', { name: 'Draw the link' }).click();
  await expect(dialog.getByText('This link is drawn already.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await here.getByRole('link', { name: 'Jonas Weber' }).click();
  const there = threads('Jonas Weber').getByRole('list', { name: 'Is supported by' });
  await expect(there.getByRole('link', { name: 'Ana Silva' })).toBeVisible();
  await expect(there).toContainText('She mentors him in the harbour survey');
  await saved(page);
  await page.reload();
  await there.getByRole('button', { name: 'Take away the link to Ana Silva' }).click();
  await expect(there).toBeHidden();
  await openPerson(page, 'Ana Silva');
  await expect(threads('Ana Silva').getByRole('button', { name: 'Link to…' })).toBeVisible();
  await expect(here).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(here.getByRole('link', { name: 'Jonas Weber' })).toBeVisible();
});
