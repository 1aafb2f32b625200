// One person's file: exported, handed over to another workspace, and erased from everything there is.
import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, test } from './fixtures.mjs';
import { addAndOpen, jot, openPerson, openSample, ready, saved, write } from './steps.mjs';
import { allStored, anas, becomeMember, openPeople, sameAtRelay } from './sharing.mjs';
import { unzip } from './zip.mjs';

const MARKER = 'quindle-marker-7f31';
const PASSPHRASE = 'rainbow amber castle noodle';

/** Opens the file of the person whose page is shown. */
async function openFile(page, name) {
  await page.getByRole('link', { name: 'File', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`File of ${name}`);
  await ready(page);
}

/** Writes the marker into the notes of the person whose page is shown. */
async function note(page, text) {
  await write(page.getByRole('textbox', { name: 'Notes' }), text);
  await saved(page);
}

/** Erases the file that is shown, by the two questions. */
async function erase(page, name) {
  await page.getByRole('button', { name: 'Erase the file…' }).click();
  const dialog = page.getByRole('dialog', { name: `Erase the file of ${name}?` });
  await expect(dialog.getByText('What erasing does not reach')).toBeVisible();
  await dialog.getByRole('button', { name: 'Go on' }).click();
  const act = dialog.getByRole('button', { name: 'Erase for everybody' });
  await expect(act).toBeDisabled();
  await dialog.getByRole('textbox').fill(name);
  await act.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`The file of ${name} is erased.`)).toBeVisible({ timeout: 20_000 });
}

test('a file is exported with what one wants of it', async ({ device }) => {
  test.setTimeout(120_000);
  const page = await openSample(device);
  await device.open('/people');
  const link = page.getByRole('grid', { name: 'People' }).getByRole('link').first();
  const name = (await link.textContent()).trim();
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await openFile(page, name);
  await expect(page.getByRole('list', { name: 'What is in the file' })).toContainText('People: 1');
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export the file' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^[a-z-]+-\d{4}-\d{2}-\d{2}\.zip$/);
  const files = await unzip(await readFile(await download.path()));
  const paths = [...files.keys()];
  expect(paths).toContain(`roster/People/${name}.md`);
  expect(paths.some((path) => path.startsWith('only-me/') || path.includes('only-'))).toBe(false);
  expect(files.get('README.txt').toString()).toContain(`keeps about ${name}`);
});

test('a file that was handed over is taken in elsewhere, and taken out again', async ({ device, launch }) => {
  test.setTimeout(150_000);
  const page = await device.open('/');
  await addAndOpen(page, 'Nora Quindle');
  await note(page, MARKER);
  await openFile(page, 'Nora Quindle');
  await page.getByRole('button', { name: 'Hand the file over…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Hand the file over' });
  await dialog.getByLabel('New passphrase').fill(PASSPHRASE);
  await dialog.getByLabel('The same again').fill(PASSPHRASE);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Make the file' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^nora-quindle-.*\.pilothouse$/);
  const buffer = await readFile(await download.path());
  expect(buffer.includes(MARKER)).toBe(false);

  const other = await launch();
  await other.open('/');
  await addAndOpen(other.page, 'Somebody Else');
  await saved(other.page);
  await other.open('/data');
  await ready(other.page);
  await other.page
    .getByLabel('Choose a backup file')
    .setInputFiles({ name: 'nora.pilothouse', mimeType: 'application/octet-stream', buffer });
  await other.page.getByLabel('Passphrase of the backup').fill(PASSPHRASE);
  await other.page.getByRole('button', { name: 'Open it' }).click();
  await expect(other.page.getByText('It is one person’s file, handed over.')).toBeVisible({ timeout: 20_000 });
  await expect(other.page.getByText('the person comes new')).toBeVisible();
  await other.page.getByRole('button', { name: 'Take it in' }).click();
  await expect(other.page.getByRole('button', { name: 'Take it out again' })).toBeVisible({ timeout: 20_000 });
  await saved(other.page);
  await openPerson(other.page, 'Nora Quindle');
  await expect(other.page.getByRole('textbox', { name: 'Notes' })).toHaveValue(MARKER);

  // The same once more: it belongs to somebody now, and nothing comes new.
  await other.open('/data');
  await ready(other.page);
  await other.page
    .getByLabel('Choose a backup file')
    .setInputFiles({ name: 'nora.pilothouse', mimeType: 'application/octet-stream', buffer });
  await other.page.getByLabel('Passphrase of the backup').fill(PASSPHRASE);
  await other.page.getByRole('button', { name: 'Open it' }).click();
  await expect(other.page.getByText('It belongs to Nora Quindle, who is here already')).toBeVisible({ timeout: 20_000 });
});

test('what is erased is in no store of two browsers, and the relay has emptied it', async ({ launch }) => {
  test.setTimeout(240_000);
  const ana = await anas(launch);
  await ana.open('/');
  await addAndOpen(ana.page, 'Nora Quindle');
  await note(ana.page, MARKER);
  const ben = await launch();
  await becomeMember(ana.page, ben, 'Ben');
  await openPeople(ben.page);
  await openPerson(ben.page, 'Nora Quindle');
  await expect(ben.page.getByRole('textbox', { name: 'Notes' })).toHaveValue(MARKER, { timeout: 30_000 });
  await saved(ben.page);
  expect(await allStored(ben.page)).toContain(MARKER);
  await sameAtRelay(ana.page);

  // A manager is told whom to ask.
  await openPeople(ben.page);
  await openPerson(ben.page, 'Nora Quindle');
  await openFile(ben.page, 'Nora Quindle');
  await expect(ben.page.getByRole('button', { name: 'Erase the file…' })).toBeDisabled();
  await expect(ben.page.getByText('erased by an owner of the workspace')).toBeVisible();

  await openPeople(ana.page);
  await openPerson(ana.page, 'Nora Quindle');
  await openFile(ana.page, 'Nora Quindle');
  await erase(ana.page, 'Nora Quindle');
  await expect(ana.page.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Nora Quindle' })).toHaveCount(0);
  await expect(ben.page.getByText('There is no such file in the workspace')).toBeVisible({ timeout: 30_000 });

  await ana.open('/data');
  await expect(ana.page.getByRole('list', { name: 'Erased files' })).toContainText(
    /gone from this device, and from the relay\./,
    { timeout: 30_000 },
  );
  await expectAccessible(ana.page);
  for (const { page } of [ana, ben]) {
    const holds = async () => (await allStored(page)).includes(MARKER);
    await expect.poll(holds, { timeout: 30_000 }).toBe(false);
  }
  // And it stays so.
  for (const device of [ana, ben]) {
    await device.page.reload();
    await ready(device.page);
    expect((await allStored(device.page)).includes(MARKER)).toBe(false);
  }
  await jot(ben.page, 'everything else goes on');
  await saved(ben.page);
});

test('a candidate is erased as a unit, from the page about them', async ({ device }) => {
  test.setTimeout(120_000);
  const page = await openSample(device);
  await device.open('/hiring');
  await page.getByRole('link', { name: /^Hanne Vestergaard/ }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hanne Vestergaard');
  const candidate = page.url();
  await openFile(page, 'Hanne Vestergaard');
  await erase(page, 'Hanne Vestergaard');
  await page.goto(candidate);
  await expect(page.getByText('Nobody here by that address')).toBeVisible();
  const holds = async () => (await allStored(page)).includes('Hanne Vestergaard');
  await expect.poll(holds, { timeout: 30_000 }).toBe(false);
});
