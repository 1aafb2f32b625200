// kill -9 of the browser: what was typed up to a second before is there, what was said to be saved is there always.
import { expect, test } from './fixtures.mjs';
import { addAndOpen, exported, goTo, openView, ready, saved } from './steps.mjs';

/** How often each is killed; more by hand: `KILL_ROUNDS=50 npx playwright test kill`. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 3);
/** What may be lost, in milliseconds ("at most the last second"). */
const MAY_BE_LOST = 1000;

/** Letters that are typed at least, however slow the machine is. */
const LETTERS = 24;

/** Types letter after letter without a pause for so many milliseconds; when each letter had surely arrived. */
async function typeFor(page, millis) {
  const until = Date.now() + millis;
  const words = 'the tide turns at nine and the survey boat leaves before it ';
  const letters = [];
  while (Date.now() < until || letters.length < LETTERS) {
    const letter = words[letters.length % words.length];
    await page.keyboard.type(letter);
    letters.push({ letter, at: Date.now() });
  }
  return letters;
}

/** Fields of a person that are typed in: one that is co-written text, and one line. */
const FIELDS = [
  ['a text', 'Overview', 'Notes'],
  ['a line', 'Details', 'Location'],
];

for (const [what, view, label] of FIELDS) {
  test(`killed while somebody types ${what}, at most the last second is lost`, async ({ device }) => {
    test.setTimeout(60_000 + ROUNDS * 40_000);
    await device.open('/');
    await addAndOpen(device.page, 'Ana Silva');
    await saved(device.page);
    const address = device.page.url();
    let before = '';
    for (let round = 1; round <= ROUNDS; round += 1) {
      const page = device.page;
      const field = (await openView(page, view)).getByRole('textbox', { name: label });
      await expect(field).toBeEditable();
      await field.focus();
      await page.keyboard.press('End');
      await page.keyboard.press('Control+End');
      // Each round is killed at another moment of the second.
      const letters = await typeFor(page, 3_000 + Math.random() * 1_000);
      const killed = await device.kill();
      const typed = before + letters.map(({ letter }) => letter).join('');
      const sure = before.length + letters.filter(({ at }) => at <= killed - MAY_BE_LOST).length;

      await device.start();
      await device.open(address);
      await ready(device.page);
      const found = (await openView(device.page, view)).getByRole('textbox', { name: label });
      await expect
        .poll(async () => (await found.inputValue()).length, {
          message: `round ${round}: of ${typed.length} letters, those older than a second`,
          timeout: 20_000,
        })
        .toBeGreaterThanOrEqual(typed.slice(0, sure).trimEnd().length);
      await saved(device.page);
      before = await found.inputValue();
      expect(typed.startsWith(before), `round ${round}: found “${before}”`).toBe(true);
    }
  });
}

test('whoever quits in the middle of a word loses at most the last second', async ({ device }) => {
  await device.open('/');
  await addAndOpen(device.page, 'Ana Silva');
  const address = device.page.url();
  for (const [, view, label] of FIELDS) {
    await saved(device.page);
    await (await openView(device.page, view)).getByRole('textbox', { name: label }).focus();
    const letters = await typeFor(device.page, 2_500);
    // A closing browser says goodbye to the page, but does not wait until the disk has answered.
    const quit = Date.now();
    await device.close();
    const typed = letters.map(({ letter }) => letter).join('');
    const sure = letters.filter(({ at }) => at <= quit - MAY_BE_LOST).length;

    await device.start();
    await device.open(address);
    const found = (await openView(device.page, view)).getByRole('textbox', { name: label });
    await expect
      .poll(async () => (await found.inputValue()).length, { timeout: 20_000 })
      .toBeGreaterThanOrEqual(typed.slice(0, sure).trimEnd().length);
    expect(typed.startsWith(await found.inputValue())).toBe(true);
  }
});

