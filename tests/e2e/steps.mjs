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

/** Goes to a page by its name in the navigation. */
export async function goTo(page, name) {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
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
  await goTo(page, 'People');
  await page.getByRole('grid', { name: 'People' }).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

/** Adds somebody to the people, starting anywhere, and opens their page. */
export async function addAndOpen(page, name) {
  await goTo(page, 'People');
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

/** The user is Mara Lindqvist, and Ana Silva reports to her, on a level if one is named; shows Ana's page. */
export async function withReport(device, level) {
  const page = await device.open('/settings');
  await ready(page);
  await sayWhoIAm(page, 'Mara Lindqvist');
  await addAndOpen(page, 'Ana Silva');
  const details = await openView(page, 'Details');
  await choose(page, details.getByRole('combobox', { name: 'Manager' }), 'mara', 'Mara Lindqvist');
  if (level) await write(details.getByRole('textbox', { name: 'Level' }), level);
  return page;
}

/** Plans talks with Ana Silva, the first so many days from today, in the rhythm that is suggested or in another. */
export async function planTalks(page, fromToday, rhythm) {
  await goTo(page, '1:1s');
  await page.getByRole('button', { name: 'Plan with Ana Silva' }).click();
  const plan = page.getByRole('dialog', { name: 'Plan 1:1s' });
  if (rhythm) await plan.getByLabel('Rhythm').selectOption(rhythm);
  await plan.getByLabel('First talk').fill(await day(page, fromToday));
  await plan.getByRole('button', { name: 'Plan 1:1s' }).click();
  await expect(plan).toBeHidden();
}

/** Adds a skill, from the page of skills. */
export async function addSkill(page, name) {
  await page.getByRole('button', { name: 'Add a skill' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
}

/** Says, in the dialog that is open, that the pager rotation, which is made here, needs a skill at the depth “builds it”. */
export async function askForSkill(demand, skill) {
  const page = demand.page();
  await demand.getByRole('combobox', { name: 'Skill' }).selectOption(skill);
  await demand.getByRole('combobox', { name: 'Needed for' }).fill('The pager rotation');
  await page.getByRole('option', { name: 'Add “The pager rotation”' }).click();
  await demand.getByRole('radio', { name: '3: builds it' }).check();
  await demand.getByRole('button', { name: 'Ask for it' }).click();
  await expect(demand).toBeHidden();
}

/** The candidate whose page is shown gets an offer and accepts, to begin so many days from today. */
export async function acceptOffer(page, fromToday) {
  await page.getByRole('button', { name: 'Other steps' }).click();
  await page.getByRole('menuitem', { name: 'Offer made' }).click();
  await page.getByRole('button', { name: 'They accepted' }).click();
  const hire = page.getByRole('dialog', { name: 'They accepted' });
  await hire.getByLabel('First day at work').fill(await day(page, fromToday));
  await hire.getByRole('button', { name: 'Welcome them' }).click();
  await expect(page.getByRole('link', { name: 'Person', exact: true })).toBeVisible();
}

/** Opens a file that is under a passphrase, on the page of data: what it is, or that the passphrase is wrong, is shown then. */
export async function openVault(page, name, buffer, passphrase) {
  await page.getByLabel('Choose a backup file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await page.getByLabel('Passphrase of the backup').fill(passphrase);
  await page.getByRole('button', { name: 'Open it' }).click();
}

/** Jots a quick note, which nobody but its writer's own devices may read. */
export async function jot(page, text) {
  await goTo(page, 'Quick notes');
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
