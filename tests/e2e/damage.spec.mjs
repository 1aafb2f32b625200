// Bits on one disk turn over: what is damaged is set aside, the rest opens, and what was lost comes back.
import { expect, test } from './fixtures.mjs';
import { anaAndBen, openPeople, sameAtRelay } from './sharing.mjs';
import { addAndOpen, openPerson, openView, ready, saved, write } from './steps.mjs';

/** Turns a bit in the middle of every stored piece of a person's documents; how many those were. */
const flip = (page, person) =>
  page.evaluate(async (person) => {
    const settled = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
    let flipped = 0;
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      if (database.objectStoreNames.contains('chunks')) {
        const chunks = database.transaction('chunks', 'readwrite', { durability: 'strict' }).objectStore('chunks');
        const keys = (await settled(chunks.getAllKeys())).filter((key) => key.includes(person));
        for (const key of keys) {
          const bytes = new Uint8Array(await settled(chunks.get(key)));
          bytes[bytes.length >> 1] ^= 4;
          await settled(chunks.put(bytes, key));
          flipped += 1;
        }
      }
      database.close();
    }
    return flipped;
  }, person);

const title = async (page) => (await openView(page, 'Details')).getByRole('textbox', { name: 'Title' });

test('a damaged document of a shared workspace comes back, and the work in it goes on', async ({ launch }) => {
  test.setTimeout(150_000);
  const { ana, ben } = await anaAndBen(launch);
  await openPerson(ana.page, 'Ingrid Solheim');
  await write(await title(ana.page), 'Pilot');
  await saved(ana.page);
  await sameAtRelay(ana.page);
  const page = ben.page;
  await openPerson(page, 'Ingrid Solheim');
  await expect(await title(page)).toHaveValue('Pilot', { timeout: 30_000 });
  await saved(page);
  const person = new URL(page.url()).pathname.split('/').pop();
  expect(await flip(page, person)).toBeGreaterThan(0);
  await page.reload();
  await ready(page);
  await expect(await title(page)).toHaveValue('Pilot');
  await write(await title(page), 'Captain');
  await saved(page);
  await openPerson(ana.page, 'Ingrid Solheim');
  await expect(await title(ana.page)).toHaveValue('Captain', { timeout: 60_000 });
  // Whole again on the disk.
  await page.reload();
  await ready(page);
  await expect(await title(page)).toHaveValue('Captain');
  await expect(await openPeople(page)).toHaveText(['Ingrid Solheim']);
});

test('where nobody else has it, a damaged document is named and shown as it was, and everything else works', async ({ device }) => {
  test.setTimeout(120_000);
  const page = await device.open('/');
  await addAndOpen(page, 'Ana Silva');
  await write(await title(page), 'Pilot');
  await saved(page);
  const person = new URL(page.url()).pathname.split('/').pop();
  await addAndOpen(page, 'Ben Ortiz');
  await saved(page);
  expect(await flip(page, person)).toBeGreaterThan(0);
  await page.reload();
  await ready(page);
  await write(await title(page), 'Captain');
  await saved(page);
  await openPerson(page, 'Ana Silva');
  await expect(await title(page)).toHaveValue('Pilot');
  await write(await title(page), 'Lost');
  await expect(page.getByText(/cannot be read|is damaged/).first()).toBeVisible({ timeout: 20_000 });
  await expect(await title(page)).toHaveValue('Pilot');
  await page.reload();
  await openPerson(page, 'Ben Ortiz');
  await expect(await title(page)).toHaveValue('Captain');
});
