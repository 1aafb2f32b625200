// What every journey starts from. README.md beside this file explains how to use it.
import { test as base, chromium, expect } from '@playwright/test';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const PROJECT = resolve(import.meta.dirname, '../..');
const RELAY = process.env.PILOTHOUSE_RELAY ?? join(PROJECT, 'target/server/relay');
const DIST = process.env.PILOTHOUSE_DIST ?? join(PROJECT, 'dist');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The project's own server, on a port of its own that it keeps over restarts. */
export class Server {
  constructor(port, data, assets) {
    this.port = port;
    this.data = data;
    this.assets = assets;
    this.url = `http://localhost:${port}`;
    this.process = undefined;
    /** What it has printed since it was made, all starts together. */
    this.printed = [];
    /** Further options of the program, from its next start on. */
    this.flags = [];
  }

  /** Starts it; returns when it answers. */
  async start() {
    const child = spawn(
      RELAY,
      ['--listen', `127.0.0.1:${this.port}`, '--assets', this.assets, '--data', this.data, ...this.flags],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.process = child;
    const complaints = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      complaints.push(line);
      this.printed.push(line);
    });
    await new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.printed.push(line);
        if (line.includes(this.url)) resolve();
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`the server ended: ${complaints.join('\n')}`)));
    });
  }

  /** Asks it to stop; returns when it has. */
  async stop() {
    await this.end('SIGTERM');
  }

  /** kill -9: it gets no chance to write anything more. Returns when it is gone. */
  async kill() {
    await this.end('SIGKILL');
  }

  async end(signal) {
    const child = this.process;
    this.process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }
}

/** A browser profile of its own: what it stores survives `close` and `kill`. */
export class Device {
  constructor(folder, server, options) {
    this.folder = folder;
    this.server = server;
    this.options = options;
    this.context = undefined;
    /** Uncaught errors and policy violations of all pages; a journey must leave it empty. */
    this.errors = [];
  }

  /** Starts it (again), with the same profile. */
  async start() {
    this.context = await chromium.launchPersistentContext(this.folder, {
      executablePath: CHROMIUM,
      args: ['--no-sandbox'],
      baseURL: this.server.url,
      acceptDownloads: true,
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      ...this.options,
    });
    const watch = (page) => {
      page.on('pageerror', (error) => this.errors.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        // Chromium reports what the Content-Security-Policy refuses in these words.
        if (message.text().includes('Content Security Policy')) this.errors.push(message.text());
      });
    };
    this.context.pages().forEach(watch);
    this.context.on('page', watch);
    return this;
  }

  /** The tab that is open from the start. */
  get page() {
    return this.context.pages()[0];
  }

  /** Opens a tab on a route and waits for its heading. */
  async open(route = '/', page = this.page) {
    await page.goto(route);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    return page;
  }

  /** Opens one more tab. */
  async openTab(route = '/') {
    return this.open(route, await this.context.newPage());
  }

  /** Waits until the application would open without a network. */
  async readyForOffline(page = this.page) {
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (navigator.serviceWorker.controller) return;
      await new Promise((resolve) => {
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
      });
    });
  }

  /** Cuts the network: the pages are told so, and nobody listens on the server's port. */
  async goOffline() {
    await this.context.setOffline(true);
    await this.server.stop();
  }

  /** Gives the network back. */
  async goOnline() {
    await this.server.start();
    await this.context.setOffline(false);
  }

  /** Quits as a user does. */
  async close() {
    await this.context?.close();
    this.context = undefined;
  }

  /** kill -9 of the browser's main process, by its own id: nothing gets a chance to save. Returns when it was killed. */
  async kill() {
    const gone = new Promise((resolve) => this.context.once('close', resolve));
    process.kill(mainProcess(this.folder), 'SIGKILL');
    const at = Date.now();
    await gone;
    this.context = undefined;
    return at;
  }

  /** The renderer of one tab dies, as when it runs out of memory; the browser and the other tabs live on. */
  async crash(page) {
    const session = await this.context.newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    // It is never answered: whoever would answer is gone.
    session.send('Page.crash').catch(() => {});
    await crashed;
  }

  /** One tab's process stands still in the middle of whatever it does, as a laptop that sleeps; `thaw` lets it go on. */
  async freeze(page) {
    const id = await processOf(page, this.folder);
    process.kill(id, 'SIGSTOP');
    return { thaw: () => process.kill(id, 'SIGCONT') };
  }
}

