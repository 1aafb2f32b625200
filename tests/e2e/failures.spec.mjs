// What goes wrong for long, and how it is said: a relay that was put back, two copies of one device, keys that are gone,
// a newer version, clocks that differ.
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Device, expect, expectAccessible, test } from './fixtures.mjs';
import {
  anaAndBen, anas, becomeMember, fileForOthers, openPeople, openSharing, sameAtRelay, takeIn, withoutDirect, writeNewer,
} from './sharing.mjs';
import { addPerson, goTo, ready, saved } from './steps.mjs';

test.describe.configure({ timeout: 300_000 });

/** The line above the page that says what is in the way. */
const loud = (page) => page.getByRole('alert', { name: 'Sharing', exact: true });

/** The people as a page shows them that takes no edits. */
async function peopleOf(page) {
  await goTo(page, 'People');
  return page.getByRole('grid', { name: 'People' }).getByRole('link');
}

/** The line that says that the relay went back, and has everything again. */
const wentBack = (page) => page.getByRole('region', { name: 'The relay went back' });

/** An older copy of a folder, to be put in its place later. */
async function copyOf(folder) {
  const files = { recursive: true, filter: (path) => !path.endsWith('.sock') };
  await cp(folder, `${folder}-old`, files);
  return {
    putBack: async () => {
      await rm(folder, { recursive: true });
      await cp(`${folder}-old`, folder, files);
    },
    forget: () => rm(`${folder}-old`, { recursive: true, force: true }),
  };
}

test('a relay that was put back to an older state is reported, gets again what it lacks, and the report ends when somebody has seen it', async ({
  launch,
  server,
}) => {
  const { ana, ben } = await anaAndBen(launch);
  await sameAtRelay(ana.page);
  await server.stop();
  const old = await copyOf(server.data);
  await server.start();
  await openPeople(ana.page);
  await addPerson(ana.page, 'Written Between');
  await expect(await openPeople(ben.page)).toContainText(['Written Between'], { timeout: 30_000 });
  await saved(ana.page);
  await sameAtRelay(ana.page);
  await ben.close();

  await server.stop();
  await old.putBack();
  await server.start();
  const report = wentBack(ana.page);
  await expect(report).toContainText(/The relay had lost \d+ changes? at \d\d:\d\d/, { timeout: 90_000 });
  await expect(report).toContainText('It has them again');
  await expect(loud(ana.page)).toHaveCount(0);
  await sameAtRelay(ana.page);
  await expectAccessible(ana.page);
  // It is on every page, also after a reload, until it was seen; then it is gone for good.
  await ana.page.reload();
  await expect(report).toBeVisible({ timeout: 30_000 });
  await report.getByRole('button', { name: 'Seen' }).click();
  await expect(report).toHaveCount(0);
  await ana.page.reload();
  await ready(ana.page);
  await sameAtRelay(ana.page);
  await expect(report).toHaveCount(0);

  // Who comes later gets all of it from the relay alone.
  const mara = await launch();
  await becomeMember(ana.page, mara, 'Mara');
  await expect(await openPeople(mara.page)).toContainText(['Ingrid Solheim', 'Written Between'], { timeout: 30_000 });
  await old.forget();
});

test('a browser profile that was copied is said in both copies, and what the second wrote under the same number is set aside by name', async ({
  launch,
  server,
}) => {
  const ana = await anas(async (options) => withoutDirect(await launch(options)));
  const ben = await withoutDirect(await launch());
  await becomeMember(ana.page, ben, 'Ben');
  await openPeople(ben.page);
  await addPerson(ben.page, 'From Ben');
  await sameAtRelay(ben.page);
  await ben.close();
  await cp(ben.folder, `${ben.folder}-copy`, { recursive: true });
  const copy = await withoutDirect(await new Device(`${ben.folder}-copy`, server, {}).start());
  await ben.start();
  await withoutDirect(ben);
  await ben.open('/people');
  await ready(ben.page);
  await copy.open('/people');
  // They throw each other out once a minute, so the second hears of it a minute later, and more on a slow machine.
  for (const { page } of [ben, copy]) {
    await expect(loud(page).filter({ hasText: 'as this device' })).toContainText('Delete the profile of the other one', {
      timeout: 180_000,
    });
  }
  // Both write: one of them gets there first.
  await openPeople(ben.page);
  await addPerson(ben.page, 'From The First');
  await saved(ben.page);
  await ben.close();
  await openPeople(copy.page);
  await addPerson(copy.page, 'From The Copy');
  await saved(copy.page);
  await expect(await openPeople(ana.page)).toContainText([/From The (First|Copy)/], { timeout: 90_000 });
  await expect(loud(copy.page)).toContainText(/its data was copied or put back|as this device/, { timeout: 90_000 });
  await takeIn(ana.page, await fileForOthers(copy.page));
  const said = ana.page.getByRole('alert').filter({ hasText: 'was not taken in' });
  await expect(said).toContainText('Ben');
  await expect(said).toContainText('the device was copied');
  await copy.close();
  await rm(copy.folder, { recursive: true, force: true });
});

