// Monday's rows are read while the program that shows them is loading (S-41 in docs/design/storage.md).
import { expect, test } from './fixtures.mjs';
import { openSample, ready } from './steps.mjs';

/** Notes who asks for all parts of the projection, in the page: `early.js` or the program. */
const note = () => {
  const real = IDBObjectStore.prototype.getAll;
  globalThis.asked = [];
  IDBObjectStore.prototype.getAll = function getAll(...range) {
    if (this.name === 'projection') globalThis.asked.push(new Error().stack.includes('early.js') ? 'early' : 'late');
    return real.apply(this, range);
  };
};

test('what Monday shows is read once, and before the program is there', async ({ device }) => {
  const page = await openSample(device);
  await page.addInitScript(note);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: /^Needs you/ })).toBeVisible();
  await ready(page);
  const [asked, early] = await page.evaluate(() => [globalThis.asked, globalThis.early]);
  // In batches of 32 parts; the program asks for none.
  expect(asked.length).toBeGreaterThan(1);
  expect(new Set(asked)).toEqual(new Set(['early']));
  expect(early).toBeUndefined();
});

test('where it could not be read early, the program reads it', async ({ device }) => {
  const page = await openSample(device);
  await page.addInitScript(note);
  await page.addInitScript(() => {
    const real = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function transaction(...what) {
      if (new Error().stack.includes('early.js')) throw new DOMException('Not now.', 'UnknownError');
      return real.apply(this, what);
    };
  });
  await page.goto('/');
  await expect(page.getByRole('heading', { name: /^Needs you/ })).toBeVisible();
  expect(await page.evaluate(() => globalThis.asked)).toEqual(['late']);
});

test('where reading early breaks off, the program reads everything', async ({ device }) => {
  const page = await openSample(device);
  await page.addInitScript(() => {
    const real = IDBObjectStore.prototype.getAll;
    let batches = 0;
    IDBObjectStore.prototype.getAll = function getAll(...range) {
      if (new Error().stack.includes('early.js') && (batches += 1) > 1) throw new DOMException('Not now.', 'UnknownError');
      return real.apply(this, range);
    };
  });
  await page.addInitScript(note);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: /^Needs you/ })).toBeVisible();
  expect(await page.evaluate(() => globalThis.asked)).toEqual(['early', 'early', 'late']);
});
