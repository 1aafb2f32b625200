// On a plane: no network and no server, from the start of the browser on.
import { expect, test } from './fixtures.mjs';
import { addAndOpen, addPerson, goTo, openPerson, openView, ready, saved, write } from './steps.mjs';

test('opened, edited and opened again with no network, it keeps everything and finds it', async ({ device }) => {
  test.setTimeout(120_000);
  await device.open('/');
  await addAndOpen(device.page, 'Ana Silva');
  await saved(device.page);
  await device.readyForOffline();
  await device.close();
  await device.server.stop();

  // Cold, with nobody listening and the browser told that it is offline.
  await device.start();
  await device.context.setOffline(true);
  let page = await device.open('/people');
  await openPerson(page, 'Ana Silva');
  const details = await openView(page, 'Details');
  await write(details.getByRole('textbox', { name: 'Location' }), 'Lisbon, by the river');
  await goTo(page, 'People');
  await addPerson(page, 'Jonas Weber');
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill('Written above the clouds');
  await page.getByRole('button', { name: 'Done' }).click();
  await saved(page);
  await device.close();

  await device.start();
  await device.context.setOffline(true);
  page = await device.open('/people');
  await ready(page);
  await expect(page.getByRole('grid', { name: 'People' }).getByRole('link')).toHaveText(['Ana Silva', 'Jonas Weber']);
  for (const [words, found] of [
    ['lisbon', 'Ana Silva'],
    ['clouds', 'Written above the clouds'],
    ['weber', 'Jonas Weber'],
  ]) {
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill(words);
    await expect(page.getByRole('main').getByRole('link', { name: found })).toBeVisible();
    await page.getByRole('heading', { level: 1 }).click();
  }
  await page.getByRole('searchbox').fill('lisbon');
  await page.getByRole('main').getByRole('link', { name: 'Ana Silva' }).click();
  await expect((await openView(page, 'Details')).getByRole('textbox', { name: 'Location' })).toHaveValue(
    'Lisbon, by the river',
  );
});
