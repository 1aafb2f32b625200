// The first minutes: from an empty workspace to the first records, and the sample beside it.
import { expect, test } from './fixtures.mjs';
import { addPerson, openSample, sayWhoIAm, saved } from './steps.mjs';

test('a new user is shown three steps, and each is done by making a real record', async ({ device }) => {
  const page = await device.open('/');
  await expect(page.getByRole('heading', { name: 'Three steps to a first week' })).toBeVisible();
  await sayWhoIAm(page, 'Mara Lindqvist');
  await page.getByRole('link', { name: 'Add by hand' }).click();
  await addPerson(page, 'Ana Silva');
  await page.getByRole('navigation').getByRole('link', { name: 'Monday' }).click();
  await expect(page.getByRole('heading', { name: 'Bring in your people (done)' })).toBeVisible();

  await page.keyboard.press('o');
  const box = page.getByRole('dialog');
  await expect(box).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
});

test('the sample is a workspace of its own and is thrown away as a whole', async ({ device }) => {
  const page = await openSample(device);
  await expect(page.getByRole('heading', { name: /^Needs you/ })).toBeVisible();
  await page.getByRole('button', { name: 'Throw it away' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Throw it away' }).click();
  await expect(page.getByRole('heading', { name: 'Three steps to a first week' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Sample workspace' })).toBeHidden();
  const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(databases).not.toContain('pilothouse-sample');
});

test('going back from the sample finds the own workspace as it was', async ({ device }) => {
  let page = await device.open('/');
  await expect(page.getByRole('button', { name: 'Quick note' })).toBeEnabled();
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill('Only in mine');
  await page.getByRole('button', { name: 'Done' }).click();
  await saved(page);
  page = await openSample(device);
  await page.getByRole('button', { name: 'Back to mine' }).click();
  await page.getByRole('link', { name: 'Quick notes' }).click();
  await expect(page.getByText('Only in mine')).toBeVisible();
});

test('a browser that refuses to store is told so, and nothing else is shown', async ({ device }) => {
  await device.context.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
  });
  const page = await device.open('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pilothouse cannot open here');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});
