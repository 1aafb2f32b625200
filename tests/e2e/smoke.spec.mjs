// The shell: it opens, it is served under strict rules, and it opens again with no network.
import { builtFiles, expect, expectAccessible, test } from './fixtures.mjs';

test('the page opens and has a heading', async ({ device }) => {
  const page = await device.open('/');
  await expect(page).toHaveTitle(/Pilothouse/);
});

test('every answer carries the security headers', async ({ server, request }) => {
  for (const path of ['/', '/service-worker.js', '/manifest.webmanifest', '/missing.js']) {
    const headers = (await request.get(server.url + path)).headers();
    expect(headers['content-security-policy'], path).toContain("default-src 'none'");
    expect(headers['content-security-policy'], path).not.toContain('unsafe-inline');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['referrer-policy'], path).toBe('no-referrer');
    expect(headers['permissions-policy'], path).toContain('camera=(self)');
  }
});

test('hashed files are packed and kept, the page and the service worker are not', async ({ server, request }) => {
  const script = (await builtFiles()).find((name) => /^app-.*\.js$/.test(name));
  const kept = (await request.get(`${server.url}/${script}`, { headers: { 'accept-encoding': 'br' } })).headers();
  expect(kept['content-encoding']).toBe('br');
  expect(kept['cache-control']).toContain('immutable');
  for (const path of ['/', '/service-worker.js']) {
    expect((await request.get(server.url + path)).headers()['cache-control'], path).toBe('no-cache');
  }
});

test('the page has no inline script and names the worker by its hash', async ({ server, request }) => {
  const html = await (await request.get(server.url)).text();
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
  const worker = html.match(/<meta name="worker" content="([^"]+)"/)[1];
  expect(worker).toMatch(/^\/worker-[0-9a-f]{16}_loader\.js$/);
  expect((await request.get(server.url + worker)).status()).toBe(200);
});

test('every built file is in the offline cache', async ({ device }) => {
  const page = await device.open('/');
  await device.readyForOffline();
  const cached = await page.evaluate(async () => {
    const [name] = await caches.keys();
    const requests = await (await caches.open(name)).keys();
    return requests.map((request) => new URL(request.url).pathname).sort();
  });
  const built = (await builtFiles())
    .filter((name) => name !== 'service-worker.js')
    .map((name) => (name === 'index.html' ? '/' : `/${name}`))
    .sort();
  expect(cached).toEqual(built);
});

test('after the first visit it opens with no network, on any route, also after a restart', async ({ device }) => {
  await device.open('/');
  await device.readyForOffline();
  await device.goOffline();
  await device.page.reload();
  await expect(device.page.getByRole('heading', { level: 1 })).toBeVisible();

  await device.close();
  await device.start();
  await device.open('/people');
});

test('the page survives kill -9 of its browser', async ({ device }) => {
  await device.open('/');
  await device.readyForOffline();
  await device.kill();
  await device.server.stop();
  await device.start();
  await device.open('/');
});

test('a page whose part is slow to come says so, one whose part does not come can be tried again', async ({ launch }) => {
  // What is installed has all parts: this is about the first minutes, and about a browser that installs nothing.
  const device = await launch({ serviceWorkers: 'block' });
  const page = await device.open('/');
  const open = (name) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  let come;
  const awaited = new Promise((resolve) => {
    come = resolve;
  });
  await page.route(/\.wasm/, async (route) => {
    await awaited;
    await route.continue();
  });
  await open('Sharing');
  await expect(page.getByRole('status').filter({ hasText: /^Loading/ })).toBeVisible();
  come();
  await expect(page.getByRole('heading', { level: 1, name: 'Sharing' })).toBeVisible();

  await page.unrouteAll({ behavior: 'wait' });
  await page.route(/\.wasm/, (route) => route.abort());
  await open('Data');
  await expect(page.getByRole('heading', { level: 1, name: 'This page did not load' })).toBeVisible();
  await expectAccessible(page);
  await page.unrouteAll({ behavior: 'wait' });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Data' })).toBeVisible();
});
