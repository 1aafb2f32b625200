// Without a mouse: the palette, the shortcuts, taking back and doing again.
import { expect, test } from './fixtures.mjs';
import { saved } from './steps.mjs';

async function jot(page, text) {
  await page.keyboard.press('n');
  const field = page.getByRole('textbox', { name: 'Note' });
  await expect(field).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
}

test('the palette finds commands and records, and leads there', async ({ device }) => {
  const page = await device.open('/');
  await saved(page);
  await expect(page.getByRole('button', { name: 'Quick note' })).toBeEnabled();
  await jot(page, 'Ask about the harbour survey');

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await page.keyboard.type('set');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page).toHaveTitle('Settings · Pilothouse');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('harbour');
  await expect(page.getByRole('option', { name: /harbour survey/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeHidden();
});

test('letters go to pages, and belong to the text while one types', async ({ device }) => {
  const page = await device.open('/');
  for (const [keys, heading] of [
    ['gp', 'People'],
    ['ga', 'Actions'],
    ['gm', 'Monday'],
    ['?', 'Keyboard shortcuts'],
  ]) {
    for (const key of keys) await page.keyboard.press(key);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  }
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('gp on');
  await expect(page.getByRole('searchbox')).toHaveValue('gp on');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Search');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('what was done is taken back and done again, and said', async ({ device }) => {
  const page = await device.open('/notes');
  await expect(page.getByRole('button', { name: 'Quick note' })).toBeEnabled();
  await jot(page, 'Sharpen the pencils');
  const note = page.getByRole('main').getByText('Sharpen the pencils');
  await expect(note).toBeVisible();
  await page.getByRole('button', { name: 'Delete this note' }).click();
  await expect(note).toBeHidden();
  await saved(page);

  await page.keyboard.press('Control+z');
  await expect(note).toBeVisible();
  await expect(page.getByRole('status').getByText('Undone: Delete a quick note')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(note).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(note).toBeVisible();
});

test('the skip link leads past the navigation', async ({ device }) => {
  const page = await device.open('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
