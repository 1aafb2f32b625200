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
