// Every page in both themes, empty and full, against WCAG 2.2 AA.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** The pages of one record in the sample: from which page, or route of this list, which link leads there. */
const RECORDS = {
  '/people/:id': ['/people', 'Samir Haddad'],
  '/file/:id': ['/people/:id', 'File'],
  '/one-on-ones/:id': ['/one-on-ones', 'Samir Haddad'],
  '/growth/:id': ['/growth', 'Samir Haddad'],
  '/record/:id': ['/observations', /^Found the orphaned alerts/],
  '/thread/:id': ['/record/:id', /^Walk the whole thread/],
  '/cases/:id': ['/sponsorship', /Promotion to/],
  '/hiring/:id': ['/hiring', 'Quality Engineer, Checkout'],
  '/candidates/:id': ['/hiring/:id', 'Bojana Petrović'],
  '/candidates/:id/debrief': ['/candidates/:id', 'Debrief'],
  '/scorecards/:id': ['/candidates/:id/debrief', /^Tomasz Wróbel/],
  '/reviews/:id': ['/reviews', 'Oct 2025 to May 2026'],
  '/review/:id': ['/reviews/:id', 'Rafael Moreira'],
  '/review/:id/document': ['/review/:id', 'Document'],
};

/** Opens the page of one record of the sample; its address. */
async function openRecord(device, route, known = {}) {
  const [from, link] = RECORDS[route];
  const place = from.includes(':') ? (known[from] ?? (await openRecord(device, from, known))) : from;
  const page = await device.open(place);
  await page.getByRole('main').getByRole('link', { name: link, exact: typeof link === 'string' }).first().click();
  await expect(page).not.toHaveURL(new RegExp(`${place}$`));
  known[route] = new URL(page.url()).pathname;
  return known[route];
}

test('every route of the application is in these lists', async () => {
  const source = await readFile(join(import.meta.dirname, '../../src/app/routes.rs'), 'utf8');
  const routes = [...source.matchAll(/path!\("([^"]+)"\)/g)].map(([, route]) => route);
  expect(routes.length).toBeGreaterThan(40);
  const shown = (route) => ROUTES.some((one) => new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`).test(one));
  const missing = routes.filter((route) => !(route in RECORDS) && (/:id/.test(route) || !shown(route)));
  expect(missing, 'put the new page into ROUTES or RECORDS').toEqual([]);
  expect(Object.keys(RECORDS).filter((route) => !routes.includes(route)), 'no such route any more').toEqual([]);
});

test('no page of one record has a barrier, and each fits a hand, a tablet and a desk', async ({ device }) => {
  test.setTimeout(300_000);
  const page = await openSample(device);
  const known = {};
  for (const route of Object.keys(RECORDS)) {
    await openRecord(device, route, known);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
    for (const width of [390, 768]) {
      await page.setViewportSize({ width, height: 844 });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: `${route} at ${width}` })
        .toBe(width);
      if (width === 390) await expectAccessible(page, ['light']);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  }
});

test('no page has a barrier while the workspace is empty', async ({ device }) => {
  test.setTimeout(240_000);
  for (const route of ROUTES) {
    await expectAccessible(await device.open(route));
  }
});

test('no page has a barrier in the sample workspace', async ({ device }) => {
  test.setTimeout(360_000);
  const page = await openSample(device);
  for (const route of ROUTES) {
    await device.open(route);
    await expectAccessible(page);
  }
  await device.open('/');
  // The page of a service, with its history and a look back.
  await device.open('/services');
  await page.getByRole('main').getByRole('link', { name: 'Ledger core' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ledger core');
  await expectAccessible(page);
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
