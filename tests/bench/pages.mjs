// How long each page takes to open in a workspace of 60 people and three years (tests/years), with how long its longest
// task kept the main thread. Called by `cargo xtask bench pages`:
//
//   node pages.mjs --relay <program> --site <dist> --backup <file> [--runs 5] [--port 4190] [--only /people,/map]
//
// A page is opened by a link, from Monday, as one does; the time is from the press to its content painted. The first
// visit, which loads the page's part and makes typed records of rows, is left out of the median and printed beside it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { chromium } = createRequire(path.resolve(import.meta.dirname, '../e2e/package.json'))('@playwright/test');
const { values: given } = parseArgs({
  options: {
    relay: { type: 'string' },
    site: { type: 'string' },
    backup: { type: 'string' },
    runs: { type: 'string', default: '5' },
    port: { type: 'string', default: '4190' },
    only: { type: 'string', default: '' },
  },
});
const data = mkdtempSync(path.join(tmpdir(), 'pilothouse-pages-'));
const url = `http://localhost:${given.port}`;
const relay = spawn(given.relay, ['--listen', `127.0.0.1:${given.port}`, '--assets', given.site, '--data', path.join(data, 'relay')], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((done) => relay.stdout.once('data', done));
const context = await chromium.launchPersistentContext(path.join(data, 'profile'), {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
  baseURL: url,
  viewport: { width: 1440, height: 900 },
  locale: 'en-GB',
});
const page = context.pages()[0];

/** Presses a link to `href` and waits until the page stands there, painted; how long both took, in ms. */
const open = (href) =>
  page.evaluate(
    (href) =>
      new Promise((done, failed) => {
        const tasks = [];
        const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
        watch.observe({ type: 'longtask' });
        const before = document.querySelector('#page-title');
        const link = document.createElement('a');
        link.href = href;
        document.querySelector('main').append(link);
        const begun = performance.now();
        const look = () => {
          const title = document.querySelector('main #page-title');
          const there = title && title !== before && !document.querySelector('main .coming');
          if (performance.now() - begun > 20_000) failed(new Error(`${href} did not open`));
          else if (there) requestAnimationFrame(() => setTimeout(() => shown(performance.now())));
          else requestAnimationFrame(look);
        };
        const shown = (at) =>
          // What the page puts off is its work, too.
          setTimeout(() => {
            tasks.push(...watch.takeRecords());
            watch.disconnect();
            done({ took: at - begun, longest: Math.max(0, ...tasks.map((task) => task.duration)) });
          }, 400);
        link.click();
        requestAnimationFrame(look);
      }),
    href,
  );

/** Where the first link on a page leads that begins so. */
const firstOn = async (route, beginning) => {
  await page.goto(route);
  return page.locator(`main a[href^="${beginning}"]`).first().getAttribute('href', { timeout: 30_000 });
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

try {
  await page.goto('/data');
  await page.getByLabel('Choose a backup file').setInputFiles(given.backup);
  await page.getByRole('button', { name: 'Restore', exact: true }).click({ timeout: 60_000 });
  await page.getByText(/^\s*Restored:/).waitFor({ timeout: 600_000 });
  await page.waitForTimeout(5_000);
  // From the projection, as on any other morning.
  await page.goto('/');
  await page.getByRole('heading', { name: /^Your people/ }).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(3_000);
  const ids = await page.evaluate(() => {
    const first = (prefix) => document.querySelector(`main a[href^="${prefix}"]`)?.getAttribute('href');
    return { person: first('/people/'), record: first('/record/') };
  });
  const id = ids.person?.split('/').pop();
  const opening = await firstOn('/hiring', '/hiring/');
  const candidate = await firstOn(opening, '/candidates/');
  const debrief = `${candidate}/debrief`;
  const cycle = await firstOn('/reviews', '/reviews/');
  const review = await firstOn(cycle, '/review/');
  await page.goto('/');
  await page.locator('main #page-title').waitFor();
  const navigation = await page.locator('nav#navigation a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  const some = [ids.person, `/one-on-ones/${id}`, `/growth/${id}`, `/thread/${id}`, ids.record, `/file/${id}`, opening, candidate, debrief, cycle,
    review, `${review}/document`, '/map/feedback-and-growth', '/search?q=crane'];
  const routes = [...new Set([...navigation, ...some])].filter((href) => href && href !== '/');
  const only = given.only.split(',').filter(Boolean);
  for (const href of routes.filter((href) => only.length === 0 || only.includes(href))) {
    const runs = [];
    for (let run = 0; run <= Number(given.runs); run += 1) {
      runs.push(await open(href));
      await open('/');
    }
    const [first, ...again] = runs;
    const name = href.replace(/[0-9a-f]{8}-[0-9a-f-]{27,}/, '…');
    console.log(`${name}, first visit: ${first.took.toFixed(0)} ms`);
    console.log(`${name}: ${median(again.map((run) => run.took)).toFixed(0)} ms`);
    console.log(`${name}, longest task: ${median(again.map((run) => run.longest)).toFixed(0)} ms`);
  }
  const mondays = [];
  for (let run = 0; run < Number(given.runs); run += 1) {
    await open('/shortcuts');
    mondays.push(await open('/'));
  }
  console.log(`/: ${median(mondays.map((run) => run.took)).toFixed(0)} ms`);
  console.log(`/, longest task: ${median(mondays.map((run) => run.longest)).toFixed(0)} ms`);
} finally {
  await context.close();
  relay.kill();
  rmSync(data, { recursive: true, force: true });
}
