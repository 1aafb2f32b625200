// Two people, two browsers, one relay: a workspace that is shared.
import { join } from 'node:path';
import { expect, test } from './fixtures.mjs';
import {
  allStored, anaAndBen, anas, askToJoin, becomeMember, deviceKeys, filesWith, invite, letIn, openLink, openPeople,
  openRegardless, openSharing, ownRows, sameAtRelay, startSharing, takeIn, writeRegardless,
} from './sharing.mjs';
import { addPerson, goTo, openPerson, ready, saved } from './steps.mjs';
import { tap } from './tap.mjs';

test.describe.configure({ timeout: 120_000 });

test('two people join by a link, compare words, and see each other write', async ({ launch }) => {
  const ana = await anas(launch);
  const ben = await launch();
  const link = await invite(ana.page, 'A manager', 'Harbour');

  // Who invites, to what and as what, before anything is stored or anybody told.
  await ben.open('/');
  await ready(ben.page);
  const databases = () => ben.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  const before = await databases();
  const page = await openLink(ben, link);
  expect(page.url(), 'the secret is not left in the address bar').not.toContain('#');
  const invitation = page.getByRole('region', { name: 'The invitation' });
  for (const said of ['Ana', 'Harbour', 'a manager']) await expect(invitation).toContainText(said);
  expect(await databases()).toEqual(before);
  expect(await deviceKeys(page)).toEqual({});
  await expect(ana.page.getByRole('region', { name: 'Waiting to be let in' })).toHaveCount(0);
  const words = await askToJoin(page, 'Ben');
  expect(words.length).toBeGreaterThan(2);
  expect(await allStored(page), 'nothing comes before somebody says yes').not.toContain('Solheim');
  await letIn(ana.page, 'Ben', words);
  await expect(page.getByRole('heading', { name: 'Members and devices' })).toBeVisible({ timeout: 30_000 });

  const bens = await openPeople(page);
  await expect(bens).toHaveText(['Ingrid Solheim']);
  const anasList = await openPeople(ana.page);
  await addPerson(page, 'Jonas Weber');
  await expect(anasList).toHaveText(['Ingrid Solheim', 'Jonas Weber']);
  await addPerson(ana.page, 'Mara Lindqvist');
  await expect(bens).toHaveText(['Ingrid Solheim', 'Jonas Weber', 'Mara Lindqvist']);

  // Both type in the same note.
  await openPerson(ana.page, 'Ingrid Solheim');
  await openPerson(page, 'Ingrid Solheim');
  const notes = (tab) => tab.getByRole('textbox', { name: 'Notes' });
  await notes(ana.page).pressSequentially('From Ana. ');
  await expect(notes(page)).toHaveValue('From Ana. ');
  await notes(page).press('Control+End');
  await notes(page).pressSequentially('From Ben.');
  await expect(notes(ana.page)).toHaveValue('From Ana. From Ben.');

  // The link let in one, and lets in no other.
  const mallory = await launch();
  await openLink(mallory, link);
  await mallory.page.getByRole('textbox', { name: 'Your name' }).fill('Mallory');
  await mallory.page.getByRole('button', { name: 'Ask to be let in' }).click();
  await expect(mallory.page.getByRole('alert').filter({ hasText: 'invitation' })).toBeVisible({ timeout: 30_000 });
});

