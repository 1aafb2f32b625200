// A hole in the log of who belongs, on one disk: it is said on every page, nothing is changed, and connecting heals it.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { anaAndBen, openPeople, openSharing, sameAtRelay } from './sharing.mjs';
import { addPerson, saved } from './steps.mjs';

/** Takes one statement out of the middle of the log that a page's browser holds. */
const tear = (page) =>
  page.evaluate(async () => {
    const settled = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
    let torn = 0;
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      if (database.objectStoreNames.contains('operations')) {
        const operations = database.transaction('operations', 'readwrite', { durability: 'strict' }).objectStore('operations');
        const [keys, values] = [await settled(operations.getAllKeys()), await settled(operations.getAll())];
        // One that another statement names, so that what is left shows that it is missing.
        const hex = values.map((value) => [...value].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
        const key = keys.find((one) => hex.some((value, place) => keys[place] !== one && value.includes(one)));
        if (key) {
          await settled(operations.delete(key));
          torn += 1;
        }
      }
      database.close();
    }
    return torn;
  });

const people = (page) => page.getByRole('grid', { name: 'People' }).getByRole('link');

test('a hole in the log of members is said on every page and on Sharing, and connecting fills it', async ({ launch, server }) => {
  test.setTimeout(150_000);
  const { ana, ben } = await anaAndBen(launch);
  await openPeople(ben.page);
  await addPerson(ben.page, 'From Ben');
  await saved(ben.page);
  await sameAtRelay(ben.page);
  await ben.readyForOffline();
  // Nobody can be reached for now.
  await server.stop();
  const page = ben.page;
  expect(await tear(page)).toBe(1);
  await ben.open('/people');
  const said = page.getByRole('alert').filter({ hasText: 'is damaged' });
  await expect(said).toBeVisible({ timeout: 30_000 });
  await expect(people(page)).toHaveText(['From Ben', 'Ingrid Solheim']);
  await expect(page.getByRole('button', { name: 'Add a person' })).toBeDisabled();
  await expectAccessible(page);
  await openSharing(page);
  await expect(page.getByRole('heading', { name: 'What happened' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('has a gap on this disk');
  await expectAccessible(page);

  await expect(page.getByRole('region', { name: 'Connections' })).toBeVisible();

  // The relay can be reached again: the log is whole, and the work goes on.
  await server.start();
  await page.reload();
  await openPeople(page);
  await expect(said).toHaveCount(0, { timeout: 60_000 });
  await addPerson(page, 'After It');
  await saved(page);
  await expect(await openPeople(ana.page)).toHaveText(['After It', 'From Ben', 'Ingrid Solheim'], { timeout: 90_000 });
});
