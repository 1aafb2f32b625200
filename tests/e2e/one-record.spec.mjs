// A page whose address names a record shows that first (S-36 in docs/design/storage.md).
import { expect, test } from './fixtures.mjs';
import { goTo, openSample, ready } from './steps.mjs';

test('a record that the address names is there before everything has been read', async ({ device }) => {
  const page = await openSample(device);
  await goTo(page, 'People');
  const people = page.getByRole('grid', { name: 'People' }).getByRole('link');
  await expect(people.first()).toBeVisible();
  const [count, name] = [await people.count(), await people.first().innerText()];
  const address = await people.first().getAttribute('href');

  // Only the reading of everything at once uses such a range. It fails here, so what is seen was read without it.
  await page.addInitScript(() => {
    globalThis.IDBKeyRange.upperBound = () => {
      throw new DOMException('Not now.', 'UnknownError');
    };
  });
  await page.goto(address);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();

  // What could not be read like that comes from the engine.
  await ready(page);
  await goTo(page, 'People');
  await expect(people).toHaveCount(count);
});
