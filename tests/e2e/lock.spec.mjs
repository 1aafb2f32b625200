// A workspace locked by a passphrase: sealed on the disk, shut at the start, in all tabs, after a while.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, expectAccessible, test } from './fixtures.mjs';
import { addAndOpen, goTo, openView, ready, saved } from './steps.mjs';

const PASSPHRASE = 'four winds and a harbour';

/** Sets a lock on the page Settings; returns when everything is sealed. */
async function setLock(page, passphrase = PASSPHRASE) {
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Lock this workspace…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Lock this workspace' });
  const act = dialog.getByRole('button', { name: 'Lock it' });
  await dialog.getByLabel('New passphrase').fill('short');
  await dialog.getByLabel('The same again').fill('short');
  await expect(dialog.getByText('Too short')).toBeVisible();
  await expect(act).toBeDisabled();
  await dialog.getByLabel('New passphrase').fill(passphrase);
  await expect(act).toBeDisabled();
  await dialog.getByLabel('The same again').fill(passphrase);
  await act.click();
  await expect(page.getByText('Done: it is so on this disk.')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Lock now' })).toBeEnabled();
}

/** The lock screen, waited for. */
async function isLocked(page) {
  await expect(page.getByRole('heading', { level: 1, name: 'Locked' })).toBeVisible({ timeout: 20_000 });
}

/** Types a passphrase on the lock screen. */
async function unlock(page, passphrase = PASSPHRASE) {
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
}

/** The files under a folder in which a text stands, as Latin-1 or UTF-16. */
async function filesWith(folder, text) {
  const wanted = [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')];
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = [];
  for (const file of files.filter((file) => file.isFile())) {
    const path = join(file.parentPath, file.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (wanted.some((one) => bytes.includes(one))) found.push(path.slice(folder.length + 1));
  }
  return found;
}

test('a lock seals the disk, shuts at the start, and opens by its passphrase only', async ({ device }) => {
  test.setTimeout(240_000);
  await device.open('/');
  const page = device.page;
  await setLock(page);

  // Written while the lock is set: typed, kept, and typed but not left.
  await addAndOpen(page, 'Zephyrine Quist');
  const notes = (await openView(page, 'Overview')).getByRole('textbox', { name: 'Notes' });
  await notes.fill('marzipan-lighthouse');
  await notes.press('Tab');
  await saved(page);
  await notes.fill('marzipan-lighthouse gooseberry-ferry');
  await page.waitForTimeout(1_500);
  await device.kill();
  for (const marker of ['Zephyrine', 'marzipan-lighthouse', 'gooseberry-ferry']) {
    expect(await filesWith(device.folder, marker), marker).toEqual([]);
  }

  await device.start();
  await device.page.goto('/people');
  await isLocked(device.page);
  await expect(device.page.getByText('Zephyrine')).toHaveCount(0);
  expect(await device.page.title()).toBe('Locked · Pilothouse');
  await unlock(device.page, 'five winds and a harbour');
  await expect(device.page.getByRole('alert')).toHaveText('That is not the passphrase.', { timeout: 20_000 });
  await unlock(device.page);
  await ready(device.page);
  await device.page.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Zephyrine Quist' }).click();
  const found = (await openView(device.page, 'Overview')).getByRole('textbox', { name: 'Notes' });
  await expect(found).toHaveValue(/marzipan-lighthouse gooseberry-ferry/, { timeout: 20_000 });
});

test('what was written before a lock is set is sealed with it', async ({ device }) => {
  test.setTimeout(240_000);
  await device.open('/');
  await addAndOpen(device.page, 'Zephyrine Quist');
  await saved(device.page);
  await setLock(device.page);
  const rows = await device.page.evaluate(async () => {
    const open = indexedDB.open('pilothouse');
    const database = await new Promise((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const stores = [...database.objectStoreNames].filter((name) => name !== 'keys');
    const transaction = database.transaction(stores);
    const found = [];
    for (const store of stores) {
      const [keys, values] = await Promise.all(
        ['getAllKeys', 'getAll'].map((method) => {
          const request = transaction.objectStore(store)[method]();
          return new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
        }),
      );
      keys.forEach((key, at) => found.push([store, key, values[at][0]]));
    }
    database.close();
    return found;
  });
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter(([, key, first]) => first !== 0xee && key !== 'tenure')).toEqual([]);

  // It goes on without a reload, also in a tab that comes later; then the lock is taken away.
  await addAndOpen(device.page, 'Ben Marsh');
  await saved(device.page);
  const second = await device.openTab('/people');
  await expect(second.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Ben Marsh' })).toBeVisible();
  await goTo(device.page, 'Settings');
  await device.page.getByRole('button', { name: 'Take the lock away…' }).click();
  const dialog = device.page.getByRole('dialog', { name: 'Take the lock away?' });
  await dialog.getByLabel('Passphrase now').fill('five winds and a harbour');
  await dialog.getByRole('button', { name: 'Take it away' }).click();
  await expect(device.page.getByText('Nothing was changed.')).toBeVisible({ timeout: 20_000 });
  await device.page.getByRole('button', { name: 'Take the lock away…' }).click();
  await dialog.getByLabel('Passphrase now').fill(PASSPHRASE);
  await dialog.getByRole('button', { name: 'Take it away' }).click();
  await expect(device.page.getByRole('button', { name: 'Lock this workspace…' })).toBeEnabled({ timeout: 60_000 });
  await addAndOpen(device.page, 'Cleo Ahn');
  await saved(device.page);
  await expect(second.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Cleo Ahn' })).toBeVisible();
  await device.kill();
  await device.start();
  await device.open('/people');
  await expect(device.page.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Cleo Ahn' })).toBeVisible();
});

test('locking locks all tabs, and unlocking one opens them', async ({ device }) => {
  test.setTimeout(240_000);
  await device.open('/');
  await setLock(device.page);
  await addAndOpen(device.page, 'Ana Silva');
  const second = await device.openTab('/people');
  await ready(second);
  await second.keyboard.press('Control+Shift+L');
  await isLocked(second);
  await isLocked(device.page);
  await expect(device.page.getByText('Ana Silva')).toHaveCount(0);
  await second.getByText('The passphrase is forgotten').click();
  for (const width of [1440, 390]) {
    await second.setViewportSize({ width, height: 900 });
    await expectAccessible(second);
  }
  await second.setViewportSize({ width: 1280, height: 720 });
  await unlock(second);
  await ready(second);
  await ready(device.page);
  await expect(second.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Ana Silva' })).toBeVisible();

  // After a while without input it locks itself: the time of the last one is put back by an hour.
  await second.evaluate(() => localStorage.setItem('last-input:pilothouse', String(Date.now() - 3_600_000)));
  await isLocked(second);
  await isLocked(device.page);
});

test('a passphrase is changed, and wrong ones take longer and longer', async ({ device }) => {
  test.setTimeout(240_000);
  await device.open('/');
  const page = device.page;
  await setLock(page);
  await page.getByRole('button', { name: 'Change the passphrase…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the passphrase' });
  await dialog.getByLabel('Passphrase now').fill(PASSPHRASE);
  await dialog.getByLabel('New passphrase').fill('rainbow amber castle noodle');
  await dialog.getByLabel('The same again').fill('rainbow amber castle noodle');
  await dialog.getByRole('button', { name: 'Change it' }).click();
  await expect(page.getByText('Done: it is so on this disk.')).toBeVisible({ timeout: 20_000 });
  await page.reload();
  await isLocked(page);
  for (const said of ['That is not the passphrase.', 'That is not the passphrase.', /takes 2 seconds longer/]) {
    await unlock(page);
    await expect(page.getByRole('alert')).toHaveText(said, { timeout: 20_000 });
  }
  const before = Date.now();
  await unlock(page, 'rainbow amber castle noodle');
  await ready(page);
  expect(Date.now() - before).toBeGreaterThan(2_000);
});
