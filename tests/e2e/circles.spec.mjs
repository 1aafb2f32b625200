// Who can read what: circles, moving a record between audiences, names that change, and somebody who only reads.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { allStored, becomeMember, openPeople, openSharing, startSharing } from './sharing.mjs';
import { addPerson, openPerson, openView, ready, saved } from './steps.mjs';

test.describe.configure({ timeout: 180_000 });

/** Opens a page of the menu. */
async function go(page, name) {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  await ready(page);
}

/** Jots an observation about Ingrid, for whom it shall be. */
async function jot(page, text, audience) {
  await page.getByRole('banner').getByRole('button', { name: 'Observation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Jot an observation' });
  await dialog.getByRole('combobox', { name: 'About' }).fill('Ingrid');
  await dialog.getByRole('option', { name: 'Ingrid Solheim' }).click();
  await dialog.getByRole('textbox', { name: 'What happened' }).fill(text);
  if (audience) await dialog.getByRole('combobox', { name: 'Who can read it' }).selectOption(audience);
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog).toBeHidden();
  await saved(page);
}

/** The observation with this text, in the list of all. */
async function seen(page, text) {
  await go(page, 'Observations');
  return page.getByRole('grid', { name: 'Observations' }).getByRole('link', { name: text });
}

/** The part of the page about circles. */
const circles = (page) => page.getByRole('region', { name: 'Circles' });

test('what is kept for a circle is read by those in it, and a record moves between audiences after a question', async ({ launch }) => {
  const [ana, ben, cleo] = [await launch(), await launch(), await launch()];
  const page = await ana.open('/people');
  await ready(page);
  await addPerson(page, 'Ingrid Solheim');
  await startSharing(page, 'Ana');
  await becomeMember(page, ben, 'Ben');
  await becomeMember(page, cleo, 'Cleo');

  await openSharing(page);
  await expect(circles(page)).toContainText('calibration group');
  await circles(page).getByRole('button', { name: 'New circle' }).click();
  const made = page.getByRole('dialog', { name: 'New circle' });
  await made.getByRole('textbox', { name: 'Name' }).fill('Calibration');
  await made.getByRole('textbox', { name: 'What it is for' }).fill('Comparing reviews');
  await made.getByRole('checkbox', { name: 'Ben' }).check();
  await expect(made.getByRole('status', { name: 'What it means' })).toContainText('Ben will read everything that is kept for it.');
  await expectAccessible(page);
  await made.getByRole('button', { name: 'Make it' }).click();
  await expect(circles(page).getByRole('listitem').filter({ hasText: 'Calibration' })).toContainText('You and Ben');
  await expectAccessible(page);
  await openSharing(ben.page);
  await expect(circles(ben.page)).toContainText('You and Ana', { timeout: 30_000 });
  await openSharing(cleo.page);
  await expect(circles(cleo.page)).toContainText('You are not in it', { timeout: 30_000 });
  await expect(circles(cleo.page)).toContainText('Calibration');

  await jot(page, 'Ready for the next level', 'Calibration');
  await expect(await seen(ben.page, 'Ready for the next level')).toBeVisible({ timeout: 30_000 });
  await jot(page, 'Held the line', 'Everyone');
  await expect(await seen(cleo.page, 'Held the line')).toBeVisible({ timeout: 30_000 });
  await expect(await seen(cleo.page, 'Ready for the next level')).toHaveCount(0);
  expect(await allStored(cleo.page)).not.toContain('Ready for the next level');

  // What Ben and what Cleo can read, as Ana sees it before she writes more.
  await openSharing(page);
  const reads = page.getByRole('region', { name: /^What .* can read$/ });
  await reads.getByRole('combobox', { name: 'Member' }).selectOption('Ben');
  await expect(reads).toContainText('Calibration: can read');
  await reads.getByRole('combobox', { name: 'Member' }).selectOption('Cleo');
  await expect(reads).toContainText('Calibration: cannot read');

  // Opened to everyone: Cleo gains it. Undone: it goes from her list again.
  await (await seen(page, 'Ready for the next level')).click();
  await expect(page.getByRole('main')).toContainText('Calibration');
  await page.getByRole('button', { name: 'Who can read it' }).click();
  const question = page.getByRole('dialog', { name: /^Who can read/ });
  await expect(question.getByRole('button', { name: 'Move it' })).toBeDisabled();
  await question.getByRole('combobox', { name: 'Who can read it' }).selectOption('Everyone');
  const meaning = question.getByRole('status', { name: 'What it means' });
  await expect(meaning).toContainText('Cleo will be able to read it as it stands now');
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Move it' }).click();
  await expect(await seen(cleo.page, 'Ready for the next level')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(cleo.page.getByRole('link', { name: 'Ready for the next level' })).toHaveCount(0, { timeout: 30_000 });
  await expect(await seen(ben.page, 'Ready for the next level')).toBeVisible();

  // Kept for oneself: Ben loses it from his list, and what is written from then on.
  await page.getByRole('button', { name: 'Who can read it' }).click();
  await question.getByRole('combobox', { name: 'Who can read it' }).selectOption('Only me');
  await expect(meaning).toContainText('It goes from the lists of Ben. They keep what they could read so far');
  await question.getByRole('button', { name: 'Move it' }).click();
  await expect(ben.page.getByRole('link', { name: 'Ready for the next level' })).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByRole('main')).toContainText('Only me');

  // Ben is taken out: he keeps what he has and gets nothing that follows.
  await jot(page, 'Said among the two', 'Calibration');
  await expect(await seen(ben.page, 'Said among the two')).toBeVisible({ timeout: 30_000 });
  await openSharing(page);
  await circles(page).getByRole('button', { name: 'Change Calibration' }).click();
  const changed = page.getByRole('dialog', { name: 'Change the circle' });
  await changed.getByRole('checkbox', { name: 'Ben' }).uncheck();
  await expect(changed.getByRole('status', { name: 'What it means' })).toContainText('copies that were taken stay taken');
  await changed.getByRole('button', { name: 'Keep it so' }).click();
  await openSharing(ben.page);
  await expect(circles(ben.page)).toContainText('You are not in it', { timeout: 30_000 });
  await jot(page, 'Afterwards written', 'Calibration');
  await jot(page, 'For all of us', 'Everyone');
  await expect(await seen(ben.page, 'For all of us')).toBeVisible({ timeout: 30_000 });
  const stored = await allStored(ben.page);
  expect(stored).toContain('Said among the two');
  expect(stored).not.toContain('Afterwards written');
  await (await seen(ben.page, 'Said among the two')).click();
  await expect(ben.page.getByText('You are not in this circle')).toBeVisible();
  await expect(ben.page.getByRole('button', { name: 'Delete', exact: true })).toBeDisabled();
});

