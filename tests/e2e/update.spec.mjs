// A new version waits until somebody says so, and then leaves nothing of the old one behind.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './fixtures.mjs';
import { addAndOpen, ready, saved } from './steps.mjs';

/** A copy of the build with another page and, as every build has, another service worker. */
async function nextVersion(current) {
  const folder = await mkdtemp(join(tmpdir(), 'pilothouse-next-'));
  await cp(current, folder, { recursive: true });
  const change = async (name, from, to) => {
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), text.replace(from, to));
    for (const suffix of ['br', 'gz']) await rm(join(folder, `${name}.${suffix}`));
  };
  await change('index.html', '<head>', '<head><meta name="version" content="next" />');
  await change('service-worker.js', /const VERSION = '\w+';/, "const VERSION = 'next';");
  return folder;
}

const isNext = (page) => page.evaluate(() => document.querySelector('meta[name="version"]') !== null);
const isWaiting = (page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration.waiting !== null;
  });

const offer = (page) => page.getByRole('status').filter({ hasText: 'There is a new version.' });

test('a new version waits, takes over when asked, and removes the old cache', async ({ device, server }) => {
  const page = await device.open('/');
  await device.readyForOffline();

  await server.stop();
  server.assets = await nextVersion(server.assets);
  await server.start();
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await expect.poll(() => isWaiting(page), 'the new version is installed beside the old one').toBe(true);

  await device.open('/');
  expect(await isNext(page), 'a reload alone does not swap versions').toBe(false);

  await offer(page).getByRole('button', { name: 'Reload' }).click();
  // The page loads itself anew. Sent somewhere at the same moment, it would do neither, and the journey would wait for ever.
  const isNow = async () => (await isNext(page)) && (await page.evaluate(() => caches.keys()));
  await expect.poll(() => isNow().catch(() => false), { timeout: 30_000 }).toEqual(['pilothouse-next']);
  await rm(server.assets, { recursive: true });
});

test('a new version that is taken under unsaved work loses none of it, in any tab', async ({ device, server }) => {
  test.setTimeout(120_000);
  const page = await device.open('/');
  await device.readyForOffline();
  await addAndOpen(page, 'Ana Silva');
  await saved(page);
  const address = new URL(page.url()).pathname;
  await page.reload();
  const second = await device.openTab(address);
  await ready(second);

  await server.stop();
  server.assets = await nextVersion(server.assets);
  await server.start();
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await expect(offer(page)).toBeVisible({ timeout: 30_000 });

  // The first tab agrees while both type; neither has sent off what it types.
  const notes = (of) => of.getByRole('textbox', { name: 'Notes' });
  await notes(page).pressSequentially('Written by the first before the update. ');
  await second.getByRole('tab', { name: 'Details' }).click();
  const location = second.getByRole('textbox', { name: 'Location' });
  await location.pressSequentially('Bridge');
  await offer(page).getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => isNext(page).catch(() => false), { timeout: 60_000 }).toBe(true);
  // The second is not taken out of the middle of a line; when that is sent off it comes along.
  expect(await isNext(second)).toBe(false);
  await location.pressSequentially(', starboard');
  await location.press('Tab');
  await expect.poll(() => isNext(second).catch(() => false), { timeout: 60_000 }).toBe(true);
  await device.open(address, page);
  await ready(page);
  await expect(notes(page)).toHaveValue(/^Written by the first before the update\. ?$/, { timeout: 20_000 });
  await page.getByRole('tab', { name: 'Details' }).click();
  await expect(page.getByRole('textbox', { name: 'Location' })).toHaveValue('Bridge, starboard', { timeout: 20_000 });
  await rm(server.assets, { recursive: true });
});
