// What earlier versions left behind opens: whole stores of a browser, open and locked by a passphrase, and backup files.
// `KEEP=1 npx playwright test kept` adds the folder of the present format to tests/fixtures/stores; what is there is never
// written again.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from './fixtures.mjs';
import { addAndOpen, addPerson, backedUp, goTo, openView, ready, saved, write } from './steps.mjs';

const KEPT = resolve(import.meta.dirname, '../fixtures/stores');
/** The present format. */
const FORMAT = '1';
const PASSPHRASE = 'four winds and a harbour';
/** A page of this site on which no program runs. */
const NOWHERE = '/manifest.webmanifest';

/** Every row of every database of this site; keys that a browser gives to nobody are left out. */
const rowsOf = (page) =>
  page.evaluate(async () => {
    const settled = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
    const all = [];
    for (const { name, version } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      const stores = {};
      for (const store of database.objectStoreNames) {
        const of = database.transaction(store).objectStore(store);
        const [keys, values] = [await settled(of.getAllKeys()), await settled(of.getAll())];
        stores[store] = keys.flatMap((key, place) => {
          const value = values[place];
          return ArrayBuffer.isView(value) ? [[key, btoa(String.fromCharCode(...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)))]] : [];
        });
      }
      database.close();
      all.push({ name, version, stores });
    }
    return all;
  });

/** Puts such rows into a browser that has none. */
const putRows = (page, all) =>
  page.evaluate(async (all) => {
    const settled = (request) =>
      new Promise((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
    for (const { name, version, stores } of all) {
      const opening = indexedDB.open(name, version);
      opening.onupgradeneeded = () => Object.keys(stores).forEach((store) => opening.result.createObjectStore(store));
      const database = await settled(opening);
      const writing = database.transaction(Object.keys(stores), 'readwrite');
      for (const [store, rows] of Object.entries(stores)) {
        for (const [key, value] of rows) {
          writing.objectStore(store).put(Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0)), key);
        }
      }
      await new Promise((done, fail) => {
        writing.oncomplete = done;
        writing.onabort = () => fail(writing.error);
      });
      database.close();
    }
  }, all);

/** The people, and what is said of one of them. */
async function isThere(page) {
  await goTo(page, 'People');
  await ready(page);
  const people = page.getByRole('grid', { name: 'People' }).getByRole('link');
  await expect(people).toHaveText(['Ana Silva', 'Zoë Adler']);
  await people.first().click();
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue('On the bridge since spring.');
  await expect((await openView(page, 'Details')).getByRole('textbox', { name: 'Title' })).toHaveValue('Pilot');
  const history = await openView(page, 'History');
  await expect(history.getByRole('deletion').filter({ hasText: 'Trainee' })).toBeVisible();
}

/** And the work goes on. */
async function goesOn(page) {
  await goTo(page, 'People');
  await addPerson(page, 'Ben Ortiz');
  await saved(page);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('grid', { name: 'People' }).getByRole('link')).toHaveText(['Ana Silva', 'Zoë Adler']);
  await saved(page);
}

if (process.env.KEEP) {
  test('the stores and files of the present format are kept', async ({ device }) => {
    test.setTimeout(180_000);
    const folder = join(KEPT, FORMAT);
    expect(existsSync(join(folder, 'browser.json')), 'what is kept is never changed').toBe(false);
    await mkdir(folder, { recursive: true });
    const page = await device.open('/');
    await addAndOpen(page, 'Zoë Adler');
    await addAndOpen(page, 'Ana Silva');
    const title = (await openView(page, 'Details')).getByRole('textbox', { name: 'Title' });
    await write(title, 'Trainee');
    await write(title, 'Pilot');
    const notes = (await openView(page, 'Overview')).getByRole('textbox', { name: 'Notes' });
    await notes.fill('On the bridge since spring.');
    await notes.press('Control+Enter');
    await saved(page);
    await writeFile(join(folder, 'browser.json'), `${JSON.stringify(await rowsOf(page), null, 1)}\n`);
    await copyFile(await backedUp(page), join(folder, 'backup.pilothouse'));
    await page.getByRole('checkbox', { name: 'Encrypt with a passphrase' }).check();
    await page.getByRole('button', { name: 'Make a backup' }).click();
    const dialog = page.getByRole('dialog', { name: 'Encrypt the backup' });
    await dialog.getByLabel('New passphrase').fill(PASSPHRASE);
    await dialog.getByLabel('The same again').fill(PASSPHRASE);
    const [sealed] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Make it' }).click(),
    ]);
    await copyFile(await sealed.path(), join(folder, 'encrypted.pilothouse'));
    await goTo(page, 'Settings');
    await page.getByRole('button', { name: 'Lock this workspace…' }).click();
    const lock = page.getByRole('dialog', { name: 'Lock this workspace' });
    await lock.getByLabel('New passphrase').fill(PASSPHRASE);
    await lock.getByLabel('The same again').fill(PASSPHRASE);
    await lock.getByRole('button', { name: 'Lock it' }).click();
    await expect(page.getByText('Done: it is so on this disk.')).toBeVisible({ timeout: 60_000 });
    await writeFile(join(folder, 'locked.json'), `${JSON.stringify(await rowsOf(page), null, 1)}\n`);
  });
}

for (const format of (await readdir(KEPT)).filter((folder) => existsSync(join(KEPT, folder, 'browser.json')))) {
  const file = (name) => join(KEPT, format, name);
  const rows = async (name) => JSON.parse(await readFile(file(name), 'utf8'));

  test(`a store of format ${format} opens with all it held, and the work goes on`, async ({ device }) => {
    const page = device.page;
    await page.goto(NOWHERE);
    await putRows(page, await rows('browser.json'));
    await device.open('/');
    await isThere(page);
    await goesOn(page);
  });

  test(`a locked store of format ${format} opens by its passphrase, with all it held`, async ({ device }) => {
    test.setTimeout(120_000);
    const page = device.page;
    await page.goto(NOWHERE);
    await putRows(page, await rows('locked.json'));
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1, name: 'Locked' })).toBeVisible({ timeout: 20_000 });
    await page.getByLabel('Passphrase').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock' }).click();
    await ready(page);
    await isThere(page);
    await goesOn(page);
  });

  test(`backups of format ${format}, open and encrypted, bring everything back`, async ({ device, launch }) => {
    test.setTimeout(120_000);
    for (const [one, name] of [[device, 'backup.pilothouse'], [await launch(), 'encrypted.pilothouse']]) {
      const page = await one.open('/data');
      await ready(page);
      await page.getByLabel('Choose a backup file').setInputFiles(file(name));
      if (name.startsWith('encrypted')) {
        await page.getByLabel('Passphrase of the backup').fill(PASSPHRASE);
        await page.getByRole('button', { name: 'Open it' }).click();
      }
      await page.getByRole('button', { name: 'Restore', exact: true }).click({ timeout: 20_000 });
      await expect(page.getByText('This is the workspace of the backup now.')).toBeVisible({ timeout: 30_000 });
      await saved(page);
      await isThere(page);
      await goesOn(page);
    }
  });
}
