// Everything out, and back again.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from './fixtures.mjs';
import { backedUp, exported, openSample, ready, saved } from './steps.mjs';

/** What an export says, without when it was taken. */
function content(files) {
  const said = [...files].filter(([path]) => /\.(md|csv)$/.test(path));
  return Object.fromEntries(said.map(([path, bytes]) => [path, bytes.toString()]).sort());
}

/** The workspace an export was taken from, and the names of its documents. */
function source(files) {
  const { workspace } = JSON.parse(files.get('workspace.json').toString());
  return { workspace, documents: [...files.keys()].filter((path) => path.startsWith('documents/')).sort() };
}

async function jot(page, note) {
  await ready(page);
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill(note);
  await page.keyboard.press('Escape');
  await saved(page);
}

async function throwAway(page) {
  await page.goto('/data');
  await page.getByRole('button', { name: 'Throw everything away…' }).click();
  const question = page.getByRole('dialog');
  await question.getByRole('textbox').fill('throw away');
  await question.getByRole('button', { name: 'Throw everything away' }).click();
  await expect(page.getByRole('heading', { name: 'Three steps to a first week' })).toBeVisible();
}

test('a workspace, thrown away and restored from a backup, is the same workspace and goes on as it', async ({ device }) => {
  test.setTimeout(150_000);
  const page = await openSample(device);
  const before = await exported(page);
  expect(Object.keys(content(before)).length).toBeGreaterThan(50);
  expect(source(before).documents.some((path) => path.startsWith('documents/only-'))).toBe(true);
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
  await expect(page.getByText('This is the workspace of the backup now.')).toBeVisible();
  // Without a reload: the page has heard who it is now.
  await jot(page, 'Written after the restore');
  await page.goto('/notes');
  await expect(page.getByText('Written after the restore')).toBeVisible();
  await page.getByRole('button', { name: 'Delete this note' }).first().click();
  await saved(page);

  const after = await exported(page);
  expect(source(after), 'the note went to the private document that was there').toEqual(source(before));
  expect(content(after)).toEqual(content(before));
});

test('a damaged backup is refused with the reason and changes nothing', async ({ device }) => {
  const page = await device.open('/');
  await jot(page, 'Still here');
  const backup = await backedUp(page);
  const bytes = await readFile(backup);
  bytes[bytes.length >> 1] ^= 1;
  await writeFile(backup, bytes);
  await page.getByLabel('Choose a backup file').setInputFiles(backup);
  await expect(page.getByRole('alert').getByText('Nothing changed')).toBeVisible();
  await page.goto('/notes');
  await expect(page.getByText('Still here')).toBeVisible();
});
