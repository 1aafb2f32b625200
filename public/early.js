// Reads the rows that the first screen shows while the program that shows them is still loading. `read_projection`
// (src/worker/page/first_paint.rs) takes over what this leaves in `globalThis.early`, and reads for itself where this
// could not. Nothing is made, and nothing of a locked workspace is read. The names are those of src/worker/database.rs.

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
    const range = IDBKeyRange.upperBound('|', true);
    const [keys, values] = await Promise.all([parts.getAllKeys(range), parts.getAll(range)].map(answer));
    return { locked: false, keys, values };
  } finally {
    disk.close();
  }
}

const answer = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
