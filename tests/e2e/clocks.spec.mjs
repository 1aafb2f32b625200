// Midnight, another time zone and summer time come while the app is open: days and times stay what they are.
import { expect, test } from './fixtures.mjs';
import { addAndOpen, goTo, openView, ready, saved, sayWhoIAm, write } from './steps.mjs';

// The zone is set by each journey itself, while the page is open.
test.use({ deviceOptions: { timezoneId: undefined } });

/** The page's zone from now on, as when somebody has flown; it notices within half a minute. */
async function travel(session, page, zone) {
  await session.send('Emulation.setTimezoneOverride', { timezoneId: zone });
  await page.clock.fastForward('00:00:31');
}

const monday = async (page) => {
  await goTo(page, 'Monday');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Monday');
  return page.getByRole('main');
};

test('the day rolls over at midnight and after a flight, and what is due moves with it', async ({ device }) => {
  test.setTimeout(120_000);
  const page = device.page;
  await page.clock.install({ time: new Date('2026-03-10T21:30:00Z') });
  const session = await device.context.newCDPSession(page);
  await session.send('Emulation.setTimezoneOverride', { timezoneId: 'Europe/Berlin' });
  await device.open('/');
  await ready(page);
  // Something of mine is due tomorrow, in Berlin.
  await goTo(page, 'Settings');
  await sayWhoIAm(page, 'Nora Lind');
  await goTo(page, 'Actions');
  await page.getByRole('button', { name: 'Add an action' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an action' });
  await dialog.getByRole('textbox', { name: 'What' }).fill('Send the rota');
  await dialog.getByLabel('Due').fill('2026-03-11');
  await dialog.getByRole('button', { name: 'Add it' }).click();
  await saved(page);
  const main = await monday(page);
  const owed = page.getByRole('region', { name: 'You owe' }).getByRole('listitem').filter({ hasText: 'Send the rota' });
  await expect(main).toContainText('10 March');
  await expect(owed).toContainText('11 Mar');

  // Half past ten in the evening in Berlin; in an hour and a half it is tomorrow there.
  await page.clock.fastForward('01:31:00');
  await expect(main).toContainText('11 March');
  await expect(owed).toContainText('today');
  // In New York it is still yesterday, in Auckland tomorrow noon.
  await travel(session, page, 'America/New_York');
  await expect(main).toContainText('10 March');
  await expect(owed).toContainText('11 Mar');
  await travel(session, page, 'Pacific/Auckland');
  await expect(main).toContainText('11 March');
  await expect(owed).toContainText('today');
  await page.clock.fastForward('12:00:00');
  await expect(main).toContainText('12 March');
  await expect(owed).toContainText('1 day late');
});

test('what was written in winter has its time of day in summer too, and stands in its order', async ({ device }) => {
  test.setTimeout(120_000);
  const page = device.page;
  const session = await device.context.newCDPSession(page);
  await session.send('Emulation.setTimezoneOverride', { timezoneId: 'Europe/Berlin' });
  // The engine has a clock of its own, in its worker; it is the page's that says when something is shown.
  await device.open('/');
  await addAndOpen(page, 'Ana Silva');
  const title = (await openView(page, 'Details')).getByRole('textbox', { name: 'Title' });
  for (const name of ['Pilot', 'Captain', 'Harbour master']) await write(title, name);
  await saved(page);
  const history = await openView(page, 'History');
  const times = () => history.getByRole('time').allTextContents();
  await expect.poll(async () => (await times()).length).toBeGreaterThan(0);
  const before = await times();

  // Half a year later, an hour is between summer and winter: what was then has the time it had.
  await page.clock.setFixedTime(new Date(Date.now() + 182 * 86_400_000));
  await page.reload();
  await ready(page);
  await openView(page, 'History');
  await expect.poll(times).toEqual(before);
  await expect(history).toContainText(/Harbour master[\s\S]*Captain[\s\S]*Pilot/);
});
