// Reads the rows that the first screen shows while the program that shows them is still loading. `read_projection`
// (src/worker/page/first_paint.rs) takes over what this leaves in `globalThis.early`, and reads for itself where this
// could not. Nothing is made, and nothing of a locked workspace is read. The names are those of src/worker/database.rs.

/** So many rows are asked for at once (ours): some half a megabyte in a large workspace. */
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
    // What comes after these says where records are.
    return await batch(transaction.objectStore('projection'), '', '|');
  } finally {
    disk.close();
  }
}

/**
 * The first rows whose keys are between two, and the promise of those behind them, which are asked for at once: while
 * these are made rows of, the browser gets the next.
 */
async function batch(parts, after, before) {
  const range = IDBKeyRange.bound(after, before, true, true);
  const some = after === '' || after.startsWith('+') ? SEGMENTS : SOME;
  const [keys, values] = await Promise.all([parts.getAllKeys(range, some), parts.getAll(range, some)].map(answer));
  const next = keys.length < some ? undefined : batch(parts, keys.at(-1), before).catch(() => undefined);
  return { keys, values, next };
}

const answer = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
