// What sharing shows beside the records: what merged, what is to settle, one's own devices, exchange by file.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { askToJoin, becomeMember, invite, letIn, openLink, openPeople, openSharing, startSharing } from './sharing.mjs';
import { addPerson, openPerson, openView, ready, saved } from './steps.mjs';

test.describe.configure({ timeout: 150_000 });

/** Ana's workspace with one person in it, shared with somebody; the pages of both. */
async function two(launch, name, whom) {
  const [ana, other] = [await launch(), await launch()];
  const page = await ana.open('/people');
  await ready(page);
  await addPerson(page, 'Ingrid Solheim');
  await startSharing(page, 'Ana');
  await becomeMember(page, other, name, whom);
  return { ana, other };
}

test('what others wrote is listed by who wrote it, and two values that stand against each other are settled by a press', async ({
  launch,
  server,
}) => {
  const { ana, other: ben } = await two(launch, 'Ben', 'A manager');
  await openSharing(ana.page);
  await expectAccessible(ana.page);
  for (const { page } of [ana, ben]) {
    await openPeople(page);
    await openPerson(page, 'Ingrid Solheim');
    await openView(page, 'Details');
  }
  await expect(ana.page.getByText('Ben is here')).toBeVisible({ timeout: 20_000 });
  await server.stop();
  for (const [page, title] of [[ana.page, 'Staff engineer'], [ben.page, 'Principal engineer']]) {
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill(title);
    await page.getByRole('textbox', { name: 'Title', exact: true }).press('Tab');
    await saved(page);
  }
  await server.start();
  await expect(ana.page.getByRole('group', { name: 'Settle Title' })).toBeVisible({ timeout: 60_000 });

  const merged = await ana.open('/merged');
  await expect(merged.getByRole('heading', { name: 'Ben' })).toBeVisible({ timeout: 20_000 });
  const values = merged.getByRole('list', { name: 'Ingrid Solheim: Title' });
  await expect(values.getByRole('listitem').filter({ hasText: 'Principal engineer' })).toContainText('Ben');
  await expect(values.getByRole('listitem').filter({ hasText: 'Staff engineer' })).toContainText('You');
  await expectAccessible(merged);
  await values.getByRole('button', { name: 'Principal engineer' }).click();
  await expect(values).toHaveCount(0);
});

test('a further device of one’s own reads what is for oneself only', async ({ launch }) => {
  const [desk, phone] = [await launch(), await launch()];
  const page = await desk.open('/notes');
  await ready(page);
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill('Ask about the salary');
  await page.getByRole('button', { name: 'Done' }).click();
  await saved(page);
  await startSharing(page, 'Ana');
  const joining = await openLink(phone, await invite(page, 'A device of mine'));
  const words = await askToJoin(joining, 'Ana');
  await letIn(page, 'further device of yours', words);
  await expect(joining.getByRole('heading', { name: 'Members and devices' })).toBeVisible({ timeout: 30_000 });
  await phone.open('/notes');
  await expect(phone.page.getByText('Ask about the salary')).toBeVisible({ timeout: 30_000 });
});

test('what is written where nobody is connected comes over by file', async ({ launch, server }) => {
  const { ana, other: ben } = await two(launch, 'Ben', 'A manager');
  await openSharing(ben.page);
  await server.stop();
  await openPeople(ana.page);
  await addPerson(ana.page, 'Written Offline');
  await saved(ana.page);
  await openSharing(ana.page);
  const [download] = await Promise.all([
    ana.page.waitForEvent('download'),
    ana.page.getByRole('button', { name: 'Save a file for the others' }).click(),
  ]);
  await ben.page.getByLabel(/Take in a file of theirs/).setInputFiles(await download.path());
  await expect(ben.page.getByText(/taken in/)).toBeVisible({ timeout: 20_000 });
  await expect(await openPeople(ben.page)).toContainText(['Ingrid Solheim', 'Written Offline']);
});
