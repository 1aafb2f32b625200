// Two browsers connected directly: found through the relay, going on without it, and met by two codes.
import { expect, test } from './fixtures.mjs';
import { anaAndBen, answerOf, connections, directly, meeting, openPeople, openSharing, pasteCode, pictureOfCode, showCode } from './sharing.mjs';
import { addPerson, openPerson } from './steps.mjs';

test.describe.configure({ timeout: 240_000 });

const notes = (page) => page.getByRole('textbox', { name: 'Notes' });

test('two browsers find each other through the relay, go on when it stops, and meet by two codes', async ({ launch, server }) => {
  const { ana, ben } = await anaAndBen(launch);
  for (const device of [ana, ben]) await device.readyForOffline();
  await directly(ana.page, 'Ben');
  await directly(ben.page, 'Ana');

  // The relay is gone; both write, also in the same field.
  await server.stop();
  const names = ['Ingrid Solheim', 'Jonas Weber', 'Mara Lindqvist'];
  const [anas, bens] = [await openPeople(ana.page), await openPeople(ben.page)];
  await addPerson(ana.page, names[1]);
  await expect(bens).toHaveText(names.slice(0, 2));
  await addPerson(ben.page, names[2]);
  await expect(anas).toHaveText(names);
  await openPerson(ana.page, names[0]);
  await openPerson(ben.page, names[0]);
  await notes(ana.page).pressSequentially('From Ana. ');
  await expect(notes(ben.page)).toHaveValue('From Ana. ');
  await notes(ben.page).press('Control+End');
  await notes(ben.page).pressSequentially('From Ben.');
  await expect(notes(ana.page)).toHaveValue('From Ana. From Ben.');
  await directly(ana.page, 'Ben');

  // Both are loaded anew: nobody tells them of each other any more, and they write apart.
  for (const device of [ana, ben]) {
    await device.page.reload();
    await expect(device.page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await openSharing(ana.page);
  await expect(connections(ana.page)).toHaveCount(1);
  await openPeople(ana.page);
  await addPerson(ana.page, 'Written by Ana apart');
  await openPeople(ben.page);
  await addPerson(ben.page, 'Written by Ben apart');

  // What is wrong with a code is said, and changes nothing.
  const offer = await showCode(ana.page);
  expect(offer.length).toBeLessThan(600);
  await pasteCode(ana.page, offer);
  await expect(meeting(ana.page).getByRole('alert')).toContainText('this device shows');
  await pasteCode(ben.page, 'Good morning');
  await expect(meeting(ben.page).getByRole('alert').filter({ hasText: 'not a code' })).toBeVisible();
  await pasteCode(ben.page, offer.slice(0, 200));
  await expect(meeting(ben.page).getByRole('alert').filter({ hasText: 'missing' })).toBeVisible();

  await pasteCode(ben.page, offer);
  await answerOf(ben.page);
  await expect(meeting(ben.page)).toContainText('Take this code on Ana');
  await pictureOfCode(ana.page, await meeting(ben.page).getByRole('img', { name: 'The code as a QR code' }).screenshot());
  for (const [page, name] of [[ana.page, 'Ben'], [ben.page, 'Ana']]) {
    await expect(meeting(page)).toContainText(`Connected directly to ${name}`, { timeout: 30_000 });
    await meeting(page).getByRole('button', { name: 'Done' }).click();
    await directly(page, name);
  }
  const all = [...names, 'Written by Ana apart', 'Written by Ben apart'].sort();
  for (const page of [ana.page, ben.page]) {
    const people = await openPeople(page);
    await expect(people).toHaveCount(all.length);
    expect((await people.allTextContents()).sort()).toEqual(all);
  }
});

test('a direct connection ends with the tab that holds it, and the next tab makes another', async ({ launch }) => {
  const { ana, ben } = await anaAndBen(launch);
  await directly(ben.page, 'Ana');
  const second = await ana.openTab('/');
  await ana.page.close();
  await openSharing(second);
  await directly(second, 'Ben', 60_000);
  await directly(ben.page, 'Ana', 60_000);
});

test('the code of a device is shown, cancelled, and of no use afterwards', async ({ launch }) => {
  const { ana, ben } = await anaAndBen(launch);
  const offer = await showCode(ana.page);
  await meeting(ana.page).getByRole('button', { name: 'Cancel' }).click();
  await expect(meeting(ana.page).getByRole('button', { name: 'Show a code' })).toBeVisible();
  await pasteCode(ben.page, offer);
  await pasteCode(ana.page, await answerOf(ben.page));
  await expect(meeting(ana.page).getByRole('alert').filter({ hasText: 'not shown here any more' })).toBeVisible();
});
