// Everything out, and back again.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from './fixtures.mjs';
import { backedUp, exported, openSample, saved } from './steps.mjs';

/** What an export says, without when and from which workspace it was taken. */
function content(files) {
  const said = [...files].filter(([path]) => /\.(md|csv)$/.test(path));
  return Object.fromEntries(said.map(([path, bytes]) => [path, bytes.toString()]).sort());
}

async function throwAway(page) {
  await page.goto('/data');
  await page.getByRole('button', { name: 'Throw everything away…' }).click();
  const question = page.getByRole('dialog');
  await question.getByRole('textbox').fill('throw away');
  await question.getByRole('button', { name: 'Throw everything away' }).click();
  await expect(page.getByRole('heading', { name: 'Three steps to a first week' })).toBeVisible();
}

test('an export, thrown away and restored from a backup, is the same export', async ({ device }) => {
  test.setTimeout(150_000);
  const page = await openSample(device);
  const before = content(await exported(page));
  expect(Object.keys(before).length).toBeGreaterThan(50);
  const backup = await backedUp(page);
  await throwAway(page);

  await page.goto('/data');
  await page.getByLabel('Choose a backup file').setInputFiles({
    name: 'sample.pilothouse',
    mimeType: 'application/octet-stream',
    buffer: await readFile(backup),
  });
  await expect(page.getByText('This workspace is empty')).toBeVisible();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText(/Restored: \d+ documents came new/)).toBeVisible({ timeout: 30_000 });
  expect(content(await exported(page))).toEqual(before);
});

test('a damaged backup is refused with the reason and changes nothing', async ({ device }) => {
  const page = await device.open('/');
  await expect(page.getByRole('button', { name: 'Quick note' })).toBeEnabled();
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill('Still here');
  await page.keyboard.press('Escape');
  await saved(page);
  const backup = await backedUp(page);
  const bytes = await readFile(backup);
  bytes[bytes.length >> 1] ^= 1;
  await writeFile(backup, bytes);
  await page.getByLabel('Choose a backup file').setInputFiles(backup);
  await expect(page.getByRole('alert').getByText('Nothing changed')).toBeVisible();
  await page.goto('/notes');
  await expect(page.getByText('Still here')).toBeVisible();
});
