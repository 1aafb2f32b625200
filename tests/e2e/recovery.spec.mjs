// Everything is lost but a printed key.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { becomeMember, keptAtRelay, openPeople, openSharing, startSharing } from './sharing.mjs';
import { addPerson, goTo, jot, ready, saved } from './steps.mjs';

test.describe.configure({ timeout: 150_000 });

/** Makes a recovery key; its groups. */
async function makeKey(page) {
  await openSharing(page);
  await page.getByRole('button', { name: 'Make a recovery key' }).click();
  const groups = page.getByRole('list', { name: 'The recovery key' });
  await expect(groups.getByRole('listitem')).toHaveCount(12, { timeout: 30_000 });
  return groups.getByRole('listitem').allTextContents();
}

/** Enters a key in a browser that never was. */
async function enter(page, groups) {
  await page.getByRole('textbox', { name: 'The key' }).fill(groups.join(' '));
  await page.getByRole('textbox', { name: 'This device' }).fill('New laptop');
  await page.getByRole('button', { name: 'Bring it back' }).click();
}

test('with a printed key and the relay, everything comes back after every device is lost', async ({ launch }) => {
  const [ana, ben] = [await launch(), await launch()];
  const page = await ana.open('/people');
  await ready(page);
  await addPerson(page, 'Ingrid Solheim');
  await startSharing(page, 'Ana', 'Desk');
  await becomeMember(page, ben, 'Ben');
  const key = await makeKey(page);
  await expect(page.getByRole('img', { name: 'The recovery key as a QR code' })).toBeVisible();
  await expectAccessible(page);

  // On paper there is the sheet, and nothing else of the page.
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('list', { name: 'The recovery key' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Sharing' })).toBeHidden();
  await expect(page.getByRole('navigation')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'I have it: hide it for good' }).click();
  await expect(page.getByText(key[3])).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Members and devices' })).toContainText('a recovery key, on paper');

  await jot(page, 'Ask about the salary');
  await openPeople(page);
  await addPerson(page, 'Written Later');
  await saved(page);
  await keptAtRelay(page);
  await ana.kill();

  const back = await launch();
  const there = await back.open('/');
  await there.getByRole('link', { name: 'Use a recovery key' }).click();
  await expectAccessible(there);
  // A mistake is placed before anything is asked of the relay.
  const wrong = [...key];
  wrong[4] = (wrong[4][0] === 'A' ? 'B' : 'A') + wrong[4].slice(1);
  await enter(there, wrong);
  await expect(there.getByText('There is a mistake in group 5')).toBeVisible();
  await enter(there, key);
  await expect(there.getByText('You are back')).toBeVisible({ timeout: 30_000 });
  await there.getByRole('link', { name: 'Open the workspace' }).click();
  await goTo(there, 'Quick notes');
  await expect(there.getByText('Ask about the salary')).toBeVisible({ timeout: 30_000 });
  await expect(await openPeople(there)).toContainText(['Ingrid Solheim', 'Written Later']);

  await addPerson(there, 'Written Back');
  await saved(there);
  await expect(await openPeople(ben.page)).toContainText(['Ingrid Solheim', 'Written Back', 'Written Later'], { timeout: 30_000 });
  await addPerson(ben.page, 'Written By Ben');
  await expect(there.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Written By Ben' })).toBeVisible({
    timeout: 30_000,
  });

  // It is hers, under her name, and the key is taken out by her new device.
  await openSharing(there);
  const keys = there.getByRole('region', { name: 'Members and devices' });
  await expect(keys).toContainText('New laptop');
  await keys.getByRole('button', { name: /Take Recovery key of .* out/ }).click();
  await there.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
  await expect(keys).not.toContainText('a recovery key, on paper');
  await keptAtRelay(there);
  const late = await launch();
  const refused = await late.open('/recover');
  await enter(refused, key);
  await expect(refused.getByText('This recovery key was removed from the workspace')).toBeVisible({ timeout: 30_000 });
});
