// The browser benchmark: serves the page from the product's own server and lets the harness measure it beside others.
// Called by `cargo xtask bench browser`, which puts the site together:
//
//   node browser.mjs --peers <folder of the harness> --site <folder> --relay <program> [--names raw,yjs]
//                    [--phases seed,A,B,C,DE,F] [--runs 3] [--sizes 2000] [--port 4180] [--out results.json] [--kept]
//
// With --kept the browser gets the time it takes to keep what it compiled of the page's program, up to a quarter of an hour,
// after seeding: cold opens are then those of somebody who has had this version open before. For phases seed and A only.
//
// Lines of the form `what: 1.5 ms` at the end are the figures.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values: given } = parseArgs({
  options: {
    peers: { type: 'string' },
    site: { type: 'string' },
    relay: { type: 'string' },
    names: { type: 'string', default: 'raw,yjs,automerge-repo' },
    phases: { type: 'string', default: 'seed,A,B' },
    runs: { type: 'string', default: '3' },
    sizes: { type: 'string', default: '2000' },
    port: { type: 'string', default: '4180' },
    out: { type: 'string' },
    kept: { type: 'boolean', default: false },
  },
});
if (given.kept && given.phases.split(',').some((phase) => !['seed', 'A'].includes(phase))) {
  throw new Error('--kept is for cold opens: --phases seed,A, or A with what an earlier run has seeded');
}
const here = path.dirname(fileURLToPath(import.meta.url));
const port = Number(given.port);
const data = mkdtempSync(path.join(tmpdir(), 'pilothouse-bench-'));
const out = path.resolve(given.out ?? path.join(data, 'results.json'));

/** Where the harness has left the workspace of ours. */
const profileOf = (ending) => path.resolve(given.peers, 'profiles', `pilothouse-${given.sizes.split(',').at(-1)}${ending}`);

/** Runs a program to its end. */
const ended = (child) => new Promise((done) => child.once('exit', done));

const relay = spawn(
  given.relay,
  ['--listen', `127.0.0.1:${port}`, '--assets', given.site, '--data', path.join(data, 'relay'), '--rate', '1G',
    '--quota', '8G', '--connect', `ws://127.0.0.1:${port + 1}`],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
let code = 1;
try {
  const page = `http://127.0.0.1:${port}/bench.html`;
  const phases = given.phases.split(',');
  const rest = given.kept ? phases.filter((phase) => phase !== 'seed') : phases;
  if (given.kept && rest.length < phases.length) await measured(page, ['seed']);
  if (given.kept) await kept(page);
  code = await measured(page, rest);
  if (phases.includes('A')) await memory(page);
  if (phases.includes('B')) await paced(page);
  if (phases.includes('F')) await rested(page);
  await strictPut(page);
} finally {
  relay.kill();
  rmSync(data, { recursive: true, force: true });
}
process.exit(code);

/** Lets the harness measure these phases, and prints what it found. */
async function measured(page, phases) {
  const harness = spawn(
    process.execPath,
    ['run.mjs', '--external', `pilothouse=${page},server=${path.join(here, 'proxy.mjs')}`,
      '--peers', ['pilothouse', ...given.names.split(',').filter(Boolean)].join(','),
      '--port', String(port + 2), '--phases', phases.join(','), '--runs', given.runs, '--sizes', given.sizes, '--out', out],
    {
      cwd: given.peers,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PILOTHOUSE_BENCH_PROXY: String(port + 1), PILOTHOUSE_BENCH_RELAY: String(port) },
    },
  );
  const code = await ended(harness);
  if (existsSync(out)) print(JSON.parse(readFileSync(out, 'utf8')));
  return code;
}

/** Leaves a workspace open until the browser has kept what it compiled of the page's program (docs/design/performance.md). */
async function kept(page) {
  const profile = profileOf('');
  const folder = path.join(profile, 'Default/Code Cache/wasm');
  // One small file for each program says where its code is: the worker's, and the page's.
  const programs = () =>
    existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('_0') && statSync(path.join(folder, name)).size < 1024).length : 0;
  const begun = performance.now();
  await inside(page, profile, async (browser) => {
    await browser.run('open', { mode: 'all' });
    while (programs() < 2 && performance.now() - begun < 900_000) await new Promise((done) => setTimeout(done, 1000));
  });
  if (programs() < 2) throw new Error('the browser has not kept the compiled program of the page');
  console.log(`until the browser had kept the page's program compiled: ${Math.round((performance.now() - begun) / 1000)} s`);
}

