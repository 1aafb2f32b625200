// Growth: a ladder, an aim, a goal with an action, help that is nobody else's, and all of it out as files.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { choose, day, exported, goTo, openSample, ready, saved, withReport } from './steps.mjs';

test('begin with our ladder, set an aim and a goal, log help, see the balance, export', async ({ device }) => {
  test.setTimeout(120_000);
  const page = await withReport(device, 'IC3');

  // The ladder: nothing, then ours on both tracks, with who stands where.
  await goTo(page, 'Ladder');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Begin with ours' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Engineering ladder');
  const rungs = page.getByRole('region', { name: /^Rungs/ }).getByRole('listitem');
  await expect(rungs).toHaveCount(6);
  await expect(rungs.filter({ hasText: 'IC3' })).toContainText('Ana Silva');
  await expect(rungs.filter({ hasText: 'IC4' })).toContainText('equals M1');
  await expect(page.getByText('36 of 36 expectations')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Management' }).check();
  await expect(rungs).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'Delivery' })).toContainText('Sees that the team promises what it can keep');

  // A rung more, and what it asks for.
  await page.getByRole('button', { name: 'Add a rung' }).click();
  const add = page.getByRole('dialog', { name: 'Add a rung' });
  await add.getByRole('textbox', { name: 'Code' }).fill('M4');
  await add.getByRole('button', { name: 'Add a rung' }).click();
  await expect(rungs).toHaveCount(4);
  await page.getByRole('region', { name: 'Delivery' }).getByRole('button', { name: 'Write it for M4' }).click();
  const write4 = page.getByRole('dialog', { name: 'Delivery at M4' });
  await write4.getByRole('textbox', { name: 'What is expected' }).fill('Answers for what a house promises');
  await write4.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByRole('region', { name: 'Delivery' })).toContainText('Answers for what a house promises');

  // An aim.
  await goTo(page, 'Growth plans');
  const line = page.getByRole('grid', { name: 'Growth plans' }).getByRole('row').filter({ hasText: 'Ana Silva' });
  await expect(line).toContainText('not asked');
  await line.getByRole('link', { name: 'Ana Silva' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Growth of Ana Silva');
  await expect(page.getByRole('banner').or(page.getByRole('main')).getByText('next: IC4 Senior Engineer')).toBeVisible();
  await page.getByRole('button', { name: 'Begin a growth plan' }).click();
  await page.getByRole('combobox', { name: 'Aim' }).selectOption('Architecture');

  // A goal with support and an action.
  await page.getByRole('button', { name: 'Set a goal' }).click();
  const set = page.getByRole('dialog', { name: 'Set a goal' });
  await set.getByRole('button', { name: 'Set it' }).click();
  await expect(set.getByText('Say what they will be able to do.')).toBeVisible();
  await set.getByRole('textbox', { name: 'Goal' }).fill('Leads a design across two teams');
  await set.getByRole('combobox', { name: 'Competency' }).selectOption('Technical judgement');
  await set.getByLabel('By', { exact: true }).fill(await day(page, 60));
  await set.getByRole('textbox', { name: 'Your support' }).fill('A day a week without tickets');
  await expectAccessible(page, ['light']);
  await set.getByRole('button', { name: 'Set it' }).click();
  const goals = page.getByRole('region', { name: /^Goals/ });
  await expect(goals).toContainText('Leads a design across two teams');
  await expect(goals).toContainText('Your support: A day a week without tickets');
  await goals.getByRole('textbox', { name: /^New action for/ }).fill('Read three old designs');
  await goals.getByRole('button', { name: 'Add' }).click();
  await expect(goals.getByRole('checkbox', { name: 'Read three old designs' })).toBeVisible();

  // Help: advice three times, nobody puts the name forward.
  const help = page.getByRole('region', { name: 'Help, only me' });
  for (const what of ['Drew on the wall', 'Told how I did it', 'Showed my old design']) {
    await help.getByRole('button', { name: 'Log help' }).click();
    const log = page.getByRole('dialog', { name: 'Log help' });
    await log.getByRole('radio', { name: 'Mentoring' }).check();
    await log.getByRole('textbox', { name: 'What was done' }).fill(what);
    await log.getByRole('button', { name: 'Keep it' }).click();
    await expect(help).toContainText(what);
  }
  const times = (kind) => help.getByRole('term').filter({ hasText: kind }).locator('+ dd');
  await expect(times('Mentoring')).toHaveText('3');
  await expect(times('Sponsorship')).toHaveText('0');

  // Stretch work needs a net.
  await page.getByRole('button', { name: 'For “Leads a design across two teams”' }).click();
  const give = page.getByRole('dialog', { name: 'Give stretch work' });
  await give.getByRole('textbox', { name: 'Work', exact: true }).fill('Design of the harbour map');
  await give.getByRole('button', { name: 'Give it' }).click();
  await expect(give.getByText('Name somebody who is there')).toBeVisible();
  await choose(page, give.getByRole('combobox', { name: 'Supporter' }), 'mara', 'Mara Lindqvist');
  await give.getByRole('button', { name: 'Give it' }).click();
  await expect(page.getByRole('region', { name: /^Stretch work/ })).toContainText('Mara Lindqvist catches');
  await expectAccessible(page);
  await saved(page);

  // On the person's page, in the list, and said unasked.
  await goTo(page, 'Growth plans');
  await expect(line).toContainText('Architecture');
  await expect(line).toContainText('Leads a design across two teams');
  await expectAccessible(page);
  await goTo(page, 'Notices');
  const alarm = page.getByRole('article', { name: 'Ana Silva gets advice, and nobody puts their name forward' });
  await expect(alarm).toContainText('Sponsorship: not once, never before.');
  await alarm.getByRole('link').click();
  await expect(page.getByRole('region', { name: 'Growth' })).toContainText('Architecture');

  // All of it comes out; what is only mine stands apart.
  const files = await exported(page);
  const names = [...files.keys()];
  expect(names).toContain('growth/Goals/Leads a design across two teams.md');
  expect(names).toContain('growth/Ladders/Engineering ladder.md');
  expect(names).toContain('only-me/growth/Help given/Drew on the wall.md');
  expect(names.filter((name) => name.startsWith('growth/Help'))).toEqual([]);
});