test('somebody calls themselves and their device something else, and everybody sees it', async ({ launch }) => {
  const [ana, ben] = [await launch(), await launch()];
  const page = await ana.open('/people');
  await ready(page);
  await startSharing(page, 'Ana');
  await becomeMember(page, ben, 'Ben', 'A viewer');
  const rename = async (button, name) => {
    await ben.page.getByRole('button', { name: button }).click();
    const dialog = ben.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('textbox', { name: 'Name' }).press('Enter');
    await expect(dialog).toBeHidden();
  };
  await openSharing(ben.page);
  await rename('Change your name', 'Benedikt');
  await rename(/^Rename .*Chrome/, 'Kitchen laptop');
  await openSharing(page);
  const member = page.getByRole('region', { name: 'Members and devices' }).getByRole('listitem').filter({ hasText: 'Benedikt' }).first();
  await expect(member).toContainText('Kitchen laptop', { timeout: 30_000 });
  await ben.page.reload();
  await expect(ben.page.getByRole('region', { name: 'Members and devices' })).toContainText('Kitchen laptop');
});

test('somebody who only reads finds nothing to press that writes for others, and keeps what is their own', async ({ launch }) => {
  const [ana, vera] = [await launch(), await launch()];
  const page = await ana.open('/people');
  await ready(page);
  await addPerson(page, 'Ingrid Solheim');
  await startSharing(page, 'Ana');
  await becomeMember(page, vera, 'Vera', 'A viewer');
  const reader = vera.page;
  await openPeople(reader);
  const add = reader.getByRole('button', { name: 'Add a person' });
  await expect(add).toBeDisabled();
  await expect(add).toHaveAttribute('title', /only managers can write/);
  await openPerson(reader, 'Ingrid Solheim');
  await expect(reader.getByRole('button', { name: 'Add an absence' })).toBeDisabled();
  await expect(reader.getByRole('button', { name: 'Link to…' })).toBeDisabled();
  await openView(reader, 'Details');
  await expect(reader.getByRole('textbox', { name: 'Title', exact: true })).not.toBeEditable();
  // The key for importing people does nothing here; the one for an observation opens the box.
  await reader.getByRole('heading', { level: 1 }).click();
  await reader.keyboard.press('g');
  await reader.keyboard.press('i');
  await expect(reader.getByRole('heading', { level: 1, name: 'Ingrid Solheim' })).toBeVisible();
  await reader.keyboard.press('o');
  await expect(reader.getByRole('dialog', { name: 'Jot an observation' })).toContainText('Nobody else gets it.');
  await reader.keyboard.press('Escape');

  await jot(reader, 'A thought of my own');
  await expect(await seen(reader, 'A thought of my own')).toBeVisible();
  await (await seen(reader, 'A thought of my own')).click();
  await expect(reader.getByRole('main')).toContainText('Only me');
  await expect(reader.getByRole('button', { name: 'Delete', exact: true })).toBeEnabled();
  await expectAccessible(reader);
  await go(page, 'Observations');
  await expect(page.getByText('A thought of my own')).toHaveCount(0);
});
