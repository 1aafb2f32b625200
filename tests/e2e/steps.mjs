// Steps that several journeys take, in the user's words.
import { readFile } from 'node:fs/promises';
import { expect } from './fixtures.mjs';
import { unzip } from './zip.mjs';

/** Opens the sample workspace and waits until it is written. */
export async function openSample(device) {
  const page = await device.open('/');
  await page.getByRole('button', { name: 'Look at a sample workspace' }).click();
  await expect(page.getByRole('region', { name: 'Sample workspace' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Your people/ })).toBeVisible({ timeout: 30_000 });
  await saved(page);
  return page;
}

/** Waits until everything is on the disk. */
export async function saved(page) {
  await expect(page.getByRole('banner').getByText('Saved on this disk')).toBeVisible({ timeout: 45_000 });
}

/** Says who the user is, as somebody new. */
export async function sayWhoIAm(page, name) {
  const field = page.getByRole('combobox', { name: 'Which of the people are you?' });
  await expect(field).toBeEditable();
  await field.fill(name);
  await page.getByRole('option', { name: `Add “${name}”` }).click();
  await expect(field).toHaveValue(name);
}

/** Adds somebody to the people. */
export async function addPerson(page, name) {
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
}

/** Exports everything; the files of the zip. */
export async function exported(page) {
  await page.goto('/data');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export everything' }).click(),
  ]);
  return unzip(await readFile(await download.path()));
}

/** Makes a backup; the path of the file. */
export async function backedUp(page) {
  await page.goto('/data');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Make a backup' }).click(),
  ]);
  return download.path();
}

/** Waits until the workspace takes edits. */
export async function ready(page) {
  await expect(page.getByRole('button', { name: 'Quick note' })).toBeEnabled({ timeout: 30_000 });
}

/** Goes to the page of somebody by way of the list. */
export async function openPerson(page, name) {
  await page.getByRole('navigation').getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('grid', { name: 'People' }).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

/** Adds somebody to the people, starting anywhere, and opens their page. */
export async function addAndOpen(page, name) {
  await page.getByRole('navigation').getByRole('link', { name: 'People', exact: true }).click();
  await ready(page);
  await addPerson(page, name);
  await openPerson(page, name);
}

/** Opens one of the views of what is shown: `Details`, `History`. */
export async function openView(page, name) {
  await page.getByRole('tab', { name }).click();
  await expect(page.getByRole('tabpanel', { name })).toBeVisible();
  return page.getByRole('tabpanel', { name });
}

/** Writes one line in a field and leaves it, so that it is handed over. */
export async function write(field, text) {
  await expect(field).toBeEditable();
  await field.fill(text);
  await field.press('Tab');
}

/** Chooses somebody or something in a field by typing a few letters. */
export async function choose(page, field, letters, name) {
  await field.fill(letters);
  await page.getByRole('option', { name }).click();
  await expect(field).toHaveValue(name);
}

/** Jots a quick note, which nobody but its writer's own devices may read. */
export async function jot(page, text) {
  await page.getByRole('navigation').getByRole('link', { name: 'Quick notes', exact: true }).click();
  await ready(page);
  await page.getByRole('button', { name: 'Quick note' }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill(text);
  await page.getByRole('button', { name: 'Done' }).click();
  await saved(page);
}

/** A day so many days from today, as the page's clock has it: `2026-11-02`. */
export async function day(page, fromToday) {
  return page.evaluate((days) => {
    const date = new Date();
    date.setDate(date.getDate() + days);
    const two = (number) => String(number).padStart(2, '0');
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  }, fromToday);
}

/**
 * How many places the Tab key should come to in a dialog, and to how many of them it came. What scrolls takes the focus
 * in some browsers too; that is neither here nor there.
 */
export async function walked(page, dialog) {
  const [places, parts] = await dialog.evaluate((root) => {
    const all = [...root.querySelectorAll('a[href], button, input, select, textarea, summary')];
    // Of radio buttons one takes the focus, the chosen one or the first, and the arrow keys go on from there.
    const first = (one) => {
      const group = all.filter((other) => other.type === 'radio' && other.name === one.name);
      return one === (group.find((other) => other.checked) ?? group[0]);
    };
    const takes = (one) => !one.disabled && one.checkVisibility() && (one.type !== 'radio' || first(one));
    const taken = all.filter(takes);
    const order = [...root.querySelectorAll('*')];
    // Within a day the key goes from its day to its month, to its year, and to the button that shows a calendar.
    return [taken.map((one) => order.indexOf(one)), 3 * taken.filter((one) => one.type === 'date').length];
  });
  const reached = new Set();
  for (let press = 0; press < places.length + parts + 4; press += 1) {
    const at = await dialog.evaluate((root) => {
      const focused = document.activeElement;
      if (focused === document.body) return 'nowhere';
      return root.contains(focused) ? [...root.querySelectorAll('*')].indexOf(focused) : 'outside';
    });
    expect(at, 'the page below is out of reach').not.toBe('outside');
    // Between the last and the first is the browser's own bar.
    reached.add(at);
    await page.keyboard.press('Tab');
  }
  return { stops: places.length, reached: places.filter((place) => reached.has(place)).length };
}