test('what is shared stands on the relay’s disk, and neither its files nor its log tell anything of it', async ({ launch, server }) => {
  const [ana, ben] = [await launch(), await launch()];
  await ana.open('/people');
  await ready(ana.page);
  await startSharing(ana.page, 'Planted Anamaria', 'Planted Desk');
  await openLink(ben, await invite(ana.page, 'A manager', 'Planted Workspace'));
  await letIn(ana.page, 'Planted Benedict', await askToJoin(ben.page, 'Planted Benedict', 'Planted Phone'));
  await expect(ben.page.getByRole('heading', { name: 'Members and devices' })).toBeVisible({ timeout: 30_000 });
  await openPeople(ana.page);
  await addPerson(ana.page, 'Planted Marker');
  await openPerson(ana.page, 'Planted Marker');
  await ana.page.getByRole('textbox', { name: 'Notes' }).pressSequentially('Words in the notes.');
  await expect(await openPeople(ben.page)).toHaveText(['Planted Marker']);
  await saved(ana.page);
  await sameAtRelay(ana.page);
  // Each knows how the other is called, so these names went by way of the relay as well.
  await expect(ana.page.getByRole('main')).toContainText('Planted Phone');
  await openSharing(ben.page);
  await expect(ben.page.getByRole('main')).toContainText('Planted Anamaria');
  await server.stop();
  const texts = ['Planted', 'Marker', 'Words in the notes', 'Anamaria', 'Benedict', 'Desk', 'Workspace'];
  expect(await filesWith(server.data, texts)).toEqual([]);
  expect(server.printed.length).toBeGreaterThan(2);
  expect(server.printed.filter((line) => texts.some((text) => line.includes(text)))).toEqual([]);
  // The search finds what is there: the browser's own profile holds the names in the clear.
  await ana.close();
  expect((await filesWith(ana.folder, ['Planted Marker'])).length).toBeGreaterThan(0);
});

test('a relay that is killed amid writing loses nothing that it acknowledged', async ({ launch, server }) => {
  const { ana, ben } = await anaAndBen(launch);
  await ben.close();
  const names = Array.from({ length: 12 }, (_, place) => `Pilot ${String(place + 1).padStart(2, '0')}`);
  await openPeople(ana.page);
  for (const name of names.slice(0, 6)) await addPerson(ana.page, name);
  await saved(ana.page);
  await sameAtRelay(ana.page);
  await server.kill();
  await server.start();
  // Ana is gone: what Ben gets can only come from the relay.
  await ana.close();
  await ben.start();
  await ben.open('/people');
  const bens = await openPeople(ben.page);
  await expect(bens).toHaveText(['Ingrid Solheim', ...names.slice(0, 6)]);

  // Killed while both write, again and again: in the end both have all of it.
  await ana.start();
  await ana.open('/people');
  const anas = await openPeople(ana.page);
  for (const name of names.slice(6)) {
    const writing = addPerson(Number(name.slice(-2)) % 2 ? ana.page : ben.page, name);
    await server.kill();
    await writing;
    await server.start();
  }
  const all = ['Ingrid Solheim', ...names];
  await expect(anas).toHaveText(all, { timeout: 90_000 });
  await expect(bens).toHaveText(all, { timeout: 90_000 });
});