/** The process of one tab, told by the work that it does while it is asked to count. */
async function processOf(page, folder) {
  const before = await workOf(folder);
  await page.evaluate(() => {
    const until = performance.now() + 1_000;
    while (performance.now() < until);
  });
  const work = [...(await workOf(folder))].map(([id, spent]) => [id, spent - (before.get(id) ?? 0)]);
  return work.reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

/** The renderers that run on this profile folder, and how much each has computed since it was started. */
async function workOf(folder) {
  const list = execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8' });
  const lines = list.split('\n').filter((line) => line.includes(folder) && line.includes('--type=renderer'));
  const ids = lines.map((line) => Number(line.trim().split(/\s+/)[0]));
  const spent = ids.map(async (id) => {
    const fields = (await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')).split(') ').pop().split(' ');
    return [id, Number(fields[11]) + Number(fields[12])];
  });
  return new Map((await Promise.all(spent)).filter(([, ticks]) => !Number.isNaN(ticks)));
}

/** The process id of the one browser that runs on this profile folder. */
function mainProcess(folder) {
  const list = execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8' });
  const found = list
    .split('\n')
    .filter((line) => line.includes(`--user-data-dir=${folder}`) && !line.includes('--type='))
    // A start script may have the same arguments as the browser that it starts.
    .map((line) => line.trim().split(/\s+/))
    .filter(([, program]) => !program.endsWith('sh'))
    .map(([id]) => Number(id));
  if (found.length !== 1) throw new Error(`expected one browser on ${folder}, found ${found.length}`);
  return found[0];
}

/** A port that was free a moment ago. */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A folder that is removed when the test ends. */
async function temporaryFolder() {
  return mkdtemp(join(tmpdir(), 'pilothouse-'));
}

export const test = base.extend({
  /** A running server. */
  server: async ({}, use) => {
    const data = await temporaryFolder();
    const server = new Server(await freePort(), data, DIST);
    await server.start();
    await use(server);
    await server.stop();
    await rm(data, { recursive: true, force: true });
  },

  /** Options for every device that `launch` starts; set with `test.use({ deviceOptions: … })`. */
  deviceOptions: [{}, { option: true }],

  /** Starts a further device: a browser with a new profile. */
  launch: async ({ server, deviceOptions }, use) => {
    const launched = [];
    await use(async (options = {}) => {
      const device = new Device(await temporaryFolder(), server, { ...deviceOptions, ...options });
      launched.push(device);
      return device.start();
    });
    for (const device of launched) {
      await device.close();
      // The browser's helpers may write for a moment after it has gone.
      await rm(device.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
    expect(
      launched.flatMap((device) => device.errors),
      'no page may fail or break the policy',
    ).toEqual([]);
  },

  /** One device, with an empty profile. */
  device: async ({ launch }, use) => use(await launch()),

  /** Its tab, with nothing open yet. */
  page: async ({ device }, use) => use(device.page),
});

/** The names of the built files, without their compressed copies. */
export async function builtFiles() {
  const names = await readdir(DIST, { recursive: true });
  return names.filter((name) => !/(^\.|\.(br|gz)$)/.test(name) && /\.\w+$/.test(name));
}

/** Checks what is open now against WCAG 2.2 AA, in one theme or in both. */
export async function expectAccessible(page, themes = ['light', 'dark']) {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Evaluated by the debugger, so the page's policy does not have to allow it.
  await page.evaluate(source);
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const barriers = () =>
      page.evaluate(async () => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        // Without preloading: it would write sheets into the page, which the policy refuses.
        const { violations } = await globalThis.axe.run(document, { runOnly: tags, preload: false });
        return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
      });
    // Colours on their way from one theme to the other are nobody's to read: what counts is what stays.
    await expect.poll(barriers, { message: `${page.url()}, ${colorScheme}`, timeout: 15_000 }).toEqual([]);
  }
}

export { expect };
