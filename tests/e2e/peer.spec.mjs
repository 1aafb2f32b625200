// Two browsers connected directly: found through the relay, and going on without it.
import { expect, test } from './fixtures.mjs';
import { anaAndBen, openPeople, openSharing } from './sharing.mjs';
import { addPerson, openPerson, saved } from './steps.mjs';

test.describe.configure({ timeout: 180_000 });

/** The connections that a page shows. */
const connections = (page) => page.getByRole('region', { name: 'Connections' }).getByRole('listitem');

/** Waits until this device is connected directly to that of somebody, and both have the same. */
async function directly(page, name, timeout = 30_000) {
  await openSharing(page);
  await expect(connections(page).filter({ hasText: name })).toContainText('both have the same', { timeout });
}

test('two browsers find each other through the relay, and go on when it stops', async ({ launch, server }) => {
  const { ana, ben } = await anaAndBen(launch);
  await directly(ana.page, 'Ben');
  await directly(ben.page, 'Ana');

  await server.stop();
  const anas = await openPeople(ana.page);
  const bens = await openPeople(ben.page);
  await addPerson(ana.page, 'Jonas Weber');
  await expect(bens).toHaveText(['Ingrid Solheim', 'Jonas Weber']);
  await addPerson(ben.page, 'Mara Lindqvist');
  await expect(anas).toHaveText(['Ingrid Solheim', 'Jonas Weber', 'Mara Lindqvist']);
});
