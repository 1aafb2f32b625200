// The product behind the harness's page interface. `page.js` beside this file is the harness's own.
import './clock.js';
import { mount } from './page.js';
import init, { Workspace } from './BENCH.js';
import { readEarly } from '/early.js';

const ready = init({ module_or_path: '/bench/BENCH_bg.wasm' });

/** What the copy that shares tells one that joins: a recovery key. */
let ticket;

/** How many edits of a replica are on their way to the disk at once. */
const AHEAD = 100;

/** The harness gives ten minutes to seed, in milliseconds; what is not compacted by then stays as it is. */
const PATIENCE = 560_000;

/** Resolves when the worker has nothing left to compact, or it is late: no chunk has gone for five seconds, as far as a count tells. */
async function quiet(database, until) {
  const opened = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const disk = await opened(indexedDB.open(database));
  const chunks = () => opened(disk.transaction('chunks').objectStore('chunks').count());
  for (let [last, same] = [-1, 0]; same < 5 && performance.now() < until; ) {
    const now = await chunks();
    [last, same] = [now, now === last ? same + 1 : 0];
    await new Promise((done) => setTimeout(done, 1000));
  }
  disk.close();
}

mount({
  name: 'pilothouse',
  packages: [],
  text: 'co-written text (Automerge)',
  unit: 'two Automerge documents per person, and a projection of plain rows',
  durability: 'IndexedDB transaction oncomplete, durability strict; CRDT change, projection and ledger in one',
  sync: 'sealed and signed envelopes over the relay, which keeps them on its disk',
  notes: 'The product’s own worker. Seeded with one change per record. Private kinds (19 %) are in documents of their own.',
  lazy: true,

  async seed(db, records) {
    const until = performance.now() + PATIENCE;
    await ready;
    const ws = await Workspace.open(db);
    await ws.fill(JSON.stringify(records));
    await quiet(db, until);
  },
  async open(db, net) {
    // As the product's page does where its address is Monday's.
    readEarly(db);
    await ready;
    const ws = await Workspace.open(db);
    if (net?.n) await ws.join(net.url, net.ticket, net.n);
    else if (net) ticket = await ws.share(net.url);
    // What Monday works out before it shows something belongs to opening.
    else ws.monday();
    return ws;
  },
  ticket: () => ticket,
  async readAll(ws) {
    // Edits of the replicas to merge are made before time is taken, also those that the worker has only written down.
    if (ws.edits !== undefined) await ws.done();
    return ws.read_all().flatMap((list) => JSON.parse(list));
  },
  async readOne(db, id) {
    await ready;
    const ws = await Workspace.open_at(db, id);
    return JSON.parse(ws.read(id));
  },
  apply(ws, op) {
    if (op.t === 'add') ws.add(JSON.stringify(op.rec));
    else if (op.t === 'set') ws.set(op.id, op.field, op.value);
    else ws.insert(op.id, op.end, op.str);
    if (ws.edits !== undefined && (ws.edits += 1) % AHEAD === 0) return ws.saved();
    return undefined;
  },
  durable: (ws) => ws.saved(),
  async replicas(ws, db) {
    const other = await Workspace.open(`${db}-other`);
    await other.take(await ws.give());
    for (const one of [ws, other]) one.edits = 0;
    return [ws, other];
  },
  async merge(a, b) {
    // Each has a worker of its own, as two devices have: both hand out what they have, and then take in what came.
    const [one, two] = await Promise.all([a.give(), b.give()]);
    await Promise.all([a.take(two), b.take(one)]);
    return { bytes: one.bytes + two.bytes };
  },
  watch(ws, changed) {
    ws.watch((id) => changed(id, JSON.parse(ws.read(id))));
    // An edit to what stands already is none for us, and nothing would come of it.
    for (const list of ws.read_all()) for (const row of JSON.parse(list)) changed(row.id, row);
  },
});

/** Opens a workspace and resolves when the worker is done with what it does in quiet. For browser.mjs, not the harness. */
globalThis.rest = async (database) => {
  await ready;
  const ws = await Workspace.open(database);
  await ws.ready();
  await quiet(database, performance.now() + PATIENCE);
};

/**
 * One edit every 300 ms, as fast as a person might, each beside a strict put of 300 bytes: the milliseconds until both are
 * on disk. The harness makes its edits without a pause, so that each waits for what is still done for the one before.
 */
globalThis.paced = async (database, edits) => {
  await ready;
  const ws = await Workspace.open(database);
  await ws.ready();
  const limit = await new Promise((done) => {
    const opening = indexedDB.open('limit', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('values');
    opening.onsuccess = () => done(opening.result);
  });
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const [ours, puts] = [[], []];
  for (const edit of edits) {
    await pause(200);
    let begun = performance.now();
    if (edit.t === 'set') ws.set(edit.id, edit.field, edit.value);
    else ws.insert(edit.id, edit.end, edit.str);
    await ws.saved();
    ours.push(performance.now() - begun);
    await pause(100);
    begun = performance.now();
    const transaction = limit.transaction('values', 'readwrite', { durability: 'strict' });
    transaction.objectStore('values').put(new Uint8Array(300), puts.length);
    await new Promise((done) => { transaction.oncomplete = done; });
    puts.push(performance.now() - begun);
  }
  return { ours, puts };
};
