// A backup under a passphrase: made, refused where it has to be, and all there is after everything was lost.
import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures.mjs';
import { addAndOpen, goTo, ready, saved } from './steps.mjs';
import { startSharing } from './sharing.mjs';

const PASSPHRASE = 'rainbow amber castle noodle';

/** Chooses a file to restore from. */
async function choose(page, buffer) {
  await page.getByLabel('Choose a backup file').setInputFiles({
    name: 'encrypted.pilothouse',
    mimeType: 'application/octet-stream',
    buffer,
  });
}

/** Types the passphrase of the file that was chosen. */
async function openFile(page, passphrase = PASSPHRASE) {
  await page.getByLabel('Passphrase of the backup').fill(passphrase);
  await page.getByRole('button', { name: 'Open it' }).click();
}

test('an encrypted backup of a shared workspace brings everything back into a fresh browser', async ({ device, launch }) => {
  test.setTimeout(240_000);
  await device.open('/');
  await addAndOpen(device.page, 'Zephyrine Quist');
  await saved(device.page);
  const page = device.page;
  await page.goto('/data');
  const encrypt = page.getByRole('checkbox', { name: 'Encrypt with a passphrase' });
  await expect(encrypt).not.toBeChecked();
  await startSharing(page, 'Alice', 'Laptop');
  await goTo(page, 'Data');
  await expect(encrypt).toBeChecked();
  await page.getByRole('button', { name: 'Make a backup' }).click();
  const dialog = page.getByRole('dialog', { name: 'Encrypt the backup' });
  await expect(dialog.getByRole('button', { name: 'Make it' })).toBeDisabled();
  await dialog.getByLabel('New passphrase').fill(PASSPHRASE);
  await dialog.getByLabel('The same again').fill(PASSPHRASE);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Make it' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/-encrypted\.pilothouse$/);
  const file = await readFile(await download.path());
  expect(file.subarray(0, 16).toString()).toBe('pilothouse vault');
  expect(file.includes('Zephyrine')).toBe(false);

  const fresh = await launch();
  await fresh.open('/data');
  await ready(fresh.page);
  await choose(fresh.page, file);
  await openFile(fresh.page, 'rainbow amber castle poodle');
  await expect(fresh.page.getByText('Nothing changed.')).toContainText('That is not the passphrase of this backup.', {
    timeout: 20_000,
  });
  const damaged = Buffer.from(file);
  damaged[damaged.length - 20] ^= 1;
  for (const [bytes, said] of [
    [damaged, 'This backup is damaged.'],
    [file.subarray(0, 90), 'This backup is not complete: its end is missing.'],
  ]) {
    await choose(fresh.page, bytes);
    await openFile(fresh.page);
    await expect(fresh.page.getByText('Nothing changed.')).toContainText(said, { timeout: 20_000 });
  }
  await choose(fresh.page, file);
  await openFile(fresh.page);
  await expect(fresh.page.getByText('This workspace is empty')).toBeVisible({ timeout: 20_000 });
  await fresh.page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(fresh.page.getByText('This is the workspace of the backup now.')).toBeVisible({ timeout: 30_000 });
  await saved(fresh.page);
  await goTo(fresh.page, 'People');
  await expect(
    fresh.page.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Zephyrine Quist' }),
  ).toBeVisible();
});
