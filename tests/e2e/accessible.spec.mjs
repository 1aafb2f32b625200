// Every page in both themes, empty and full, against WCAG 2.2 AA.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { openSample } from './steps.mjs';

const ROUTES = [
  '/',
  '/map',
  '/map/team-health',
  '/map/stakeholders',
  '/actions',
  '/notices',
  '/notes',
  '/people',
  '/teams',
  '/services',
  '/skills',
  '/gaps',
  '/span',
  '/one-on-ones',
  '/observations',
  '/concerns',
  '/growth',
  '/sponsorship',
  '/ladder',
  '/ladder/import',
  '/hiring',
  '/interviews',
  '/questions',
  '/panel',
  '/hires',
  '/reviews',
  '/search',
  '/import',
  '/data',
  '/settings',
  '/shortcuts',
  '/workspaces',
  '/merged',
  '/sharing',
  '/join',
  '/recover',
  '/nowhere',
];

test('no page has a barrier while the workspace is empty', async ({ device }) => {
  test.setTimeout(120_000);
  for (const route of ROUTES) {
    await expectAccessible(await device.open(route));
  }
});

test('no page has a barrier in the sample workspace', async ({ device }) => {
  test.setTimeout(240_000);
  const page = await openSample(device);
  for (const route of ROUTES) {
    await device.open(route);
    await expectAccessible(page);
  }
  await device.open('/');
  for (const place of ['/people', '/one-on-ones', '/growth', '/services']) {
    await device.open(place);
    await page.getByRole('main').getByRole('link', { name: /^[A-Z]\S+ [A-Z]/ }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/^(People|1:1s|Growth plans|Services)$/);
    await expectAccessible(page);
  }
  // The page of any record, with its history and a look back.
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('list', { name: 'History' }).getByRole('listitem').first()).toBeVisible();
  await expectAccessible(page);
});

test('what lies over a page has no barrier', async ({ device }) => {
  const page = await device.open('/');
  await expect(page.getByRole('button', { name: 'Quick note' })).toBeEnabled();
  for (const keys of ['Control+k', 'n', 'o']) {
    await page.keyboard.press(keys);
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
});

test('a narrow screen has no barrier, with the menu closed and open', async ({ launch }) => {
  test.setTimeout(120_000);
  const device = await launch({ viewport: { width: 390, height: 844 } });
  for (const route of ['/', '/map', '/map/planning', '/people', '/growth', '/sponsorship', '/ladder', '/ladder/import', '/reviews', '/hiring', '/interviews', '/panel', '/hires', '/import', '/data', '/settings', '/sharing', '/join', '/recover', '/workspaces', '/merged']) {
    const page = await device.open(route);
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${route} scrolls in one direction`).toBe(390);
  }
  const page = device.page;
  await page.getByRole('button', { name: 'Menu' }).click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation')).toBeHidden();
});
