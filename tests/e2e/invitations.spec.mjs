// What becomes of an invitation and of a membership: revoked, too old, waited for, let in by somebody else, another role, left.
import { expect, test } from './fixtures.mjs';
import { anaAndBen, anas, askToJoin, becomeMember, deviceKeys, invite, letIn, openLink, openPeople, openSharing, startSharing } from './sharing.mjs';
import { addPerson, goTo, ready, saved } from './steps.mjs';

test.describe.configure({ timeout: 150_000 });

const invitations = (page) => page.getByRole('region', { name: 'Invitations' });
const members = (page) => page.getByRole('region', { name: 'Members and devices' });

/** The line that says why nothing can be written. */
const told = (page) => page.getByRole('region', { name: 'What you may do here' });

test('an invitation that was revoked lets nobody in, one that is too old says so, and what became of each is listed', async ({ launch }) => {
  const { page } = await anas(launch);
  const link = await invite(page, 'A manager', 'Harbour');
  await expect(invitations(page).getByRole('listitem')).toContainText(/For a manager.*open.*made by you; until/);
  await invitations(page).getByRole('button', { name: 'Revoke' }).click();
  await invitations(page).getByText('Past ones (1)').click();
  await expect(invitations(page).getByRole('listitem')).toContainText('revoked');
  await expect(invitations(page).getByRole('button', { name: 'Revoke' })).toHaveCount(0);

  const ben = await launch();
  const bens = await openLink(ben, link);
  await bens.getByRole('textbox', { name: 'Your name' }).fill('Ben');
  await bens.getByRole('button', { name: 'Ask to be let in' }).click();
  await expect(bens.getByRole('alert').filter({ hasText: 'invitation' })).toBeVisible({ timeout: 30_000 });

  // By the clock of whoever opens it: a week and a day later.
  const late = await launch();
  await late.context.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 8 * 86_400_000;
  });
  const found = await openLink(late, await invite(page, 'A viewer'));
  await expect(found.getByRole('main').getByRole('alert')).toContainText('This link is too old');
  await expect(found.getByRole('main')).toContainText('Reads what is for everyone, and changes nothing of it.');

  const cleo = await launch();
  await becomeMember(page, cleo, 'Cleo');
  await openSharing(page);
  await expect(invitations(page).getByRole('listitem').filter({ hasText: 'used' })).toContainText('Cleo came in by it');
});

test('somebody joins while the one who invited is away, and is told what it waits for', async ({ launch, server }) => {
  const { ana, ben } = await anaAndBen(launch);
  const link = await invite(ana.page, 'A manager', 'Harbour');
  await ana.close();
  const cleo = await launch();
  const page = await openLink(cleo, link);
  await cleo.readyForOffline();

  // Without the relay it waits for that; with it, for somebody of the workspace.
  await server.stop();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Cleo');
  await page.getByRole('button', { name: 'Ask to be let in' }).click();
  await expect(page.getByText('Waiting for a connection to the relay.')).toBeVisible({ timeout: 30_000 });
  await expect(told(page)).toContainText('You are not let in yet.');
  await server.start();
  await expect(page.getByText('Waiting for somebody of the workspace to let you in.')).toBeVisible({ timeout: 60_000 });
  const words = page.getByRole('list', { name: 'Words to compare' });
  await expect(words.getByRole('listitem')).toHaveCount(5, { timeout: 30_000 });
  const hers = await words.getByRole('listitem').allTextContents();

  // She may close the page meanwhile. Ben is told on whatever page he is.
  await cleo.close();
  await openPeople(ben.page);
  await expect(ben.page.getByRole('status').filter({ hasText: 'Cleo waits to be let in.' })).toBeVisible({ timeout: 30_000 });
  await letIn(ben.page, 'Cleo', hers);
  await cleo.start();
  await cleo.open('/people');
  await expect(await openPeople(cleo.page)).toHaveText(['Ingrid Solheim'], { timeout: 30_000 });

  // The one who invited finds her there.
  await ana.start();
  await ana.open('/sharing');
  await expect(members(ana.page).getByRole('listitem').filter({ hasText: 'Cleo' }).first()).toBeVisible({ timeout: 30_000 });
});

test('an owner changes a role, which holds at once; who leaves keeps a copy that stays as it was', async ({ launch }) => {
  const { ana, ben } = await anaAndBen(launch);
  const role = members(ana.page).getByRole('combobox', { name: 'Role of Ben' });
  await openSharing(ana.page);
  await role.selectOption('Viewer');
  await expect(told(ben.page)).toContainText('only managers can write', { timeout: 30_000 });
  const bens = await openPeople(ben.page);
  await expect(ben.page.getByRole('button', { name: 'Add a person' })).toBeDisabled();
  await role.selectOption('Manager');
  await expect(told(ben.page)).toBeHidden({ timeout: 30_000 });
  await addPerson(ben.page, 'Jonas Weber');
  await expect(await openPeople(ana.page)).toHaveText(['Ingrid Solheim', 'Jonas Weber']);

  // A manager has no say in the roles of others.
  await openSharing(ben.page);
  await expect(members(ben.page).getByRole('combobox')).toHaveCount(0);
  await expect(members(ben.page).getByRole('button', { name: /^Take Ana/ })).toHaveCount(0);
  await ben.page.getByRole('button', { name: 'Leave this workspace…' }).click();
  await ben.page.getByRole('dialog', { name: 'Leave this workspace?' }).getByRole('button', { name: 'Leave' }).click();
  await expect(ben.page.getByRole('main')).toContainText('You left on', { timeout: 30_000 });
  await addPerson(ana.page, 'Mara Lindqvist');
  await saved(ana.page);
  await openSharing(ana.page);
  await members(ana.page).getByText('Former members (1)').click();
  await expect(members(ana.page).getByRole('listitem').filter({ hasText: 'Ben' })).toContainText('was manager');
  await expect(bens).toHaveCount(0);
  await goTo(ben.page, 'People');
  await expect(bens).toHaveText(['Ingrid Solheim', 'Jonas Weber']);
});

test('two shared workspaces in one browser have keys of their own, and one ends without the other', async ({ launch }) => {
  const ana = await anas(launch);
  const ben = await launch();
  await ben.open('/people');
  await ready(ben.page);
  await addPerson(ben.page, 'Written by Ben alone');
  await startSharing(ben.page, 'Ben');
  const page = await openLink(ben, await invite(ana.page, 'A manager', 'Harbour'));
  await letIn(ana.page, 'Ben', await askToJoin(page, 'Ben'));
  await expect(await openPeople(page)).toHaveText(['Ingrid Solheim'], { timeout: 30_000 });
  const keys = await deviceKeys(page);
  expect(Object.keys(keys)).toHaveLength(2);
  expect(new Set(Object.values(keys)).size, 'nothing ties one to the other').toBe(2);

  // Switched at the head of the navigation; each is connected when it is open.
  const switcher = (name) => page.getByRole('navigation').getByRole('button', { name, exact: true });
  await switcher('Harbour').click();
  await page.getByRole('menuitem', { name: 'My workspace' }).click();
  await expect(await openPeople(page)).toHaveText(['Written by Ben alone']);
  await openSharing(page);
  await expect(members(page)).not.toContainText('Ana');
  await page.goto('/workspaces');
  await page.getByRole('button', { name: 'Remove Harbour' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('remove');
  await dialog.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByText('Harbour')).toHaveCount(0);
  expect(await deviceKeys(page)).toEqual({ pilothouse: keys.pilothouse });
});
