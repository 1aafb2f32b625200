// Teams and services: who answers for what, who owns what, and what troubles somebody, kept to oneself.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { choose, day, exported, goTo, openSample, ready, saved } from './steps.mjs';

const notice = (page, name) => page.getByRole('article', { name });

test('an empty seat of a team is a notice until somebody sits on it, and one head on two seats is said', async ({ device }) => {
  test.setTimeout(90_000);
  const page = await openSample(device);
  await goTo(page, 'Notices');
  const empty = notice(page, 'Nobody answers for process in Ledger');
  await expect(empty).toContainText('Process: nobody.');
  await empty.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ledger');
  await ready(page);
  const seats = page.getByRole('region', { name: 'Who answers for what' });
  await choose(page, page.getByRole('combobox', { name: 'Process' }), 'rafael', 'Rafael Moreira');
  await expect(seats).toContainText('Rafael Moreira');
  await expect(empty).toBeHidden();
  // Whoever manages it had better not give its technical direction too.
  await choose(page, page.getByRole('combobox', { name: 'Technical direction' }), 'maren', 'Maren Osei');
  await expect(seats.getByRole('note')).toContainText('Maren Osei has both the people and the technical direction.');
  await expect(notice(page, 'Maren Osei both manages Ledger and gives its technical direction')).toBeVisible();
  await expectAccessible(page);
  await saved(page);
});

test('two teams that own a service agree, and one press settles it', async ({ device }) => {
  test.setTimeout(90_000);
  const page = await openSample(device);
  await goTo(page, 'Services');
  await page.getByRole('grid', { name: 'Services' }).getByRole('link', { name: 'Statement export' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Statement export');
  await ready(page);
  const owns = page.getByRole('region', { name: 'Who owns it' });
  await expect(owns.getByRole('listitem')).toHaveCount(2);
  await expect(notice(page, 'Statement export has more than one owning team')).toBeVisible();
  await expectAccessible(page);
  await owns.getByRole('button', { name: /^It is theirs ?: Ledger/ }).click();
  await expect(owns).toBeHidden();
  await expect(notice(page, 'Statement export has more than one owning team')).toBeHidden();
  await expect(page.getByRole('combobox', { name: 'Owning team' })).toHaveValue('Ledger');
  await expect(page.getByRole('combobox', { name: 'Accountable' })).toHaveValue('Rafael Moreira');
  await saved(page);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+z');
  await expect(owns.getByRole('listitem'), 'undo brings both claims back').toHaveCount(2);
});

test('a concern is kept for oneself, asks to be looked at again, and is in no file for others', async ({ device }) => {
  test.setTimeout(90_000);
  const page = await openSample(device);
  await goTo(page, 'Concerns');
  await ready(page);
  await page.getByRole('button', { name: 'Keep a concern' }).click();
  const keep = page.getByRole('dialog', { name: 'Keep a concern' });
  await keep.getByRole('button', { name: 'Keep it' }).click();
  await expect(keep.getByText('Choose a person.')).toBeVisible();
  await choose(page, keep.getByRole('combobox', { name: 'Who', exact: true }), 'elif', 'Elif Karataş');
  await keep.getByRole('textbox', { name: 'Concern' }).fill('Feels late to every decision');
  await keep.getByLabel('Look again on').fill(await day(page, -1));
  await keep.getByRole('button', { name: 'Keep it' }).click();
  await expect(keep).toBeHidden();
  await expect(page.getByRole('grid', { name: 'Concerns' }).getByRole('row').filter({ hasText: 'Feels late' })).toContainText('Elif Karataş');
  await saved(page);
  await goTo(page, 'Notices');
  await expect(notice(page, 'Look again with Elif Karataş: Feels late to every decision')).toBeVisible();
  const names = [...(await exported(page)).keys()];
  expect(names.filter((name) => name.includes('Feels late'))).toEqual([expect.stringMatching(/^only-me\//)]);
});
