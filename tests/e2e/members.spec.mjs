// What sharing shows beside the records: what merged, what is to settle, one's own devices, exchange by file.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { addDevice, allStored, becomeMember, fileForOthers, openPeople, openSharing, startSharing, takeIn, withoutDirect } from './sharing.mjs';
import { addPerson, goTo, jot, openPerson, openView, ready, saved } from './steps.mjs';

test.describe.configure({ timeout: 150_000 });

/** Ana's workspace with one person in it, shared with somebody; the pages of both. */
async function two(launch, name, whom) {
  // What they write while the relay is stopped shall not come over otherwise.
  const [ana, other] = [await withoutDirect(await launch()), await withoutDirect(await launch())];
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

  // Monday says it in a line, and leads there.
  await goTo(ana.page, 'Monday');
  const news = ana.page.getByRole('region', { name: 'Merged while you were away' });
  await expect(news).toContainText('Ben: 1 record', { timeout: 20_000 });
  await expect(news).toContainText('One contradiction to settle');
  await news.getByRole('link', { name: 'See what merged' }).click();
  const merged = ana.page;
  await expect(merged.getByRole('heading', { name: 'Ben' })).toBeVisible({ timeout: 20_000 });
  const values = merged.getByRole('list', { name: 'Ingrid Solheim: Title' });
  await expect(values.getByRole('listitem').filter({ hasText: 'Principal engineer' })).toContainText(/Ben, .*\d\d:\d\d/);
  await expect(values.getByRole('listitem').filter({ hasText: 'Staff engineer' })).toContainText(/You, .*\d\d:\d\d/);
  await expectAccessible(merged);
  await values.getByRole('button', { name: 'Principal engineer' }).click();
  await expect(values).toHaveCount(0);

  // What is listed opens the record; what was not chosen stays in its history.
  await merged.getByRole('region', { name: 'New since you looked' }).getByRole('link', { name: 'Ingrid Solheim' }).click();
  await expect(merged.getByRole('heading', { level: 1, name: 'Ingrid Solheim' })).toBeVisible();
  await expect(merged.getByRole('main')).toContainText('Principal engineer');
  const history = (await openView(merged, 'History')).getByRole('list', { name: 'History' });
  for (const title of ['Staff engineer', 'Principal engineer']) await expect(history).toContainText(title);
});

test('three devices of one manager have what is for herself only, until one is taken out, and nobody else has it', async ({ launch }) => {
  const [desk, laptop, phone, ben] = [await launch(), await launch(), await launch(), await launch()];
  await desk.open('/notes');
  await jot(desk.page, 'Ask about the salary');
  await startSharing(desk.page, 'Ana', 'Desk');
  await becomeMember(desk.page, ben, 'Ben');
  await addDevice(desk.page, laptop, 'Ana', 'Laptop');
  // The third is let in by the second; the first need not be there.
  await addDevice(laptop.page, phone, 'Ana', 'Phone');
  await jot(laptop.page, 'Budget for the offsite');
  await jot(phone.page, 'Call the recruiter');
  const all = ['Ask about the salary', 'Budget for the offsite', 'Call the recruiter'];
  for (const { page } of [desk, laptop, phone]) {
    await goTo(page, 'Quick notes');
    for (const note of all) await expect(page.getByText(note)).toBeVisible({ timeout: 30_000 });
  }
  // Everyone sees that the phone is hers, and when it was heard of.
  for (const { page } of [desk, ben]) {
    await openSharing(page);
    const member = page.getByRole('listitem').filter({ hasText: 'Desk' }).first();
    await expect(member).toContainText('Laptop');
    await expect(member.getByRole('listitem').filter({ hasText: 'Phone' })).toContainText('last heard of just now', { timeout: 30_000 });
  }

  await openSharing(laptop.page);
  await laptop.page.getByRole('button', { name: 'Take Phone out' }).click();
  await laptop.page.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
  await expect(laptop.page.getByText('Phone is out.')).toBeVisible({ timeout: 30_000 });
  await expect(phone.page.getByRole('region', { name: 'What you may do here' })).toContainText('This device was taken out of the workspace.', {
    timeout: 30_000,
  });
  await jot(laptop.page, 'Afterwards written');
  await goTo(desk.page, 'Quick notes');
  await expect(desk.page.getByText('Afterwards written')).toBeVisible({ timeout: 30_000 });
  const [atDesk, atPhone, atBen] = [await allStored(desk.page), await allStored(phone.page), await allStored(ben.page)];
  const held = (stored) => [...all, 'Afterwards written'].filter((note) => stored.includes(note));
  expect(held(atDesk)).toEqual([...all, 'Afterwards written']);
  expect(held(atPhone), 'what it had is not taken back').toEqual(all);
  expect(held(atBen), 'not even sealed and opened by somebody else').toEqual([]);
});

test('what is written where nobody is connected comes over by file', async ({ launch, server }) => {
  const { ana, other: ben } = await two(launch, 'Ben', 'A manager');
  await openSharing(ben.page);
  await server.stop();
  await openPeople(ana.page);
  await addPerson(ana.page, 'Written Offline');
  await saved(ana.page);
  expect(await takeIn(ben.page, await fileForOthers(ana.page))).toContain('taken in');
  await expect(await openPeople(ben.page)).toContainText(['Ingrid Solheim', 'Written Offline']);
});
