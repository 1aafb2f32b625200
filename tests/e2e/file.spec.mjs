// One person's file: exported, handed over to another workspace, and erased from everything there is.
import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, test } from './fixtures.mjs';
import { addAndOpen, choose, goTo, jot, openPerson, openSample, openVault, ready, saved, write } from './steps.mjs';
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

/** Types an observation about somebody, which stands among the unsent texts meanwhile, and keeps it or gives it up. */
async function typeAbout(page, name, text, act) {
  await page.getByRole('banner').getByRole('button', { name: 'Observation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Jot an observation' });
  await choose(page, dialog.getByRole('combobox', { name: 'About' }), name.slice(0, 4), name);
  await dialog.getByRole('textbox', { name: 'What happened' }).pressSequentially(text);
  await saved(page);
  await dialog.getByRole('button', { name: act }).click();
  await expect(dialog).toBeHidden();
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
  await openVault(other.page, 'nora.pilothouse', buffer, PASSPHRASE);
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
  await openVault(other.page, 'nora.pilothouse', buffer, PASSPHRASE);
  await expect(other.page.getByText('It belongs to Nora Quindle, who is here already')).toBeVisible({ timeout: 20_000 });

  // A third workspace knows her already, under another id: what came goes over to her, and one undo takes that back.
  const third = await launch();
  await third.open('/');
  await addAndOpen(third.page, 'Nora Q. Smith');
  await note(third.page, 'Plays the cello.');
  await third.open('/data');
  await ready(third.page);
  await openVault(third.page, 'nora.pilothouse', buffer, PASSPHRASE);
  await third.page.getByRole('button', { name: 'Take it in' }).click();
  await third.page.getByText('It is somebody who is here already').click();
  await choose(third.page, third.page.getByRole('combobox', { name: 'Who' }), 'smith', 'Nora Q. Smith');
  const does = third.page.getByRole('list', { name: 'What joining does' });
  await expect(does).toContainText('Nora Q. Smith gets: Notes');
  await expect(does).toContainText('Name: Nora Q. Smith stays, Nora Quindle goes');
  await expectAccessible(third.page);
  await third.page.getByRole('button', { name: 'Join to Nora Q. Smith' }).click();
  await expect(third.page.getByText('Taken in, and joined to Nora Q. Smith.')).toBeVisible();
  await saved(third.page);
  await openPerson(third.page, 'Nora Q. Smith');
  await expect(third.page.getByRole('textbox', { name: 'Notes' })).toHaveValue(`Plays the cello.\n\n${MARKER}`);
  await goTo(third.page, 'People');
  const people = third.page.getByRole('grid', { name: 'People' });
  await expect(people.getByRole('link', { name: 'Nora Quindle' })).toHaveCount(0);
  await third.page.keyboard.press('Control+z');
  await expect(people.getByRole('link', { name: 'Nora Quindle' })).toBeVisible();
});

test('what is erased is in no store of two browsers, and the relay has emptied it', async ({ launch }) => {
  test.setTimeout(240_000);
  const ana = await anas(launch);
  await ana.open('/');
  await addAndOpen(ana.page, 'Nora Quindle');
  await note(ana.page, MARKER);
  // What is typed into forms goes through a document of its own (Y-100): sent, given up, and about something else.
  await typeAbout(ana.page, 'Nora Quindle', `Sent: ${MARKER}`, 'Keep it');
  await typeAbout(ana.page, 'Nora Quindle', `Given up: ${MARKER}`, 'Cancel');
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
  // Forms keep what is typed into them as before, also over a restart.
  await openPeople(ana.page);
  await typeAbout(ana.page, 'Ingrid Solheim', 'Asked twice', 'Keep it');
  await ana.page.getByRole('banner').getByRole('button', { name: 'Observation' }).click();
  const form = ana.page.getByRole('dialog', { name: 'Jot an observation' }).getByRole('textbox', { name: 'What happened' });
  await form.pressSequentially('Half a sentence');
  // What is only typed is on the disk within a second, and “saved” is said of what was done.
  await expect.poll(() => allStored(ana.page)).toContain('Half a sentence');
  await ana.page.reload();
  await ready(ana.page);
  await ana.page.getByRole('banner').getByRole('button', { name: 'Observation' }).click();
  await expect(form).toHaveValue('Half a sentence');
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