test('who was taken out gets nothing of what comes after, and could not read it', async ({ launch, server }) => {
  const listening = await tap(server.port);
  const ana = await anas(launch);
  const ben = await launch(listening.options);
  await becomeMember(ana.page, ben, 'Ben');
  await expect(await openPeople(ben.page)).toHaveText(['Ingrid Solheim']);
  await sameAtRelay(ana.page);
  const before = (await ownRows(ana.page)).envelopes;
  await ana.page.getByRole('button', { name: 'Take Ben out' }).click();
  await expect(ana.page.getByRole('dialog')).toContainText('copies that were taken stay taken');
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
  const report = ana.page.getByRole('status').filter({ hasText: 'Ben is out.' });
  await expect(report).toBeVisible({ timeout: 30_000 });
  await expect(report).toContainText('They keep what was on their devices up to now. Nobody can take that back.');
  await expect(report).toContainText('new keys were made for what remains: 1 device.');
  await openPeople(ana.page);
  await addPerson(ana.page, 'Afterwards Written');
  await saved(ana.page);
  await sameAtRelay(ana.page);

  // Ben's own copy of the log says so, signed by Ana; it is not only the relay's word.
  const told = ben.page.getByRole('region', { name: 'What you may do here' });
  await expect(told).toContainText('You are no member any more.', { timeout: 30_000 });
  await openSharing(ben.page);
  await expect(ben.page.getByRole('main')).toContainText('Ana took this device out on');
  await ben.page.reload();
  await expect(told).toContainText('You are no member any more.', { timeout: 30_000 });

  // Nothing of it was sent to him: of what Ana wrote before, everything was.
  const [hers, his] = [await ownRows(ana.page), await ownRows(ben.page)];
  const hisAudiences = new Set(Object.keys(his.envelopes).map((row) => row.split('|')[0]));
  const rows = Object.keys(hers.envelopes).filter((row) => hisAudiences.has(row.split('|')[0]));
  const [earlier, later] = [rows.filter((row) => row in before), rows.filter((row) => !(row in before))];
  expect(later.length).toBeGreaterThan(0);
  const heard = listening.heard().toString('hex');
  const sent = (row) => heard.includes(hers.envelopes[row]);
  expect(earlier.filter(sent)).toEqual(earlier);
  expect(later.filter(sent), 'sealed as it is, it was not sent').toEqual([]);
  expect(later.filter((row) => row in his.envelopes), 'nor did it come by any other path').toEqual([]);

  // Were it sent all the same, by whomever, with all that Ana knows of keys for others: his do not open it.
  const opened = await openRegardless({ ...hers, device: his.device });
  expect(earlier.map((row) => opened.get(row)), 'what he had').not.toContain('sealed');
  expect(later.map((row) => opened.get(row))).toEqual(later.map(() => 'sealed'));
  await goTo(ben.page, 'People');
  await expect(ben.page.getByRole('grid', { name: 'People' }).getByRole('link')).toHaveText(['Ingrid Solheim']);
  const stored = await allStored(ben.page);
  expect(stored).toContain('Solheim');
  expect(stored).not.toContain('Afterwards');
  await ben.close();
  expect((await filesWith(ben.folder, ['Solheim'])).length).toBeGreaterThan(0);
  expect(await filesWith(ben.folder, ['Afterwards'])).toEqual([]);
  listening.close();
});

test('a viewer reads and cannot write', async ({ launch }) => {
  const { ana, ben } = await anaAndBen(launch, 'A viewer');
  const bens = await openPeople(ben.page);
  await expect(bens).toHaveText(['Ingrid Solheim']);
  await expect(ben.page.getByRole('region', { name: 'What you may do here' })).toContainText('only managers can write');
  await expect(ben.page.getByRole('button', { name: 'Add a person' })).toBeDisabled();
  const anas = await openPeople(ana.page);
  await addPerson(ana.page, 'Written By Ana');
  await expect(bens).toHaveText(['Ingrid Solheim', 'Written By Ana']);
  await expect(anas).toHaveText(['Ingrid Solheim', 'Written By Ana']);
});

test('a viewer with a program that obeys no rule is refused by the relay and set aside by the others', async ({ launch }) => {
  const { ana, ben } = await anaAndBen(launch, 'A viewer');
  const file = join(ana.folder, 'from-ben.pilothouse');
  await expect(await openPeople(ben.page)).toHaveText(['Ingrid Solheim']);
  expect(await writeRegardless(ben, 'Written By A Viewer', file)).toBe('refused: NotAllowed');

  // As if a relay that lies had let it through.
  await takeIn(ana.page, file);
  const aside = ana.page.getByRole('region', { name: 'Set aside' });
  await expect(aside).toBeVisible();
  await aside.getByText('What and why').click();
  await expect(aside.getByRole('listitem').filter({ hasText: 'Ben' })).toContainText('may only read');
  await expect(await openPeople(ana.page)).toHaveText(['Ingrid Solheim']);
  await ana.page.reload();
  await expect(await openPeople(ana.page)).toHaveText(['Ingrid Solheim']);
});

test('the same program with the keys of a manager is believed, so what stops it is the role', async ({ launch }) => {
  const { ana, ben } = await anaAndBen(launch);
  const anas = await openPeople(ana.page);
  expect(await writeRegardless(ben, 'Written By A Manager', join(ana.folder, 'from-ben.pilothouse'))).toBe('kept');
  await expect(anas).toHaveText(['Ingrid Solheim', 'Written By A Manager']);
});
