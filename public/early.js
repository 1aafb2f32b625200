// Reads the rows that the first screen shows while the program that shows them is still loading. `read_projection`
// (src/worker/page/first_paint.rs) takes over what this leaves in `globalThis.early`, and reads for itself where this
// could not. Nothing is made, and nothing of a locked workspace is read. The names are those of src/worker/database.rs.

/** So many rows are one batch (ours): some half a megabyte in a large workspace. */
const SOME = 32;

/** Of segments, which come first and have as much each, one. */
const SEGMENTS = 1;

/** Begins to read a database. */
export function readEarly(database) {
  globalThis.early = { database, rows: read(database).catch(() => undefined) };
}

/** The database that the page will open (src/app/workspace.rs). */
export function chosenDatabase() {
  let word = 'mine';
  try {
    word = localStorage.getItem('workspace') ?? word;
  } catch {
    // A browser that forbids it remembers no choice.
  }
  return word === 'mine' ? 'pilothouse' : `pilothouse-${word}`;
}

async function read(database) {
  const opening = indexedDB.open(database);
  // There is no such database: taking the upgrade back leaves none behind.
  opening.onupgradeneeded = () => opening.transaction.abort();
  const disk = await answer(opening);
  try {
    const transaction = disk.transaction(['keys', 'projection']);
    if ((await answer(transaction.objectStore('keys').get('lock'))) !== undefined) return { locked: true };
    const parts = transaction.objectStore('projection');
    // What comes after these says where records are.
    const keys = await answer(parts.getAllKeys(IDBKeyRange.upperBound('|', true)));
    return keys.length === 0 ? { keys, values: [] } : await batches(parts, keys);
  } finally {
    disk.close();
  }
}

/**
 * The first of the rows with these keys, and the promise of those behind them. All are asked for at once: the browser gets
 * the next while these are made rows of, and is not idle until it is told which they are.
 */
async function batches(parts, keys) {
  const count = keys[0].startsWith('+') ? SEGMENTS : SOME;
  const [some, others] = [keys.slice(0, count), keys.slice(count)];
  const values = answer(parts.getAll(IDBKeyRange.bound(some[0], some.at(-1))));
  const next = others.length === 0 ? undefined : batches(parts, others).catch(() => undefined);
  return { keys: some, values: await values, next };
}

const answer = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
