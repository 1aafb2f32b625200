// Very much comes from somebody else while one types: no letter is lost, and the page stays usable.
import { expect, test } from './fixtures.mjs';
import { anaAndBen, writeMuch } from './sharing.mjs';
import { exported, openPerson, saved } from './steps.mjs';

/** How much comes; more or less by hand: `TORRENT=500 npx playwright test torrent`. */
const CHANGES = Number(process.env.TORRENT ?? 10_000);
const PEOPLE = 40;

/** Watches the tasks of a page's main thread that take more than 50 ms; asked again, what there was. */
const longTasks = (page) =>
  page.evaluate(() => {
    globalThis.longTasks ??= [];
    if (!globalThis.watching) {
      globalThis.watching = new PerformanceObserver((list) => {
        globalThis.longTasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)));
      });
      globalThis.watching.observe({ type: 'longtask' });
    }
    return globalThis.longTasks;
  });

test('no letter is lost while ten thousand changes of somebody else come in', async ({ launch }) => {
  test.setTimeout(420_000);
  const { ana, ben } = await anaAndBen(launch);
  const page = ana.page;
  await openPerson(page, 'Ingrid Solheim');
  const notes = page.getByRole('textbox', { name: 'Notes' });
  await expect(notes).toBeEditable();
  await saved(page);
  await longTasks(page);
  // The watch sees what it is there for.
  await page.evaluate(
    () =>
      new Promise((done) => {
        setTimeout(() => {
          const until = performance.now() + 80;
          while (performance.now() < until);
          done();
        });
      }),
  );
  await expect.poll(async () => (await longTasks(page)).length).toBeGreaterThan(0);
  await page.evaluate(() => {
    globalThis.longTasks.length = 0;
  });

  let isComing = true;
  const coming = writeMuch(ben, 'Deckhand', PEOPLE, CHANGES).finally(() => {
    isComing = false;
  });
  await notes.focus();
  const words = 'the tide turns at nine and the survey boat leaves before it ';
  let typed = '';
  const type = async () => {
    const letter = words[typed.length % words.length];
    typed += letter;
    await page.keyboard.type(letter);
    await page.waitForTimeout(40);
  };
  const whileComing = async () => {
    while (isComing) await type();
  };
  const [said] = await Promise.all([coming, whileComing()]);
  expect(said).toBe('kept');
  // What is at the relay is not all here yet.
  const last = async () => {
    const rows = await page.evaluate(async () => {
      const settled = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
      let most = 0;
      for (const { name } of await indexedDB.databases()) {
        const database = await settled(indexedDB.open(name));
        if (database.objectStoreNames.contains('envelopes')) {
          most = Math.max(most, await settled(database.transaction('envelopes').objectStore('envelopes').count()));
        }
        database.close();
      }
      return most;
    });
    return rows;
  };
  const until = Date.now() + 240_000;
  while ((await last()) < CHANGES && Date.now() < until) for (let some = 0; some < 20; some += 1) await type();
  const tasks = await longTasks(page);
  const description = `${tasks.length} of more than 50 ms, the longest ${Math.max(0, ...tasks)} ms, ${typed.length} letters`;
  test.info().annotations.push({ type: 'tasks of the main thread', description });
  console.log(`while ${CHANGES} changes came: ${description}`);

  await expect(notes).toHaveValue(typed);
  await notes.press('Control+Enter');
  await saved(page);
  await page.reload();
  await expect(notes).toHaveValue(typed.trimEnd() === typed ? typed : new RegExp(`^${typed.trimEnd()} ?$`), { timeout: 30_000 });
  const workspace = (await exported(page)).get('workspace.json').toString();
  expect(new Set(workspace.match(/"Deckhand \d+"/g)).size).toBe(PEOPLE);
  for (let number = CHANGES - PEOPLE; number < CHANGES; number += 1) expect(workspace).toContain(`"Title ${number}"`);
});