/** Works in a browser of its own with a page of ours, on a profile that the harness has left. */
async function inside(page, profile, work) {
  const { launch } = await import(pathToFileURL(path.join(given.peers, 'src/browser.mjs')));
  const browser = await launch(profile, { capMs: 1_000_000 });
  try {
    await browser.goto(page);
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** The disk after the harness's phase F (20,000 further edits), when there was quiet: right after them nothing is compacted. */
async function rested(page) {
  const profile = profileOf('-aged');
  if (!existsSync(profile)) return;
  await inside(page, profile, (browser) => browser.page.evaluate(() => globalThis.rest('w')));
  // In a browser of its own: an estimate counts what the one before has not swept up yet.
  const bytes = await inside(page, profile, (browser) => browser.page.evaluate(async () => {
    await new Promise((done) => {
      indexedDB.open('w').onsuccess = ({ target }) => done(target.result.close());
    });
    return (await navigator.storage.estimate()).usage;
  }));
  console.log(`disk after 20000 further edits and quiet, pilothouse: ${bytes / 1e6} MB`);
}

/** What page and worker hold after a cold open, when garbage is collected: the harness reads the page alone. */
async function memory(page) {
  if (!existsSync(profileOf(''))) return;
  await inside(page, profileOf(''), async (browser) => {
    await browser.run('open', { mode: 'all' });
    await browser.run('drop', {});
    // The worker is done with what it does after a start.
    await new Promise((done) => setTimeout(done, 3000));
    const { jsHeap, wasm } = await browser.memory();
    const [worker] = browser.page.workers();
    const ofWorker = await worker.evaluate(() => wasm_bindgen.initSync().memory.buffer.byteLength);
    const heap = await heapOf(await browser.page.context().newCDPSession(browser.page));
    for (const [what, bytes] of [['page', jsHeap + wasm], ['worker', ofWorker + heap], ['both', jsHeap + wasm + ofWorker + heap]]) {
      console.log(`memory after a cold open, JavaScript and WebAssembly, ${what}, pilothouse: ${bytes / 1e6} MB`);
    }
  });
}

/** The JavaScript that the only worker of a page holds, in bytes. */
async function heapOf(page) {
  const attached = new Promise((done) => page.once('Target.attachedToTarget', ({ sessionId }) => done(sessionId)));
  await page.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const sessionId = await attached;
  const ask = async (id, method) => {
    const answered = new Promise((done) => {
      page.on('Target.receivedMessageFromTarget', ({ message }) => {
        const answer = JSON.parse(message);
        if (answer.id === id) done(answer.result);
      });
    });
    await page.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    return answered;
  };
  await ask(1, 'HeapProfiler.enable');
  await ask(2, 'HeapProfiler.collectGarbage');
  return (await ask(3, 'Runtime.getHeapUsage')).usedSize;
}

/** Edits with a pause between them, and what the disk takes meanwhile. */
async function paced(page) {
  if (!existsSync(profileOf(''))) return;
  const { editPlan, makeRecords } = await import(pathToFileURL(path.join(given.peers, 'src/workload.js')));
  const ids = makeRecords(Number(given.sizes.split(',').at(-1))).map(({ id }) => id);
  const profile = path.join(data, 'paced');
  cpSync(profileOf(''), profile, { recursive: true, filter: (file) => !file.includes('Singleton') });
  const times = await inside(page, profile, (browser) =>
    browser.page.evaluate((edits) => globalThis.paced('w', edits), editPlan(ids, 160, 77)));
  for (const [name, list] of [['pilothouse', times.ours], ['a strict put beside it', times.puts]]) {
    list.sort((a, b) => a - b);
    for (const share of [50, 95]) {
      console.log(`one edit every 300 ms, to durable, p${share}, ${name}: ${list[Math.floor((list.length * share) / 100)]} ms`);
    }
  }
}

/** What the browser takes to put one small value durably, as our engine asks for it: the harness's `raw` asks for less. */
async function strictPut(page) {
  const { chromium } = await import(pathToFileURL(path.join(given.peers, 'node_modules/playwright-core/index.mjs')));
  const profile = path.join(data, 'profile');
  const options = { executablePath: process.env.CHROMIUM, headless: true, args: ['--no-sandbox'] };
  const browser = await chromium.launchPersistentContext(profile, options);
  try {
    const tab = browser.pages()[0] ?? (await browser.newPage());
    await tab.goto(page);
    const times = await tab.evaluate(async () => {
      const opened = indexedDB.open('limit', 1);
      opened.onupgradeneeded = () => opened.result.createObjectStore('values');
      await new Promise((done) => { opened.onsuccess = done; });
      const found = [];
      for (let at = 0; at < 320; at += 1) {
        const begun = performance.now();
        const transaction = opened.result.transaction('values', 'readwrite', { durability: 'strict' });
        transaction.objectStore('values').put(new Uint8Array(300).buffer, at);
        await new Promise((done, failed) => { transaction.oncomplete = done; transaction.onerror = failed; });
        found.push(performance.now() - begun);
      }
      return found.slice(20).sort((a, b) => a - b);
    });
    for (const share of [50, 95]) {
      console.log(`one strict put of 300 bytes, p${share}, the browser: ${times[Math.floor((times.length * share) / 100)]} ms`);
    }
  } finally {
    await browser.close();
  }
}

/** Prints the medians of every peer, ours first. */
function print({ peers }) {
  const of = (samples, pick) => {
    const found = samples.filter((sample) => !sample.failed).map(pick).filter((value) => Number.isFinite(value));
    return found.sort((a, b) => a - b)[Math.floor(found.length / 2)];
  };
  const part = (list, share) => [...list].sort((a, b) => a - b)[Math.floor(list.length * share)];
  const say = (name, what, value, unit) => {
    if (value !== undefined) console.log(`${what}, ${name}: ${value} ${unit}`);
  };
  const measures = [
    [/^A\/(.*)$/, (n, s) => [[`cold open, all records as plain objects, W(${n})`, of(s, (x) => x.ms), 'ms'],
      [`cold open, workspace open, W(${n})`, of(s, (x) => x.opened), 'ms'],
      [`memory of the page, JavaScript and WebAssembly, W(${n})`, of(s, (x) => (x.memory?.peerOnly.jsHeap + x.memory?.peerOnly.wasm) / 1e6), 'MB']]],
    [/^A0\/(.*)$/, (n, s) => [[`one record by id, W(${n})`, of(s, (x) => x.ms), 'ms']]],
    [/^B\/(.*)$/, (n, s) => [[`edit, main thread, p50, W(${n})`, of(s, (x) => part(x.sync, 0.5)), 'ms'],
      [`edit, main thread, p95, W(${n})`, of(s, (x) => part(x.sync, 0.95)), 'ms'],
      [`edit, all main thread tasks, W(${n})`, of(s, (x) => x.busyPerEdit), 'ms'],
      [`edit to durable, p50, W(${n})`, of(s, (x) => part(x.durable, 0.5)), 'ms'],
      [`edit to durable, p95, W(${n})`, of(s, (x) => part(x.durable, 0.95)), 'ms']]],
    [/^C\/(.*)$/, (n, s) => [[`merge, W(${n})`, of(s, (x) => x.ms), 'ms'], [`merge, edits lost, W(${n})`, of(s, (x) => x.lost), 'edits']]],
    [/^E\/(.*)$/, (n, s) => [[`first sync, W(${n})`, of(s, (x) => x.ms), 'ms'], [`first sync, down, W(${n})`, of(s, (x) => x.down / 1e6), 'MB']]],
    [/^Dpaced\/(.*)$/, (n, s) => [[`relay, paced, p50, W(${n})`, of(s, (x) => x.p50), 'ms'], [`relay, paced, p95, W(${n})`, of(s, (x) => x.p95), 'ms']]],
    [/^age$/, (n, s) => [['20000 further edits', of(s, (x) => x.ms), 'ms'], ['further edits that were done', of(s, (x) => x.done), 'edits']]],
    [/^disk\/(.*)$/, (n, s) => [[`disk, W(${n})`, of(s, (x) => x.usage / 1e6), 'MB']]],
  ];
  const named = Object.entries(peers).sort(([a], [b]) => (a !== 'pilothouse') - (b !== 'pilothouse') || a.localeCompare(b));
  const keys = new Set(named.flatMap(([, peer]) => Object.keys(peer.results)));
  for (const key of [...keys].sort()) {
    for (const [pattern, figures] of measures) {
      const found = pattern.exec(key);
      if (!found) continue;
      const n = found[1];
      const lines = named.map(([name, peer]) => [name, peer.results[key] ? figures(n, peer.results[key].samples) : []]);
      const most = Math.max(...lines.map(([, list]) => list.length));
      for (let at = 0; at < most; at += 1) {
        for (const [name, list] of lines) if (list[at]) say(name, ...list[at]);
        const value = (wanted) => lines.find(([name]) => name === wanted)?.[1][at]?.[1];
        // The limit of what the browser can do, where it was measured too.
        if (value('pilothouse') && value('raw')) {
          say('pilothouse over raw', lines[0][1][at][0], Math.round((100 * value('pilothouse')) / value('raw')) / 100, '×');
        }
      }
    }
  }
}
