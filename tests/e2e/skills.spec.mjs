// Skills: from what a service asks for to a gap, a decision, and quiet.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { addPerson, addSkill, askForSkill, goTo, openSample, ready, saved, sayWhoIAm } from './steps.mjs';

const main = (page) => page.getByRole('main');

test('a skill that is asked for and held by nobody is a gap on Monday until it is answered', async ({ device }) => {
  const page = await device.open('/');
  await sayWhoIAm(page, 'Maren');
  await goTo(page, 'People');
  await addPerson(page, 'Ana Silva');
  await goTo(page, 'Skills');
  await expect(main(page).getByText('No skills yet')).toBeVisible();
  await addSkill(page, 'Observability');

  // What asks for it.
  await page.getByRole('button', { name: 'Ask for a skill' }).click();
  const demand = page.getByRole('dialog', { name: 'Ask for a skill' });
  await demand.getByRole('button', { name: 'Ask for it' }).click();
  await expect(demand.getByText('Choose a skill.')).toBeVisible();
  await askForSkill(demand, 'Observability');

  // It needs a hand on Monday, and the notice leads to the skill.
  await goTo(page, 'Monday');
  const notice = page.getByRole('article', { name: /^Nobody holds Observability as deep as it is needed/ });
  await expect(notice).toContainText('The pager rotation needs 1 person who builds it: nobody does.');
  await expect(notice).toContainText('Urgency 9 of 9: 0 do it, 0 teach it.');
  await notice.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Observability');

  // A decision wants an owner, a day and a reason.
  await page.getByRole('button', { name: 'Answer the gap' }).click();
  const answer = page.getByRole('dialog', { name: 'What is done about Observability?' });
  await answer.getByRole('radio', { name: 'Grow' }).check();
  await expect(answer.getByRole('combobox', { name: 'Who sees to it' })).toHaveValue('Maren');
  await answer.getByRole('button', { name: 'Decide' }).click();
  await expect(answer.getByText('Say why, for those who ask later.')).toBeVisible();
  await answer.getByRole('textbox', { name: 'Why' }).fill('Ana wants to learn it on the pager.');
  await answer.getByRole('button', { name: 'Decide' }).click();
  await expect(answer).toBeHidden();
  await expect(main(page).getByText('Ana wants to learn it on the pager.').first()).toBeVisible();
  await expect(page.getByRole('article', { name: /Observability/ })).toBeHidden();
  await goTo(page, 'Monday');
  await expect(page.getByRole('region', { name: 'Where your data is' })).toBeVisible();
  await expect(page.getByRole('article', { name: /Observability/ })).toBeHidden();
  await saved(page);

  // Undo takes the decision back, and the gap speaks again.
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('article', { name: /Observability/ })).toBeVisible();
});