test('a browser that has lost its keys says so, shows and backs up what it has, and names the way back, which brings everything', async ({
  launch,
  server,
}) => {
  const { ana, ben } = await anaAndBen(launch);
  await expect(await openPeople(ben.page)).toHaveText(['Ingrid Solheim']);
  await server.stop();
  await addPerson(ben.page, 'Never Sent');
  await saved(ben.page);
  // As when a browser cleans up, or rows are copied from one profile to another: the key that seals them is gone.
  await ben.page.evaluate(async () => {
    const settled = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      if (database.objectStoreNames.contains('keys')) {
        await settled(database.transaction('keys', 'readwrite').objectStore('keys').clear());
      }
      database.close();
    }
  });
  await ben.close();
  await server.start();
  await ben.start();
  const page = await ben.open('/people');
  const said = page.getByRole('alert').filter({ hasText: 'The way back' });
  await expect(said).toContainText('lost this device’s keys', { timeout: 30_000 });
  await expect(await peopleOf(page)).toHaveText(['Ingrid Solheim', 'Never Sent']);
  await expect(page.getByRole('button', { name: 'Add a person' })).toBeDisabled();
  await said.getByRole('link', { name: 'The way back' }).click();
  await expect(page.getByRole('heading', { name: 'The way back' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Use a recovery key' })).toBeVisible();
  await expectAccessible(page);
  // It is not taken for a workspace that was never shared, and Ana goes on.
  await openSharing(page);
  await expect(page.getByRole('button', { name: 'Start sharing' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Make a backup' }).click();
  const encrypt = page.getByRole('checkbox', { name: 'Encrypt with a passphrase' });
  await expect(encrypt).toBeChecked();
  await encrypt.uncheck();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Make a backup' }).click(),
  ]);

  // The way back, as it is named there.
  const again = await launch();
  await becomeMember(ana.page, again, 'Ben');
  await again.page.goto('/data');
  await ready(again.page);
  await again.page.getByLabel('Choose a backup file').setInputFiles(await download.path());
  await again.page.getByRole('button', { name: 'Restore' }).click();
  await expect(again.page.getByText(/^ ?Restored: /)).toBeVisible({ timeout: 30_000 });
  await expect(await openPeople(ana.page)).toHaveText(['Ingrid Solheim', 'Never Sent'], { timeout: 30_000 });
});

test('what a newer version wrote is set aside with the word to reload, and a browser that it has written in waits for it', async ({ launch }) => {
  const { ana, ben } = await anaAndBen(launch);
  await expect(await openPeople(ben.page)).toHaveText(['Ingrid Solheim']);
  expect(await writeNewer(ben, 'Written By The Next Version', join(ana.folder, 'newer.pilothouse'))).toBe('kept');
  const said = ana.page.getByRole('alert').filter({ hasText: 'newer version of Pilothouse' });
  await expect(said).toContainText('Ben', { timeout: 30_000 });
  await expect(said).toContainText('It is kept, and taken in as soon as this device has that version: reload the page.');
  // Everything else goes on.
  await openPeople(ana.page);
  await addPerson(ana.page, 'Written By Ana');
  await saved(ana.page);
  await sameAtRelay(ana.page);

  // The next version was here, and then somebody opened this one again.
  await ana.page.evaluate(async () => {
    const settled = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      if (database.objectStoreNames.contains('meta')) {
        const meta = database.transaction('meta', 'readwrite').objectStore('meta');
        const row = await settled(meta.get('sharing'));
        if (row) await settled(meta.put(Uint8Array.from([9, ...row.slice(1)]), 'sharing'));
      }
      database.close();
    }
  });
  await ana.page.reload();
  const broken = ana.page.getByRole('alert').filter({ hasText: 'A newer version of Pilothouse has written here' });
  await expect(broken).toContainText('nothing is lost', { timeout: 30_000 });
  await expect(broken.getByRole('button', { name: 'Reload' })).toBeVisible();
  await expect(await peopleOf(ana.page)).toHaveText(['Ingrid Solheim', 'Written By Ana']);
  await expect(ana.page.getByRole('button', { name: 'Add a person' })).toBeDisabled();
  await openSharing(ana.page);
  await expectAccessible(ana.page);
  await expect(ana.page.getByRole('button', { name: 'Start sharing' })).toHaveCount(0);
});

test('a clock that is years off is told to who has it, with what to do, and what they write merges all the same', async ({ launch }) => {
  const ana = await anas(launch);
  const ben = await launch({ serviceWorkers: 'block' });
  // Ben's engine has another time; it runs in the worker.
  await ben.context.route(/worker-[0-9a-f]+\.js$/, async (route) => {
    const answer = await route.fetch();
    const late = 'const now = Date.now; Date.now = () => now() - 3 * 365 * 86400000;';
    await route.fulfill({ response: answer, body: `${late}\n${await answer.text()}` });
  });
  await becomeMember(ana.page, ben, 'Ben');
  const told = (page) => page.getByRole('region', { name: 'Clocks differ' });
  await expect(told(ben.page)).toContainText(/The clocks of this device and of Ana \(.+\) are 1095 days apart: one of them is wrong/, {
    timeout: 100_000,
  });
  await expect(told(ana.page)).toContainText('Ben', { timeout: 100_000 });
  await expectAccessible(ben.page);
  await openPeople(ben.page);
  await addPerson(ben.page, 'Written Years Ago');
  await expect(await openPeople(ana.page)).toHaveText(['Ingrid Solheim', 'Written Years Ago'], { timeout: 30_000 });
});
