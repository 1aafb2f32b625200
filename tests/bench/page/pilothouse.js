// The product behind the harness's page interface. `page.js` beside this file is the harness's own.
import './clock.js';
import { mount } from './page.js';
import init, { Workspace } from './BENCH.js';

const ready = init({ module_or_path: '/bench/BENCH_bg.wasm' });

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
    await ready;
    const ws = await Workspace.open(db);
    await ws.fill(JSON.stringify(records));
  },
  async open(db) {
    await ready;
    return Workspace.open(db);
  },
  readAll: (ws) => JSON.parse(ws.read_all()),
  async readOne(db, id) {
    await ready;
    const ws = await Workspace.open(db);
    return JSON.parse(ws.read(id));
  },
  apply(ws, op) {
    if (op.t === 'add') ws.add(JSON.stringify(op.rec));
    else if (op.t === 'set') ws.set(op.id, op.field, op.value);
    else ws.insert(op.id, op.end, op.str);
  },
  durable: (ws) => ws.saved(),
});