test('a ladder comes in from a file, shown before it is done, and one undo takes it back', async ({ device }) => {
  const page = await device.open('/ladder');
  await ready(page);
  await page.getByRole('main').getByRole('link', { name: 'Bring in from a file' }).click();
  const give = (name, text) =>
    page.getByLabel(/^Choose a Markdown|choose another file$/).setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await give('people.csv', 'Name,Age\nAna,3\n');
  await expect(page.getByRole('alert').filter({ hasText: 'No column says the competency' })).toBeVisible();
  await give('ladder.csv', 'Track,Level,Competency,Expectation\nIndividual,IC1,Craft,Reads charts\nSideways,IC2,Craft,Draws charts\nManagement,M1,Craft,Has charts drawn\n');
  await expect(page.getByText('line 3, column “Track”: “Sideways” is no track')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Bring in “Ladder”' }).click();
  await expect(page.getByRole('region', { name: 'Craft' })).toContainText('Reads charts');
  await saved(page);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Begin with ours' })).toBeVisible();

  const markdown = ['---', 'title: "Harbour crew"', 'topics:', '  - name: "craft"', '    title: "Craft"', '    content:', '      - level: 1', '        criteria:', '          - "Reads charts"', '      - level: 2', '        criteria:', '          - "Draws charts"', '---', ''];
  await page.getByRole('main').getByRole('link', { name: 'Bring in from a file' }).click();
  await give('crew.md', markdown.join('\n'));
  await page.getByRole('button', { name: 'Bring in “Harbour crew”' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Harbour crew');
  await expect(page.getByRole('region', { name: 'Craft' })).toContainText('Draws charts');

  // Out of use and back.
  await page.getByRole('button', { name: 'Take out of use' }).click();
  await expect(page.getByRole('button', { name: 'Begin with ours' })).toBeVisible();
  await page.getByRole('region', { name: /^Out of use/ }).getByRole('button', { name: /^Take into use/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Harbour crew');
});

test('somebody is paired with a mentor, put forward, and spoken for with what they did', async ({ device }) => {
  test.setTimeout(120_000);
  const page = await withReport(device, 'IC3');
  await goTo(page, 'Sponsorship');
  await page.keyboard.press('o');
  const box = page.getByRole('dialog', { name: 'Jot an observation' });
  await box.getByRole('textbox', { name: 'What happened' }).fill('ana: calmed the pilots in the storm');
  await box.getByText('More, if there is time').click();
  await box.getByRole('textbox', { name: 'Competency' }).fill('Incident leadership');
  await box.getByRole('button', { name: 'Keep it' }).click();
  await expect(box).toBeHidden();

  // What was seen shows what the next rung asks for.
  await goTo(page, 'Ladder');
  await page.getByRole('button', { name: 'Begin with ours' }).click();
  await goTo(page, 'Growth plans');
  await page.getByRole('grid', { name: 'Growth plans' }).getByRole('link', { name: 'Ana Silva' }).click();
  const standing = page.getByRole('region', { name: 'Standing and next step' });
  await expect(standing).toContainText('1 time praise');
  await standing.getByText('Evidence for Operations: 1').click();
  await standing.getByRole('button', { name: /^Shows IC4/ }).click();
  await expect(standing).toContainText('Shown 1 of 2.');

  // A mentor.
  await goTo(page, 'Growth plans');
  await page.getByRole('button', { name: 'Pair up', exact: true }).click();
  const pair = page.getByRole('dialog', { name: 'Pair up' });
  await choose(page, pair.getByRole('combobox', { name: 'Who learns' }), 'ana', 'Ana Silva');
  await choose(page, pair.getByRole('combobox', { name: 'Who teaches' }), 'mara', 'Mara Lindqvist');
  await pair.getByRole('textbox', { name: 'About' }).fill('Reading weather');
  await pair.getByRole('button', { name: 'Pair them' }).click();
  const pairs = page.getByRole('region', { name: /^Mentoring pairs/ });
  await expect(pairs).toContainText('1 of 2 seats');
  await pairs.getByRole('button', { name: 'End with Ana Silva' }).click();
  const end = page.getByRole('dialog', { name: 'End a mentoring pair' });
  await end.getByRole('textbox', { name: 'What was passed on' }).fill('Reads the sky alone');
  await end.getByRole('button', { name: 'End it' }).click();
  await expect(pairs).toContainText('1 of 1 ended say what was passed on');

  // A chance to be seen: said unasked while nobody is put forward, and sponsorship once somebody is.
  await goTo(page, 'Sponsorship');
  await page.getByRole('button', { name: 'Add an opportunity' }).click();
  const add = page.getByRole('dialog', { name: 'Add an opportunity' });
  await add.getByRole('textbox', { name: 'What is to be given' }).fill('Talk at the harbour day');
  await add.getByLabel('Names by').fill(await day(page, 10));
  await add.getByRole('button', { name: 'Add it' }).click();
  await goTo(page, 'Notices');
  await expect(page.getByRole('article', { name: 'Nobody is put forward yet: Talk at the harbour day' })).toBeVisible();
  await goTo(page, 'Sponsorship');
  await page.getByRole('button', { name: /^Put somebody forward ?: Talk at the harbour day/ }).click();
  const put = page.getByRole('dialog', { name: 'Put somebody forward' });
  await choose(page, put.getByRole('combobox', { name: 'Who', exact: true }), 'ana', 'Ana Silva');
  await put.getByRole('button', { name: 'Note it' }).click();
  await expect(page.getByRole('region', { name: 'Spread, only me' }).getByRole('listitem').filter({ hasText: 'Ana Silva' })).toContainText('1 time');
  await page.getByRole('button', { name: /^Chosen ?: Ana Silva/ }).click();
  await expect(page.getByRole('region', { name: 'Spread, only me' })).toContainText('1 chosen');

  // A forum, a case, what it rests on, and the text of it.
  await page.getByRole('button', { name: 'Add a forum' }).click();
  const forum = page.getByRole('dialog', { name: 'Add a forum' });
  await forum.getByRole('textbox', { name: 'Name' }).fill('Promotions');
  await forum.getByLabel('Day').fill(await day(page, 14));
  await forum.getByRole('button', { name: 'Add it' }).click();
  await page.getByRole('button', { name: 'Begin a case for Promotions' }).click();
  const begin = page.getByRole('dialog', { name: 'Begin a case' });
  await choose(page, begin.getByRole('combobox', { name: 'For whom' }), 'ana', 'Ana Silva');
  await begin.getByRole('textbox', { name: 'Asks for' }).fill('Promotion to IC4');
  await begin.getByRole('button', { name: 'Begin it' }).click();
  await page.getByRole('link', { name: 'Ana Silva: Promotion to IC4' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Case for Ana Silva');
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Take in/ }).click();
  const text = page.getByRole('region', { name: 'To hand over' });
  await expect(text.getByRole('heading', { name: 'Promotion to IC4: Ana Silva' })).toBeVisible();
  await expect(text).toContainText('calmed the pilots in the storm. (seen myself)');
  await expectAccessible(page);
  await goTo(page, 'Notices');
  await expect(page.getByRole('article', { name: 'The case for Ana Silva is thin: Promotion to IC4' })).toContainText('It rests on 1 linked fact; 3 count as enough.');
  await goTo(page, 'Sponsorship');
  await expectAccessible(page);
});

test('what the columns of a ladder are is said by the user, and remembered', async ({ device }) => {
  const page = await device.open('/ladder/import');
  await ready(page);
  const give = (text) =>
    page.getByLabel(/^Choose a Markdown|choose another file$/).setInputFiles({ name: 'levels.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await give('What we look at,Junior,Senior,Remarks\nCraft,Reads charts,Draws charts,old\n');
  await expect(page.getByRole('alert').filter({ hasText: 'No column says the competency' })).toBeVisible();
  const columns = page.getByRole('region', { name: 'Columns of the file' });
  const is = (name) => columns.getByRole('combobox', { name: `What “${name}” is` });
  await is('What we look at').selectOption('Competency');
  await is('Junior').selectOption('A level, with what it asks for');
  await is('Senior').selectOption('A level, with what it asks for');
  await expect(is('Junior')).toHaveValue('level-of-its-own');
  await expect(page.getByText('Left out: Remarks.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Bring in “Ladder”' }).click();
  const craft = page.getByRole('region', { name: 'Craft' });
  await expect(craft).toContainText('Draws charts');
  const rungs = page.getByRole('region', { name: /^Rungs/ }).getByRole('listitem');
  await expect(rungs).toHaveCount(2);
  await expect(rungs.first(), 'the levels stand in their order').toContainText('Junior');
  await saved(page);

  // The next file with these columns is read like that; the same text again changes nothing.
  await page.getByRole('main').getByRole('link', { name: 'Bring in from a file' }).click();
  await give('What we look at,Junior,Senior,Remarks\nCraft,Reads charts,Draws and teaches charts,new\n');
  await expect(is('Senior')).toHaveValue('level-of-its-own');
  await page.getByRole('button', { name: 'Bring in “Ladder”' }).click();
  await expect(craft).toContainText('Draws and teaches charts');
  await expect(rungs).toHaveCount(2);
});

test('a page of growth that is opened first names everybody on it, and who teaches them', async ({ device }) => {
  test.setTimeout(90_000);
  const page = await openSample(device);
  await goTo(page, 'Growth plans');
  const line = page.getByRole('grid', { name: 'Growth plans' }).getByRole('link', { name: 'Ana Lindqvist' });
  const address = await line.getAttribute('href');
  // From here on nothing was drawn before, as in the morning.
  for (let time = 0; time < 3; time += 1) {
    await device.open(address);
    await expect(page.getByRole('region', { name: /^Stretch work/ })).toContainText('Tomasz Wróbel catches');
    await expect(page.getByRole('region', { name: 'Mentoring' })).toContainText('teaches Kofi Mensah-Boateng');
  }
});