test('what was being typed is put back, and that is said', async ({ device }) => {
  await device.open('/');
  await addAndOpen(device.page, 'Ana Silva');
  await saved(device.page);
  await device.page.getByRole('textbox', { name: 'Notes' }).focus();
  await typeFor(device.page, 2_500);
  await device.kill();

  await device.start();
  // Elsewhere: the message leads to what was put back.
  const page = await device.open('/settings');
  const message = page.getByRole('status').filter({ hasText: 'What you were typing when the browser closed was put back.' });
  await expect(message).toBeVisible({ timeout: 20_000 });
  await message.getByRole('button', { name: 'Show it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ana Silva');
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue(/^the tide turns/);
});

/** Places whose text is sent by a button: where each is, what opens its dialog, and what is typed in. */
const FORMS = [
  { what: 'an observation', at: '/', opener: 'Observation', label: 'What happened' },
  { what: 'the name of somebody new', at: '/people', opener: 'Add a person', label: 'Name' },
  { what: 'the name of a service', at: '/services', opener: 'Add a service', label: 'Name' },
  { what: 'a concern', at: '/concerns', opener: 'Keep a concern', label: 'Concern' },
  { what: 'a topic for a 1:1', at: '/one-on-ones/', label: 'New topic' },
  { what: 'what was agreed in a 1:1', at: '/one-on-ones/', label: 'New action' },
];

/** The place where one types, its dialog opened. */
async function placeOf(page, { opener, label }) {
  if (opener) await page.getByRole('button', { name: opener, exact: true }).first().click();
  const place = page.getByRole('textbox', { name: label });
  await expect(place).toBeEditable();
  return place;
}

for (const form of FORMS) {
  test(`killed while somebody types ${form.what} and has not sent it, at most the last second is lost`, async ({
    device,
  }) => {
    test.setTimeout(60_000 + ROUNDS * 40_000);
    await device.open('/');
    await addAndOpen(device.page, 'Ana Silva');
    const [, person] = device.page.url().split('/people/');
    const address = form.at === '/one-on-ones/' ? form.at + person : form.at;
    await saved(device.page);
    await device.open(address);
    await ready(device.page);
    let before = '';
    for (let round = 1; round <= ROUNDS; round += 1) {
      const place = await placeOf(device.page, form);
      await expect(place).toHaveValue(before);
      await place.focus();
      await device.page.keyboard.press('End');
      const letters = await typeFor(device.page, 2_500 + Math.random() * 1_000);
      const killed = await device.kill();
      const typed = before + letters.map(({ letter }) => letter).join('');
      const sure = before.length + letters.filter(({ at }) => at <= killed - MAY_BE_LOST).length;

      await device.start();
      const page = await device.open(address);
      await expect(page.getByRole('status').filter({ hasText: 'was put back.' }).first()).toBeVisible({
        timeout: 20_000,
      });
      await ready(page);
      const found = await placeOf(page, form);
      await expect(found).not.toHaveValue(before);
      before = await found.inputValue();
      const lost = letters[before.length - typed.length + letters.length];
      test.info().annotations.push({ type: 'lost', description: `${lost ? killed - lost.at : 0} ms` });
      expect(typed.startsWith(before), `round ${round}: found “${before}”`).toBe(true);
      expect(before.length, `round ${round}: of ${typed.length} letters`).toBeGreaterThanOrEqual(
        typed.slice(0, sure).trimEnd().length,
      );
      if (form.opener) {
        await expect(page.getByRole('dialog').getByText('What you were typing was put back.')).toBeVisible();
        // The next round opens it anew, without having given it up.
        await page.reload();
        await ready(page);
      }
    }
  });
}

test('what was put back into a form and then sent or given up is not offered again, not even by undo', async ({
  device,
}) => {
  await device.open('/people');
  await ready(device.page);
  const form = { opener: 'Add a person', label: 'Name' };
  const someTyping = async () => {
    await (await placeOf(device.page, form)).focus();
    await typeFor(device.page, 2_000);
    await device.kill();
    await device.start();
    await device.open('/people');
    await ready(device.page);
    const place = await placeOf(device.page, form);
    await expect(place).toHaveValue(/^the tide turns/);
    return place;
  };

  // Given up.
  await (await someTyping()).press('Escape');
  await expect(device.page.getByRole('dialog')).toBeHidden();
  await expect(await placeOf(device.page, form)).toHaveValue('');
  await device.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();

  // Sent, and taken back.
  await (await someTyping()).press('Enter');
  const page = device.page;
  const added = page.getByRole('grid', { name: 'People' }).getByRole('link', { name: /^the tide turns/ });
  await expect(added).toBeVisible();
  await saved(page);
  await page.keyboard.press('Control+z');
  await expect(added).toBeHidden();
  await saved(page);
  await expect(await placeOf(page, form)).toHaveValue('');
  await expect(page.getByRole('dialog').getByText('was put back.')).toBeHidden();
  // Nothing of it is left lying about.
  const files = await exported(page);
  expect([...files.keys()].filter((name) => name.includes('Unsent texts'))).toEqual([]);
});

test('whoever goes elsewhere while a dialog is open finds its text when they come back', async ({ device }) => {
  const page = await device.open('/services');
  await ready(page);
  await goTo(page, 'People');
  const form = { opener: 'Add a person', label: 'Name' };
  await (await placeOf(page, form)).pressSequentially('Ana Sil');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Services');
  await saved(page);
  await page.goForward();
  await expect(await placeOf(page, form)).toHaveValue('Ana Sil');
});

test('what is said to be saved is there, however soon the browser is killed', async ({ device }) => {
  test.setTimeout(60_000 + ROUNDS * 40_000);
  await device.open('/');
  await addAndOpen(device.page, 'Ana Silva');
  const address = device.page.url();
  for (let round = 1; round <= ROUNDS; round += 1) {
    const page = device.page;
    await ready(page);
    await saved(page);
    const title = (await openView(page, 'Details')).getByRole('textbox', { name: 'Title' });
    // Heard in the page, so that nothing lies between the words and the kill; and listened for before anything is
    // typed, because on a slow machine the pause before Enter is long enough for it to be saved.
    const said = await page.getByRole('banner').evaluateHandle((banner) => {
      let saving = false;
      const heard = new Promise((resolve) => {
        new MutationObserver(() => {
          saving ||= banner.textContent.includes('Saving…');
          if (saving && banner.textContent.includes('Saved on this disk')) resolve();
        }).observe(banner, { subtree: true, childList: true, characterData: true });
      });
      return { heard };
    });
    await title.fill(`Pilot of round ${round}`);
    await title.press('Enter');
    await said.evaluate(({ heard }) => heard);
    await device.kill();

    await device.start();
    await device.open(address);
    const found = (await openView(device.page, 'Details')).getByRole('textbox', { name: 'Title' });
    await expect(found).toHaveValue(`Pilot of round ${round}`);
    await ready(device.page);
    await expect(found).toHaveValue(`Pilot of round ${round}`);
  }
});
