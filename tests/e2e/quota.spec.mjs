// The browser gives no more room in the middle of the work: said at once, gone on in memory, nothing called saved that is
// not, everything can be had as a file, and once there is room all of it is written.
import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures.mjs';
import { anaAndBen, openPeople } from './sharing.mjs';
import { addAndOpen, addPerson, openPerson, openView, ready, saved, write } from './steps.mjs';
import { unzip } from './zip.mjs';

/**
 * The browser's own quota for this site, lower than what is there already, and edits of a field until one is refused: the
 * browser looks at its quota only now and then. Answers with what was called saved last, what was refused, and `room`,
 * which gives the quota back.
 */
async function fill(device, field) {
  const session = await device.context.newCDPSession(device.page);
  const origin = device.server.url;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  const room = () => session.send('Storage.overrideQuotaForOrigin', { origin });
  const isSaved = device.page.getByRole('banner').getByText('Saved on this disk');
  let kept = await field.inputValue();
  for (let number = 1; ; number += 1) {
    const written = `Captain ${number}`;
    await write(field, written);
    // “Saved” may be of what was before for a moment.
    await device.page.waitForTimeout(500);
    await expect(isSaved.or(refused(device.page)).first()).toBeVisible({ timeout: 45_000 });
    if (await refused(device.page).isVisible()) return { kept, written, room };
    kept = written;
  }
}

const refused = (page) => page.getByRole('region', { name: 'The disk refuses' });
const people = (page) => page.getByRole('grid', { name: 'People' }).getByRole('link');
const title = async (page) => (await openView(page, 'Details')).getByRole('textbox', { name: 'Title' });

test('a disk that fills up under the work says so in every tab, loses nothing, gives everything as a file, and goes on once there is room', async ({
  device,
}) => {
  test.setTimeout(240_000);
  const page = await device.open('/');
  await addAndOpen(page, 'Ana Silva');
  await write(await title(page), 'Pilot');
  await saved(page);
  const address = page.url();
  const second = await device.openTab('/people');
  await ready(second);
  const disk = await fill(device, await title(page));

  // Refused at once, and nothing is called saved; the work goes on, in both tabs.
  await expect(refused(page)).toContainText(/Not saved: .*full/);
  await expect(refused(second)).toContainText('Not saved');
  await expect(page.getByRole('banner').getByText('Saved on this disk')).toBeHidden();
  await addPerson(second, 'Ben Ortiz');
  await expect(people(second)).toHaveText(['Ana Silva', 'Ben Ortiz']);
  await page.getByRole('textbox', { name: 'Location' }).fill('Bridge');
  await page.getByRole('textbox', { name: 'Location' }).press('Tab');
  await expect(refused(page)).toBeVisible();
  await expect(second.getByRole('banner').getByText('Saved on this disk')).toBeHidden();

  // What is in memory only can be taken out.
  await page.getByRole('link', { name: 'What you can do' }).click();
  const what = page.getByRole('region', { name: 'Not saved' });
  await expect(what.getByRole('listitem').first()).toBeVisible();
  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    what.getByRole('button', { name: 'Export everything now' }).click(),
  ]);
  const workspace = unzip(await readFile(await zip.path())).get('workspace.json').toString();
  for (const one of ['Ana Silva', disk.written, 'Bridge']) expect(workspace).toContain(one);

  // Room again: all of it is written, and outlives the browser.
  await disk.room();
  const again = what.getByRole('button', { name: 'Try again' });
  await expect(async () => {
    // It is tried again by itself too, and may have worked before the press.
    if (await again.isVisible()) await again.click({ timeout: 2_000 });
    await expect(refused(page)).toBeHidden({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await saved(page);
  await saved(second);
  await expect(refused(page)).toBeHidden();
  await device.kill();
  await device.start();
  await device.open('/people');
  await ready(device.page);
  await expect(people(device.page)).toHaveText(['Ana Silva', 'Ben Ortiz']);
  await device.open(address);
  await expect(await title(device.page)).toHaveValue(disk.written);
  await expect(device.page.getByRole('textbox', { name: 'Location' })).toHaveValue('Bridge');
});

test('a full disk that is killed has everything that was called saved and nothing that was not', async ({ device }) => {
  test.setTimeout(180_000);
  const page = await device.open('/');
  await addAndOpen(page, 'Ana Silva');
  await write(await title(page), 'Pilot');
  await saved(page);
  const address = page.url();
  const { kept, written } = await fill(device, await title(page));
  expect(kept).not.toBe(written);
  await device.kill();
  await device.start();
  await device.open(address);
  await ready(device.page);
  await expect(await title(device.page)).toHaveValue(kept);
  await saved(device.page);
});

test('what a full disk refuses is not sent to anybody, and what others send comes once there is room', async ({ launch }) => {
  test.setTimeout(240_000);
  const { ana, ben } = await anaAndBen(launch);
  await openPerson(ben.page, 'Ingrid Solheim');
  const disk = await fill(ben, await title(ben.page));
  await openPeople(ben.page);
  await addPerson(ben.page, 'From Ben');
  await openPeople(ana.page);
  await addPerson(ana.page, 'From Ana');
  await saved(ana.page);
  await expect(people(ana.page)).toHaveText(['From Ana', 'Ingrid Solheim']);
  await disk.room();
  await expect(people(ana.page)).toHaveText(['From Ana', 'From Ben', 'Ingrid Solheim'], { timeout: 60_000 });
  await expect(people(ben.page)).toHaveText(['From Ana', 'From Ben', 'Ingrid Solheim'], { timeout: 60_000 });
  await saved(ben.page);
});
