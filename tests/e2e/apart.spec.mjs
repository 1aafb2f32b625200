// Two people write for a while without reaching each other, also in the same fields. Then they meet, by one path or another.
import { expect, test } from './fixtures.mjs';
import { anaAndBen, directly, fileForOthers, keptAtRelay, meetByCodes, openPeople, openSharing, takeIn, withoutDirect } from './sharing.mjs';
import { addPerson, exported, openPerson, openView, saved, write } from './steps.mjs';

test.describe.configure({ timeout: 600_000 });

/** How many edits each makes apart. */
const EDITS = 200;

const names = (who) => Array.from({ length: EDITS }, (_, place) => `${who} ${String(place + 1).padStart(3, '0')}`);
const notes = (page) => page.getByRole('textbox', { name: 'Notes' });

/** Ana and Ben, who have the same and are about to part; whether their browsers may connect directly. */
async function aboutToPart(launch, mayConnect = false) {
  const { ana, ben } = await anaAndBen(async () => (mayConnect ? launch() : withoutDirect(await launch())));
  await openPeople(ana.page);
  await openPerson(ana.page, 'Ingrid Solheim');
  await notes(ana.page).pressSequentially('Before. ');
  await openPeople(ben.page);
  await openPerson(ben.page, 'Ingrid Solheim');
  await expect(notes(ben.page)).toHaveValue('Before. ');
  await ana.readyForOffline();
  await ben.readyForOffline();
  // Among hundreds of others in the list she is far down.
  return { ana, ben, ingrid: new URL(ana.page.url()).pathname };
}

/** What one of them writes alone: the same field, the same notes, and many people. */
async function alone({ page }, who) {
  await openPeople(page);
  await openPerson(page, 'Ingrid Solheim');
  const details = await openView(page, 'Details');
  await write(details.getByRole('textbox', { name: 'Title' }), `Title by ${who}`);
  await notes(page).press('Control+End');
  await notes(page).pressSequentially(`Notes of ${who}. `);
  await notes(page).press('Tab');
  await openPeople(page);
  for (const name of names(who)) await addPerson(page, name);
  await saved(page);
}

/** Everything that a device has, as text. */
async function everything({ page }) {
  const files = [...(await exported(page))].filter(([path]) => /\.(md|csv)$/.test(path));
  return files.map(([path, bytes]) => `${path}\n${bytes}`).sort().join('\n');
}

/** Waits until both have the same, and looks that it is all that both wrote. */
async function expectTheSame(ana, ben) {
  let hers = '';
  const bothHaveTheSame = async () => {
    hers = await everything(ana);
    return hers === (await everything(ben));
  };
  await expect.poll(bothHaveTheSame, { timeout: 60_000 }).toBe(true);
  const all = [...names('Ana'), ...names('Ben'), 'Ingrid Solheim', 'Before.', 'Notes of Ana.', 'Notes of Ben.'];
  expect(all.filter((text) => !hers.includes(text)), 'all of it is there').toEqual([]);
}

test('through the relay: what two write apart comes together when they meet again, also in the same field', async ({ launch, server }) => {
  const { ana, ben } = await aboutToPart(launch);
  await server.stop();
  await Promise.all([alone(ana, 'Ana'), alone(ben, 'Ben')]);
  await openSharing(ana.page);
  await expect(ana.page.getByRole('main')).toContainText('cannot be reached', { timeout: 70_000 });
  await server.start();
  await keptAtRelay(ana.page, 90_000);
  await keptAtRelay(ben.page, 90_000);
  await expectTheSame(ana, ben);
});

test('directly, with no relay: what two write apart comes together when they meet by two codes', async ({ launch, server }) => {
  const { ana, ben } = await aboutToPart(launch, true);
  await server.stop();
  // Loaded anew, they know of each other no more.
  for (const { page } of [ana, ben]) {
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await Promise.all([alone(ana, 'Ana'), alone(ben, 'Ben')]);
  await meetByCodes(ana.page, ben.page);
  // A page that is loaded ends its connections, and without a relay nobody makes them anew: first all has to be there.
  await directly(ana.page, 'Ben', 90_000);
  await directly(ben.page, 'Ana', 90_000);
  await expectTheSame(ana, ben);
});

test('by file only: what two write apart comes together, and what stands against each other is settled', async ({ launch, server }) => {
  const { ana, ben, ingrid } = await aboutToPart(launch);
  // From here on nothing answers: all that passes between them are two files, carried by hand.
  await server.stop();
  await Promise.all([alone(ana, 'Ana'), alone(ben, 'Ben')]);
  const hers = await fileForOthers(ana.page);
  const his = await fileForOthers(ben.page);
  expect(await takeIn(ana.page, his)).not.toContain('set aside');
  expect(await takeIn(ben.page, hers)).not.toContain('set aside');
  await expectTheSame(ana, ben);

  // Both wrote the title. Ana settles it, and her next file tells Ben.
  const toSettle = async (device) => {
    const page = await device.open(ingrid);
    await openView(page, 'Details');
    return page.getByRole('group', { name: 'Settle Title' });
  };
  await expect(await toSettle(ben)).toBeVisible();
  const title = await toSettle(ana);
  await expect(title).toContainText('Title by Ana');
  await title.getByRole('button', { name: 'Title by Ben' }).click();
  await expect(title).toBeHidden();
  await saved(ana.page);
  await takeIn(ben.page, await fileForOthers(ana.page));
  await expect(await toSettle(ben)).toBeHidden();
  await expect(ben.page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('Title by Ben');
  await expectTheSame(ana, ben);
});
