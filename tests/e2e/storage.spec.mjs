// Where data lies: refused, shared by tabs, kept, and how much room there is.
import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures.mjs';
import { addAndOpen, addPerson, goTo, openPerson, openView, ready, saved, write } from './steps.mjs';
import { unzip } from './zip.mjs';

for (const [how, script] of [
  [
    'throws, as in some private windows',
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('A mutation operation was attempted on a database that did not allow mutations.', 'InvalidStateError');
      };
    },
  ],
  [
    'fails, as when a policy forbids it',
    () => {
      IDBFactory.prototype.open = () => {
        const request = new EventTarget();
        Object.assign(request, { readyState: 'done', error: new DOMException('The operation is insecure.', 'SecurityError') });
        queueMicrotask(() => {
          const event = new Event('error', { cancelable: true });
          request.onerror?.(event);
          request.dispatchEvent(event);
        });
        return request;
      };
    },
  ],
]) {
  test(`a browser whose storage ${how} is shown a clear page`, async ({ device }) => {
    await device.context.addInitScript(script);
    const page = await device.open('/people');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pilothouse cannot open here');
    await expect(page.getByRole('main')).toContainText(/private|permission|allow/i);
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await expect(page.getByRole('navigation')).toBeHidden();
  });
}

test('the data page says whether it is saved, how long it is kept and how much room it takes', async ({ device }) => {
  const page = await device.open('/people');
  await ready(page);
  await addPerson(page, 'Ana Silva');
  await saved(page);
  const facts = await page.evaluate(async () => ({
    persisted: await navigator.storage.persisted(),
    quota: (await navigator.storage.estimate()).quota,
  }));
  await goTo(page, 'Data');
  const safe = page.getByRole('region', { name: 'Where it is safe' });
  await expect(safe).toContainText('on this disk');
  await expect(safe).toContainText(facts.persisted ? 'until you delete it' : 'as long as there is room');
  await expect(safe).toContainText(/\d+(\.\d)? (bytes?|kB|MB|GB)\s*of \d+(\.\d)? (MB|GB|TB) it may take/);
  expect(facts.quota).toBeGreaterThan(0);
  await expect(safe).toContainText('none yet');
  await expect(safe.getByRole('button', { name: 'Ask the browser to keep it' })).toBeVisible({
    visible: !facts.persisted,
  });
});

test('a disk that is full at the very start says so, and opens once there is room', async ({ device, server }) => {
  const room = await device.context.newCDPSession(device.page);
  await room.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 1 });
  const page = await device.open('/people');
  const told = page.getByRole('alert').filter({ has: page.getByRole('button', { name: 'Reload' }) });
  await expect(told).toContainText('Free some space and reload.', { timeout: 20_000 });
  await room.send('Storage.overrideQuotaForOrigin', { origin: server.url });
  await told.getByRole('button', { name: 'Reload' }).click();
  await ready(page);
  await addPerson(page, 'Ana Silva');
  await saved(page);
});

test('a second tab opens on the same data at once', async ({ device }) => {
  const page = await device.open('/people');
  await ready(page);
  await addPerson(page, 'Ana Silva');
  await saved(page);
  const second = await device.openTab('/people');
  await expect(second.getByRole('grid', { name: 'People' }).getByRole('link')).toHaveText(['Ana Silva']);
  await expect(second.getByRole('alert').filter({ hasText: /\S/ })).toBeHidden();
});

test('an edit that never fits on the disk is kept as a file, taken back, and blocks nothing', async ({ device }) => {
  const page = await device.open('/people');
  await ready(page);
  await addAndOpen(page, 'Ana Silva');
  await saved(page);
  // From now on the disk has no room for anything large.
  await page.workers()[0].evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
      if (value.byteLength > 9_000) throw new DOMException('No room.', 'QuotaExceededError');
      return put.call(this, value, key);
    };
  });
  const novel = Array.from({ length: 3_000 }, (_, at) => ((at * 2_654_435_761) % 4_294_967_296).toString(36)).join(' ');
  const details = await openView(page, 'Details');
  await write(details.getByRole('textbox', { name: 'Notes' }), novel);
  await expect(page.getByRole('region', { name: 'The disk refuses' })).toContainText(/Not saved: .*full/);
  await addAndOpen(page, 'Ben Ortiz');
  await page.getByRole('link', { name: 'What you can do' }).click();
  const refused = page.getByRole('region', { name: 'Not saved' });
  await expect(refused.getByRole('listitem')).toHaveText(['Ana Silva: Notes', 'Add Ben Ortiz']);
  await refused.getByRole('button', { name: 'Try again' }).click();
  await expect(refused).toBeVisible();

  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    refused.getByRole('button', { name: 'Export everything now' }).click(),
  ]);
  const workspace = unzip(await readFile(await zip.path())).get('workspace.json').toString();
  expect(workspace).toContain('Ben Ortiz');
  expect(workspace).toContain(novel);

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    refused.getByRole('button', { name: 'Undo the edit that does not fit' }).click(),
  ]);
  expect(await readFile(await file.path(), 'utf8')).toContain(novel);
  const question = page.getByRole('dialog', { name: 'Undo the edit that does not fit?' });
  await expect(question).toContainText(file.suggestedFilename());
  await question.getByRole('button', { name: 'Undo the edit' }).click();
  await saved(page);
  await expect(refused).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: 'was taken back' })).toBeVisible();

  await page.reload();
  await openPerson(page, 'Ben Ortiz');
  await openPerson(page, 'Ana Silva');
  await expect((await openView(page, 'Details')).getByRole('textbox', { name: 'Notes' })).toHaveValue('');
});
