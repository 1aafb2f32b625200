// Hiring: an opening from a gap to a hire who changes the span, and candidates from a file, and again a week later.
import { join } from 'node:path';
import { expect, expectAccessible, test } from './fixtures.mjs';
import { acceptOffer, addSkill, askForSkill, choose, day, goTo, openView, ready, saved, sayWhoIAm } from './steps.mjs';

const FILES = join(import.meta.dirname, '../fixtures/candidates');
const heading = (page) => page.getByRole('heading', { level: 1 });

/** Opens a role from workload. */
async function openRole(page, role) {
  await page.getByRole('button', { name: 'Open a role' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open a role' });
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect(dialog.getByText('Say what the role is.')).toBeVisible();
  await expect(dialog.getByText('Say why it is open.')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Why it is open' }).selectOption('workload');
  await dialog.getByRole('textbox', { name: 'Role' }).fill(role);
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('Two initiatives, one team');
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect(dialog).toBeHidden();
}

test('an opening, its loop, a candidate, a promise, an offer, a hire who changes the span', async ({ device }) => {
  test.setTimeout(180_000);
  const page = await device.open('/settings');
  await ready(page);
  await sayWhoIAm(page, 'Mara Lindqvist');
  await goTo(page, 'Hiring');
  await expect(page.getByText('No opening yet')).toBeVisible();
  await expectAccessible(page);
  await openRole(page, 'Reliability engineer');
  await page.getByRole('main').getByRole('link', { name: 'Reliability engineer' }).click();
  await expect(heading(page)).toHaveText('Reliability engineer');
  await page.getByRole('button', { name: 'Look for candidates' }).click();
  await expect(page.getByText('Open · Workload')).toBeVisible();

  // The loop: all four kinds, and a competency that nobody tests until a cell is pressed.
  const loop = await openView(page, 'Loop');
  await loop.getByRole('button', { name: 'Begin with the usual loop' }).click();
  await expect(loop.getByRole('link', { name: 'Coding together' })).toBeVisible();
  await expectAccessible(page);
  const role = await openView(page, 'Role');
  const tested = role.getByRole('group', { name: 'Competencies to test' }).getByRole('textbox');
  await tested.fill('Calm under load');
  await tested.press('Enter');
  const covered = await openView(page, 'Loop');
  await expect(covered.getByText('Tested by nobody: Calm under load.')).toBeVisible();
  await covered.getByRole('button', { name: 'How we work together does not test Calm under load; no stage does' }).click();
  await expect(covered.getByText('Tested by nobody')).toBeHidden();
  await covered.getByRole('button', { name: 'Interviewer for Coding together' }).click();
  const seat = page.getByRole('dialog', { name: 'An interviewer' });
  await choose(page, seat.getByRole('combobox', { name: 'Who' }), 'mara', 'Mara Lindqvist');
  await seat.getByRole('button', { name: 'Put in' }).click();
  await expect(covered.getByText('Mara Lindqvist')).toBeVisible();

  // A description from the role, and a word to think about.
  const description = await openView(page, 'Description');
  await description.getByRole('button', { name: 'Draft it from the role' }).click();
  const text = description.getByRole('textbox', { name: 'Job description' });
  await expect(text).toHaveValue(/We are looking for a Reliability engineer/);
  await text.fill('We want a ninja.');
  await text.press('Tab');
  await expect(description.getByText('Praises a hero')).toBeVisible();

  // A candidate, moved by a press on the board.
  await openView(page, 'Candidates');
  await page.getByRole('tabpanel').getByRole('button', { name: 'Add a candidate' }).click();
  const add = page.getByRole('dialog', { name: 'Add a candidate' });
  await add.getByRole('textbox', { name: 'Name' }).fill('Kim Lee');
  await add.getByRole('textbox', { name: 'Source' }).fill('Referral');
  await add.getByRole('button', { name: 'Add', exact: true }).click();
  const board = page.getByRole('region', { name: 'Candidates by stage' });
  await expect(board.getByRole('region', { name: 'Applied' }).getByRole('link', { name: 'Kim Lee' })).toBeVisible();
  await expectAccessible(page);
  await board.getByRole('button', { name: /^Move on.*Kim Lee$/ }).press('Enter');
  await expect(board.getByRole('region', { name: 'First call' }).getByRole('link', { name: 'Kim Lee' })).toBeVisible();
  await expect(board.getByRole('link', { name: 'Kim Lee' }), 'who moves with the keyboard stays on the card').toBeFocused();
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth), 'the board scrolls by itself').toBe(390);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('radio', { name: 'List' }).check();
  await expect(page.getByRole('grid', { name: 'Candidates' }).getByRole('row').filter({ hasText: 'Kim Lee' })).toContainText('First call');
  await page.getByRole('grid', { name: 'Candidates' }).getByRole('link', { name: 'Kim Lee' }).click();

  // Their page: an interview, a promise, another offer that runs out before our next step.
  await expect(heading(page)).toHaveText('Kim Lee');
  await page.getByRole('button', { name: 'Move to Coding together' }).click();
  await page.getByRole('button', { name: 'Arrange an interview' }).click();
  const arrange = page.getByRole('dialog', { name: 'Arrange an interview' });
  await expect(arrange.getByRole('combobox', { name: 'Who asks' })).toHaveValue('Mara Lindqvist');
  await arrange.getByRole('button', { name: 'Arrange it' }).click();
  await page.getByRole('button', { name: /^Held/ }).click();
  await expect(page.getByRole('region', { name: /^Interviews/ })).toContainText('done');
  await page.getByRole('button', { name: 'Promise', exact: true }).click();
  const promise = page.getByRole('dialog', { name: 'A promise to them' });
  await promise.getByRole('textbox', { name: 'What they will hear' }).fill('Yes or no');
  await promise.getByRole('button', { name: 'Note it' }).click();
  await page.getByRole('button', { name: 'They heard' }).click();
  await page.getByRole('button', { name: 'Begin a closing plan' }).click();
  await page.getByRole('button', { name: 'Add another offer' }).click();
  const rival = page.getByRole('dialog', { name: 'Add another offer' });
  await rival.getByRole('textbox', { name: 'From' }).fill('A bank');
  await rival.getByLabel('They have to answer by').fill(await day(page, 3));
  await rival.getByRole('button', { name: 'Add it' }).click();
  await expect(page.getByText('A bank')).toBeVisible();
  await expectAccessible(page);
  await goTo(page, 'Notices');
  await expect(page.getByText('Another offer to Kim Lee runs out before our next step')).toBeVisible();
  await goTo(page, 'Interview load');
  await expect(page.getByRole('grid', { name: 'Interview load' }).getByRole('row').filter({ hasText: 'Mara Lindqvist' })).toContainText('1 · 1 h');

  // An offer, and they accept: a person with a first day, who changes the span.
  await goTo(page, 'Hiring');
  await page.getByRole('main').getByRole('link', { name: 'Reliability engineer' }).click();
  await page.getByRole('link', { name: 'Kim Lee' }).click();
  await acceptOffer(page, 40);
  await goTo(page, 'Span of control');
  await expect(page.getByRole('region', { name: 'Who comes and goes' })).toContainText('Kim Lee');
  await goTo(page, 'Hires');
  await expect(page.getByRole('region', { name: /^Hired/ })).toContainText('starts');
  await expectAccessible(page);
  await goTo(page, 'Hiring');
  await page.getByText('Filled and closed: 1').click();
  await expect(page.getByText('filled', { exact: true })).toBeVisible();
  await saved(page);
});

test('a gap is answered by an opening, expected of who is hired, and closed by a rating', async ({ device }) => {
  test.setTimeout(180_000);
  const page = await device.open('/settings');
  await ready(page);
  await sayWhoIAm(page, 'Mara Lindqvist');
  await goTo(page, 'Skills');
  await addSkill(page, 'Observability');
  await page.getByRole('button', { name: 'Ask for a skill' }).click();
  const demand = page.getByRole('dialog', { name: 'Ask for a skill' });
  await askForSkill(demand, 'Observability');
  await goTo(page, 'Skill gaps');
  const gap = page.getByRole('article', { name: 'Observability' });
  await gap.getByRole('button', { name: 'Answer the gap' }).click();
  const answer = page.getByRole('dialog', { name: 'What is done about Observability?' });
  await answer.getByRole('radio', { name: 'Hire' }).check();
  await answer.getByRole('textbox', { name: 'Why' }).fill('Nobody can be spared to learn it');
  await answer.getByRole('button', { name: 'Decide' }).click();
  await expect(answer).toBeHidden();

  // The opening says what is behind it, and the gap that it is being answered.
  await goTo(page, 'Hiring');
  await page.getByRole('button', { name: 'Open a role' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Open a role' });
  await dialog.getByRole('combobox', { name: 'Why it is open' }).selectOption('Skill gap: Observability');
  await dialog.getByRole('textbox', { name: 'Role' }).fill('Reliability engineer');
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Reliability engineer' }).click();
  await expect(page.getByText(/^Because of .*Observability.*Nobody can be spared to learn it/)).toBeVisible();
  await page.getByRole('button', { name: 'Look for candidates' }).click();
  await goTo(page, 'Skill gaps');
  const coming = gap.getByRole('list', { name: 'Who is to bring it' });
  await expect(coming).toContainText('Reliability engineer');
  await expect(coming).toContainText('wanted');
  await expectAccessible(page);

  // Who accepts is expected to bring it, which closes nothing.
  await coming.getByRole('link', { name: 'Reliability engineer' }).click();
  await page.getByRole('button', { name: 'Add a candidate' }).first().click();
  const add = page.getByRole('dialog', { name: 'Add a candidate' });
  await add.getByRole('textbox', { name: 'Name' }).fill('Kim Lee');
  await add.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('link', { name: 'Kim Lee' }).click();
  await acceptOffer(page, 0);
  await goTo(page, 'Skill gaps');
  await expect(gap).toContainText('nobody holds it');
  await expect(coming).toContainText('Kim Lee');
  await expect(coming).toContainText(/expected since .*, not rated yet/);
  await goTo(page, 'Skills');
  await page.getByRole('combobox', { name: 'Whose skills' }).selectOption('Everybody');
  const grid = page.getByRole('grid', { name: 'People and skills' });
  const cell = grid.getByRole('button', { name: /^Kim Lee, Observability/ });
  await expect(cell).toHaveAccessibleName(/not rated, expected from/);
  await expect(cell).toHaveText('+');
  await expectAccessible(page);

  // A rating does.
  await cell.click();
  const rating = page.getByRole('dialog', { name: 'Kim Lee: Observability' });
  await rating.getByRole('radio', { name: '3: builds it' }).check();
  await rating.getByRole('button', { name: 'Keep the rating' }).click();
  await expect(cell).toHaveText('3');
  await goTo(page, 'Skill gaps');
  await expect(gap).toContainText('one person alone');
  await expect(coming).toContainText(/came for it on .*: 3: builds it/);
  await gap.getByRole('link', { name: 'Observability' }).click();
  await expect(page.getByRole('region', { name: 'Who is to bring it' })).toContainText('Kim Lee');
  await saved(page);
});

/** Chooses a file of candidates on the page of imports. */
async function take(page, name) {
  await page.goto('/import');
  await ready(page);
  await page.getByLabel('Choose a CSV or TSV file').setInputFiles(join(FILES, name));
  await expect(page.getByRole('heading', { name: 'What would happen' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Candidates' })).toBeChecked();
}

/** The figure that stands under a heading of the preview. */
async function figure(page, label) {
  const text = await page.getByRole('term').filter({ hasText: new RegExp(`^${label}$`) }).locator('+ dd').textContent();
  return Number(text);
}

test('candidates come in from a file, and a week later as moves', async ({ device }) => {
  test.setTimeout(120_000);
  const page = await device.open('/hiring');
  await take(page, 'pipeline.csv');
  expect(await figure(page, 'New')).toBe(8);
  expect(await figure(page, 'Broken')).toBe(1);
  await expect(page.getByText('2026-02-30').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Import 8 candidates' }).click();
  await expect(heading(page)).toHaveText('Hiring');
  await page.getByRole('main').getByRole('link', { name: 'Senior engineer' }).click();
  const board = page.getByRole('region', { name: 'Candidates by stage' });
  await expect(board.getByRole('region', { name: 'Coding' }).getByRole('link', { name: 'Noor Haddad' })).toBeVisible();
  await saved(page);

  await take(page, 'pipeline.csv');
  expect(await figure(page, 'New')).toBe(0);
  expect(await figure(page, 'Unchanged')).toBe(8);

  await take(page, 'pipeline-a-week-later.csv');
  expect(await figure(page, 'New')).toBe(1);
  expect(await figure(page, 'Changed')).toBe(4);
  await expect(page.getByText('Stage: Coding → Design')).toBeVisible();
  await page.getByRole('button', { name: 'Import 5 candidates' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Senior engineer' }).click();
  await expect(board.getByRole('region', { name: 'Design' }).getByRole('link', { name: 'Noor Haddad' })).toBeVisible();
  await board.getByRole('link', { name: 'Noor Haddad' }).click();
  await expect(page.getByRole('region', { name: 'Steps so far' }).getByRole('listitem')).toHaveCount(3);

  await page.keyboard.press('Control+z');
  await expect(page.getByRole('region', { name: 'Steps so far' }).getByRole('listitem'), 'one undo takes the whole import back').toHaveCount(2);
});
