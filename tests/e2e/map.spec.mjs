// The map: eight areas with what is open in each, a guide, and a button that starts the work. The thread: walked both ways.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { goTo, openSample, ready, saved } from './steps.mjs';

const AREAS = [
  'Team and hiring', 'Feedback and growth', 'Team health', 'Planning', 'Incidents and on-call', 'Stakeholders',
  'Technical strategy', 'Process and measures',
];

test('an empty map says that nothing is begun, and a guide starts the first work', async ({ device }) => {
  const page = await device.open('/map');
  await ready(page);
  const main = page.getByRole('main');
  for (const area of AREAS) await expect(main.getByRole('link', { name: area, exact: true })).toBeVisible();
  await expect(main.getByText('not begun')).toHaveCount(9); // and once for the theme with two areas
  await main.getByRole('link', { name: 'Stakeholders', exact: true }).click();

  const guide = page.getByRole('region', { name: 'Guide' });
  for (const part of ['What good is', 'Usual mistakes', 'Try now: say back what they expect']) {
    await expect(guide.getByRole('heading', { name: part })).toBeVisible();
  }
  await expect(main.getByText('keeps no records of this area yet but actions')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Start with an action' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an action' });
  await expect(dialog.getByRole('textbox', { name: 'What' })).toHaveValue(/^Ask three stakeholders/);
  await dialog.getByLabel('Due').fill('2020-01-31');
  await dialog.getByRole('button', { name: 'Add it' }).click();
  const open = page.getByRole('grid', { name: 'Open here' });
  await expect(open.getByRole('row').filter({ hasText: 'Ask three stakeholders' })).toContainText('overdue');
  await saved(page);

  await goTo(page, 'Map');
  const line = main.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Stakeholders', exact: true }) });
  await expect(line).toContainText('1 open, 1 overdue');
  await expect(line).toContainText('touched today');
  await page.reload();
  await expect(line).toContainText('1 open, 1 overdue');
});

test('where records exist the guide leads to them, and what is open opens', async ({ device }) => {
  const page = await openSample(device);
  const strip = page.getByRole('region', { name: 'Your areas' });
  await expect(strip.getByRole('listitem')).toHaveCount(8);
  await strip.getByRole('link', { name: /^Team and hiring/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Team and hiring');
  await page.getByRole('main').getByRole('link', { name: 'Look at the skill gaps' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Skill gaps');

  await goTo(page, 'Map');
  await expect(page.getByRole('region', { name: 'People' })).toContainText('Together');
  await page.getByRole('main').getByRole('link', { name: 'Feedback and growth', exact: true }).click();
  await page.getByRole('grid', { name: 'Open here' }).getByRole('link').first().click();
  await expect(page.getByRole('tab', { name: 'History' })).toBeVisible();
});

test('an area that has gone cold is a notice that leads to its guide', async ({ device }) => {
  const page = await openSample(device);
  await goTo(page, 'Map');
  const line = page.getByRole('main').getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: 'Stakeholders', exact: true }) });
  await expect(line).toContainText('gone cold');
  await goTo(page, 'Notices');
  const notice = page.getByRole('article').filter({ hasText: 'Stakeholders has gone cold' });
  await expect(notice).toContainText('Open there: 1, of which past their day: 1.');
  await notice.getByRole('link', { name: /Open its guide/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Stakeholders');
  await expect(page.getByRole('region', { name: 'Guide' })).toBeVisible();
});

test('the whole thread is walked from what was seen to the work that closes the gap, and back', async ({ device }) => {
  const page = await openSample(device);
  await goTo(page, 'Observations');
  await page.getByRole('link', { name: /^Found the orphaned alerts of reconciliation/ }).click();
  await page.getByRole('link', { name: /^Walk the whole thread/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Thread: Found the orphaned alerts');
  const line = page.getByRole('group', { name: /^The whole thread of/ });
  const after = line.getByRole('list', { name: 'What follows' }).getByRole('listitem');
  await expect(line.getByRole('list', { name: 'What led here' })).toHaveCount(0);
  await expect(after.first()).toContainText('Nobody sees when reconciliation stops');
  await expect(after.filter({ hasText: 'Counts a year of alerts' })).toContainText('Whoever counts the alerts learns which ones matter');
  await expectAccessible(page);

  // To the last knot, and from there all of it lies behind.
  await after.getByRole('link', { name: /^Counts a year of alerts/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Thread: Counts a year of alerts');
  const before = line.getByRole('list', { name: 'What led here' }).getByRole('listitem');
  await expect(before.filter({ hasText: 'Found the orphaned alerts' })).toContainText('Leads to “Observability”');
  await before.getByRole('link', { name: /^Found the orphaned alerts/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Thread: Found the orphaned alerts');
  await page.getByRole('main').getByRole('link', { name: 'Open the record' }).click();
  await expect(page.getByRole('tab', { name: 'History' })).toBeVisible();
});

test('what should follow and does not is a loose end on the thread', async ({ device }) => {
  const page = await openSample(device);
  await goTo(page, 'Skills');
  await page.getByRole('main').getByRole('link', { name: 'Ledger bookings' }).first().click();
  await page.getByRole('link', { name: /^Walk the whole thread/ }).click();
  await expect(page.getByRole('list', { name: 'Here', exact: true })).toContainText('There is a gap, and nothing is decided about it');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
