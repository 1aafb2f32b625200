// Where data lies: refused, shared by tabs, kept, and how much room there is.
import { expect, test } from './fixtures.mjs';
import { addPerson, ready, saved } from './steps.mjs';

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
  await page.getByRole('navigation').getByRole('link', { name: 'Data', exact: true }).click();
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

test('a second tab opens on the same data at once', async ({ device }) => {
  const page = await device.open('/people');
  await ready(page);
  await addPerson(page, 'Ana Silva');
  await saved(page);
  const second = await device.openTab('/people');
  await expect(second.getByRole('grid', { name: 'People' }).getByRole('link')).toHaveText(['Ana Silva']);
  await expect(second.getByRole('alert').filter({ hasText: /\S/ })).toBeHidden();
});