test('the matrix is walked with the arrow keys, and a rating fills its cell', async ({ device }) => {
  test.setTimeout(90_000);
  const page = await openSample(device);
  await goTo(page, 'Skills');
  await ready(page);
  const grid = page.getByRole('grid', { name: 'People and skills' });
  await grid.getByRole('button', { name: /^Ana Lindqvist, Data modelling: not rated/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(grid.getByRole('button', { name: /^Ana Lindqvist, Distributed design: 3: builds it, evidence/ })).toBeFocused();
  await page.keyboard.press('Control+End');
  await expect(grid.getByRole('button', { name: /^Yui Nakagawa, Observability/ })).toBeFocused();
  await page.keyboard.press('Home');
  const cell = grid.getByRole('button', { name: /^Yui Nakagawa, Data modelling/ });
  await expect(cell).toBeFocused();

  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Yui Nakagawa: Data modelling' });
  await expectAccessible(page, ['light']);
  await dialog.getByRole('radio', { name: '2: changes it' }).check();
  await dialog.getByRole('radio', { name: 'Evidence' }).check();
  await dialog.getByRole('textbox', { name: 'Because' }).fill('The refund model');
  await dialog.getByRole('button', { name: 'Keep the rating' }).click();
  await expect(cell).toHaveAccessibleName(/^Yui Nakagawa, Data modelling: 2: changes it, evidence/);
  await expect(cell).toBeFocused();

  // Old ratings of a person are confirmed together.
  await grid.getByRole('link', { name: 'Samir Haddad' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Samir Haddad');
  const skills = page.getByRole('region', { name: /^Skills/ });
  await expect(skills.getByText('to confirm')).toHaveCount(3);
  await skills.getByRole('button', { name: 'Confirm what is old' }).click();
  await expect(skills.getByText('to confirm')).toHaveCount(0);

  // What was noted about somebody can be given as evidence.
  await skills.getByRole('button', { name: 'Rate a skill' }).click();
  const rate = page.getByRole('dialog', { name: 'Rate Samir Haddad in a skill' });
  await rate.getByRole('combobox', { name: 'Skill' }).selectOption('Test automation');
  const evidence = rate.getByRole('combobox', { name: 'Evidence' });
  await evidence.click();
  await rate.getByRole('listbox', { name: 'Suggestions' }).getByRole('option').first().click();
  await expect(evidence).not.toHaveValue('');
  await rate.getByRole('button', { name: 'Keep the rating' }).click();
  await expect(skills.getByRole('link', { name: 'Test automation' })).toBeVisible();
  await saved(page);
});

test('on a narrow screen skills are read and rated person by person', async ({ launch }) => {
  test.setTimeout(90_000);
  const device = await launch({ viewport: { width: 390, height: 844 } });
  const page = await openSample(device);
  for (const route of ['/skills', '/gaps']) {
    await device.open(route);
    await expectAccessible(page, ['light']);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${route} scrolls in one direction`).toBe(390);
  }
  await device.open('/skills');
  await ready(page);
  await page.getByText('Kofi Mensah-Boateng · 3 of 7').click();
  await page.getByRole('button', { name: /^Kofi Mensah-Boateng, Observability: 1: runs it/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Kofi Mensah-Boateng: Observability' });
  await expect(dialog.getByText('Seen apart')).toBeVisible();
  await dialog.getByRole('button', { name: 'Confirm “1: runs it” as of today' }).click();
  await expect(dialog).toBeHidden();
});

test('ratings come in from a sheet, shown before and taken back in one', async ({ device }) => {
  const page = await device.open('/');
  await sayWhoIAm(page, 'Maren');
  await goTo(page, 'People');
  await addPerson(page, 'Ana Silva');
  await page.goto('/import');
  await ready(page);
  const file = 'Name,Skill,Level,Source,Date\nAna Silva,Observability,3,evidence,2026-10-01\nAna Silva,Month end,9,self,2026-10-01\nAna Silva,On call,2,self,2026-10-01\n';
  await page.getByLabel('Choose a CSV or TSV file').setInputFiles({ name: 'ratings.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await expect(page.getByRole('radio', { name: 'Skill ratings' })).toBeChecked();
  await expect(page.getByText('New skills: Observability and On call.')).toBeVisible();
  await expect(page.getByText('line 3, column “Level”: “9” is not a depth').first()).toBeVisible();
  await expectAccessible(page, ['light']);
  await page.getByRole('button', { name: 'Import 2 skill ratings' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Skills');
  await page.getByRole('combobox', { name: 'Whose skills' }).selectOption('Everybody');
  const grid = page.getByRole('grid', { name: 'People and skills' });
  await expect(grid.getByRole('button', { name: 'Ana Silva, Observability: 3: builds it, evidence, 1 Oct 2026' })).toBeVisible();
  await saved(page);
  await page.keyboard.press('Control+z');
  await expect(main(page).getByText('No skills yet')).toBeVisible();
});

test('a split is drafted side by side, moves nobody, and shows where its rules collide', async ({ device }) => {
  test.setTimeout(90_000);
  const page = await openSample(device);
  await goTo(page, 'Span of control');
  await ready(page);
  await page.getByRole('button', { name: 'Draft a split' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Two teams');
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await page.getByRole('link', { name: 'Two teams' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two teams');
  const halves = page.getByRole('region', { name: 'Both halves' });
  // It begins with the teams as they stand: four in Checkout; in Ledger four, and one who comes is not placed yet.
  await expect(halves.getByRole('row', { name: /^Span/ })).toHaveText('Span4 reports: below 54 reports: below 5');
  await expect(page.getByText(/^Where the rules collide, with 9 reports in two: Checkout and Ledger would have fewer than 5 reports;/)).toBeVisible();
  await expectAccessible(page, ['light']);
  await page.getByRole('combobox', { name: 'Half of Leilani Kahale' }).selectOption('Ledger');
  await expect(halves.getByRole('row', { name: /^Span/ })).toHaveText('Span4 reports: below 55 reports: good');
  await page.getByRole('combobox', { name: 'Half of Tomasz Wróbel' }).selectOption('Ledger');
  await expect(halves.getByRole('row', { name: /^On call/ })).toContainText('fewer than 4 for a weekly rotation');
  await expect(halves.getByRole('row', { name: /^Skills/ })).toContainText('Payment providers for Gateway adapter');
  // Nobody leads Ledger yet: the role is opened, with the draft behind it.
  const leads = page.getByRole('region', { name: 'Who leads' });
  await leads.getByRole('listitem').filter({ hasText: 'Ledger' }).getByRole('button', { name: 'Open a role for its lead' }).click();
  await expect(leads.getByRole('link', { name: 'Engineering manager, Ledger' })).toBeVisible();
  await saved(page);
  await goTo(page, 'Teams');
  await expect(page.getByRole('grid', { name: 'Teams' }).getByRole('row', { name: /^Checkout/ })).toContainText('4');
  // The page of a team names who is in it, and what it owns.
  await page.getByRole('grid', { name: 'Teams' }).getByRole('link', { name: 'Checkout' }).click();
  await expect(page.getByRole('region', { name: /^People/ }).getByRole('listitem')).toHaveCount(4);
  await expect(page.getByRole('region', { name: /^People/ })).toContainText('Tomasz Wróbel');
  await expect(page.getByRole('region', { name: /^Services it owns/ })).toContainText('Checkout API');
});
