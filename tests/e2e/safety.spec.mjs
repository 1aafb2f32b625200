// Where what was written is: said for each edit and in the top bar; and why not, as long as something is in the way.
import { expect, test } from './fixtures.mjs';
import { anas, becomeMember, openPeople, openSharing } from './sharing.mjs';
import { addPerson, openPerson, openView, saved } from './steps.mjs';

test.describe.configure({ timeout: 150_000 });

/** What the top bar says of the last edit. */
const topBar = (page) => page.getByRole('banner').getByText('Saved on this disk');

/** The line above the page that says what is in the way. */
const loud = (page) => page.getByRole('alert', { name: 'Sharing', exact: true });

test('each edit and the top bar say on which disks everything is, and who said so last', async ({ launch }) => {
  const ana = await anas(launch);
  const ben = await launch();
  await becomeMember(ana.page, ben, 'Ben');
  const page = ana.page;
  const everywhere = /, at the relay and on 1 device; last verified with Ben \(.+\) at \d\d:\d\d$/;
  await expect(topBar(page)).toHaveText(everywhere, { timeout: 30_000 });

  await openPeople(page);
  await addPerson(page, 'Jonas Weber');
  await expect(topBar(page)).toHaveText(everywhere, { timeout: 30_000 });
  await topBar(page).click();
  const panel = page.getByRole('dialog', { name: 'Where what you wrote is' });
  await expect(panel.getByRole('listitem')).toHaveText([
    /This disk.*everything/,
    /The relay.*everything, verified at/,
    /Ben \(.+\).*everything, verified at/,
  ]);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();

  // Ben goes; what is written now is at the relay alone, what was written before still with him.
  await ben.close();
  await addPerson(page, 'Mara Lindqvist');
  await expect(topBar(page)).toHaveText(/ and at the relay; last verified at \d\d:\d\d$/, { timeout: 30_000 });
  const newest = async (name) => {
    await openPerson(page, name);
    const history = await openView(page, 'History');
    return history.getByRole('list', { name: 'History' }).getByRole('listitem').first();
  };
  await expect(await newest('Mara Lindqvist')).toContainText('Kept on this disk and at the relay.');
  await expect(await newest('Jonas Weber')).toContainText(/Kept on this disk, at the relay and on Ben \(.+\), verified/);

  // On a plane: calm, and counted.
  await ana.context.setOffline(true);
  await openPeople(page);
  await addPerson(page, 'Noor Haddad');
  await expect(topBar(page)).toHaveText(/; offline, \d+ changes? waits? here$/);
  await expect(await newest('Noor Haddad')).toContainText('Kept on this disk.');
  await expect(loud(page)).toHaveCount(0);
  await ana.context.setOffline(false);
  await expect(topBar(page)).toHaveText(/ and at the relay; last verified/, { timeout: 30_000 });
  await expect(await newest('Noor Haddad')).toContainText('Kept on this disk and at the relay.');

  // Ben comes back, and says of all of it that he has it.
  await ben.start();
  await ben.open('/people');
  await expect(topBar(page)).toHaveText(everywhere, { timeout: 30_000 });
});

test('a relay that is full says so on every page until it has room', async ({ launch, server }) => {
  const { page } = await anas(launch);
  await expect(topBar(page)).toHaveText(/ and at the relay/, { timeout: 30_000 });
  await server.stop();
  server.flags = ['--quota', '1K'];
  await server.start();
  await openPeople(page);
  await addPerson(page, 'Jonas Weber');
  await saved(page);
  await expect(loud(page)).toContainText('The relay has no more room for this workspace.', { timeout: 60_000 });
  await expect(loud(page)).toContainText('Ask whoever runs it for more');
  await expect(loud(page)).toContainText(/\d+ changes? (is|are) on this disk only\./);
  await expect(topBar(page)).not.toContainText('at the relay');
  // It lasts: on other pages, and after the page was loaded anew.
  await page.goto('/data');
  await expect(loud(page)).toContainText('no more room', { timeout: 60_000 });

  await server.stop();
  server.flags = [];
  await server.start();
  await expect(loud(page)).toHaveCount(0, { timeout: 90_000 });
  await expect(topBar(page)).toHaveText(/ and at the relay/, { timeout: 30_000 });
});

test('a relay that is gone for long is reported until it is back', async ({ launch, server }) => {
  const { page } = await anas(launch);
  await expect(topBar(page)).toHaveText(/ and at the relay/, { timeout: 30_000 });
  await server.stop();
  await openPeople(page);
  await addPerson(page, 'Jonas Weber');
  await expect(topBar(page)).toHaveText(/; \d+ changes? (is|are) nowhere else yet$/);
  await expect(loud(page)).toContainText('cannot be reached', { timeout: 90_000 });
  await expect(loud(page)).toContainText('It is tried again by itself.');
  await server.start();
  await expect(loud(page)).toHaveCount(0, { timeout: 90_000 });
  await expect(topBar(page)).toHaveText(/ and at the relay/, { timeout: 30_000 });
});

test('a relay that wants a token says so until it has one', async ({ launch, server }) => {
  const token = 'the-harbour-master-knows';
  await server.stop();
  server.flags = ['--create', 'token', '--token', token];
  await server.start();
  const { page } = await anas(launch);
  await expect(loud(page)).toContainText('The relay makes a workspace only for who has its token.', { timeout: 30_000 });
  await openSharing(page);
  await page.getByRole('button', { name: 'Change the relay' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the relay' });
  await dialog.getByRole('textbox', { name: 'Token' }).fill(token);
  await dialog.getByRole('button', { name: 'Meet there' }).click();
  await expect(loud(page)).toHaveCount(0, { timeout: 30_000 });
  await expect(topBar(page)).toHaveText(/ and at the relay/, { timeout: 30_000 });
});
