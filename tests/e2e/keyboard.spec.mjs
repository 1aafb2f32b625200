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
  await page.keyboard.type('settin');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page).toHaveTitle('Settings · Pilothouse');

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
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

/** Walks on with Tab until `target` has the focus; every stop on the way must show that it has it. */
async function tabTo(page, target) {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(() => {
      const here = document.activeElement;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here);
      const marked = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      const { width, height } = here.getBoundingClientRect();
      return here === document.body || (marked && width > 0 && height > 0) ? '' : here.outerHTML;
    });
    expect(hidden, 'whoever has the focus shows it').toBe('');
    if (await isThere()) return;
  }
  await expect(target).toBeFocused();
}

test('a whole round without a mouse: add, open, jot, look around', async ({ device }) => {
  const page = await device.open('/');
  const heading = page.getByRole('heading', { level: 1 });
  const button = (name) => page.getByRole('main').getByRole('button', { name, exact: true });
  await expect(page.getByRole('button', { name: 'Quick note' })).toBeEnabled();

  // To the people, by two letters. The heading has the focus, so what follows is read from the top.
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(heading).toHaveText('People');
  await expect(heading).toBeFocused();

  // A dialog takes the focus, and Escape gives it back.
  await tabTo(page, button('Add a person'));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add a person' });
  const name = dialog.getByRole('textbox', { name: 'Name' });
  await expect(name).toBeFocused();
  await page.keyboard.type('Nobody');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button('Add a person')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(name).toBeFocused();
  await expect(name).toHaveValue('');
  await page.keyboard.type('Ana Silva');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(button('Add a person')).toBeFocused();

  // Into the table and through its only row.
  const table = page.getByRole('grid', { name: 'People' });
  await expect(table.getByRole('link')).toHaveText(['Ana Silva']);
  await tabTo(page, table);
  await page.keyboard.press('Enter');
  await expect(heading).toHaveText('Ana Silva');
  await expect(heading).toBeFocused();

  // An observation, from here.
  await page.keyboard.press('o');
  const box = page.getByRole('dialog', { name: 'Jot an observation' });
  await expect(box.getByRole('combobox', { name: 'About' })).toBeFocused();
  await page.keyboard.type('ana');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(box.getByRole('combobox', { name: 'About' })).toHaveValue('Ana Silva');
  await tabTo(page, box.getByRole('textbox', { name: 'What happened' }));
  await page.keyboard.type('Found the leak before the boat left');
  await tabTo(page, box.getByRole('button', { name: 'Keep it' }));
  await page.keyboard.press('Enter');
  await expect(box).toBeHidden();
  await expect(page.getByRole('link', { name: 'Found the leak before the boat left' })).toBeVisible();
  await expect(heading).toBeFocused();

  // A list of suggestions closes first, the dialog with the next Escape.
  // What is typed right after the key is typed in the box.
  await page.keyboard.type('oana');
  await expect(box.getByRole('combobox', { name: 'About' })).toHaveValue('ana');
  await expect(box.getByRole('option', { name: 'Ana Silva' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(box.getByRole('option', { name: 'Ana Silva' })).toBeHidden();
  await expect(box).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
  await expect(heading).toBeFocused();

  // The tabs are one stop; arrows walk them.
  await tabTo(page, page.getByRole('tab', { name: 'Overview' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Details' })).toBeFocused();
  await expect(page.getByRole('tabpanel', { name: 'Details' })).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'History' })).toBeFocused();
  await expect(page.getByRole('tabpanel', { name: 'History' })).toBeVisible();

  // All of it is written down.
  await page.keyboard.press('?');
  await expect(heading).toHaveText('Keyboard shortcuts');
  await expect(heading).toBeFocused();
  for (const does of ['Jot an observation', 'Go to people', 'Undo', 'Find a command or a record']) {
    await expect(page.getByRole('main')).toContainText(does);
  }
  await saved(page);
});
