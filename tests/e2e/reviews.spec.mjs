// Reviews: from what was observed to a document that its person gets, and to what it leads to.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { allStored, anaAndBen } from './sharing.mjs';
import { day, goTo, openSample, saved, withReport, write } from './steps.mjs';

/** Jots a line with the key that works on every page. */
async function jot(page, line) {
  const box = page.getByRole('dialog', { name: 'Jot an observation' });
  await page.keyboard.press('o');
  await box.getByRole('textbox', { name: 'What happened' }).fill(line);
  await box.getByRole('button', { name: 'Keep it' }).click();
  await expect(box).toBeHidden();
}

/** Somebody who reports to the user, with praise and a point to grow that nobody has told them. */
async function withObservations(device) {
  const page = await withReport(device, 'IC3');
  // Keys type into no field.
  await page.getByRole('heading', { level: 1 }).click();
  await jot(page, 'Ana Silva: Brought three teams to one decision');
  await jot(page, 'Ana Silva: - Reviews wait for days');
  return page;
}

test('a review cycle from observations to a shared document', async ({ device }) => {
  test.setTimeout(180_000);
  const page = await withObservations(device);

  // A cycle over the days around today, for everybody who reports to the user.
  await goTo(page, 'Reviews');
  await expect(page.getByText('No review cycle yet')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Begin a review cycle' }).click();
  const begin = page.getByRole('dialog', { name: 'Begin a review cycle' });
  await begin.getByRole('textbox', { name: 'Name' }).fill('Second half');
  await begin.getByLabel('Period from').fill(await day(page, -120));
  await begin.getByLabel('Period to').fill(await day(page, 1));
  await expect(begin.getByRole('checkbox', { name: 'Ana Silva' })).toBeChecked();
  await begin.getByRole('button', { name: 'Begin it' }).click();
  await page.getByRole('grid', { name: 'Review cycles' }).getByRole('link', { name: 'Second half' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Second half');
  const row = page.getByRole('grid', { name: 'Reviews of the cycle' }).getByRole('row').filter({ hasText: 'Ana Silva' });
  await expect(row).toContainText('Not begun');
  await expectAccessible(page);

  // Drafted from the record; each finding is one press from what it rests on.
  await row.getByRole('link', { name: 'Ana Silva' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Review of Ana Silva');
  await expect(page.getByRole('region', { name: /^Left in the record/ }).getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: 'Draft from the record' }).click();
  const standing = page.getByRole('region', { name: 'Standing against the level' });
  const findings = standing.getByRole('list', { name: /^Findings/ }).locator(':scope > li');
  await expect(findings).toHaveCount(2);
  await expect(findings.filter({ hasText: 'Brought three teams' })).toContainText('strength');
  await expect(findings.filter({ hasText: 'Brought three teams' }).getByRole('link', { name: /^Observation/ })).toBeVisible();
  await expect(page.getByText('Nothing of the period that the review does not rest on.')).toBeVisible();
  await expectAccessible(page);

  // The gate: what she would hear for the first time goes on the agenda.
  const gate = page.getByRole('region', { name: /^Not heard yet/ });
  await expect(gate).toContainText('Reviews wait for days');
  await gate.getByRole('button', { name: /^Put it on the agenda/ }).click();
  const agenda = page.getByRole('dialog', { name: 'Put it on the agenda' });
  await agenda.getByRole('textbox', { name: 'Topic' }).fill('How fast we review');
  await agenda.getByRole('button', { name: 'Put it there' }).click();
  await expect(gate).toContainText('on the agenda');

  // Three answers; each says what it lacks until something particular stands behind it.
  await expect(standing).toContainText('This answer is empty.');
  // What the record offers for it is taken a sentence at a time, and added to what is written.
  const answer = standing.getByRole('textbox', { name: 'Standing' });
  await standing.getByText('Sentences from the record: 2, 0 in the answer').click();
  const offered = standing.getByRole('listitem').filter({ hasText: /On .*: Brought three teams to one decision/ });
  await expect(offered.getByRole('link', { name: /^Observation/ })).toBeVisible();
  await write(answer, 'Seen, and said.');
  await offered.getByRole('button', { name: /^Take it/ }).click();
  await expect(answer).toHaveValue(/^Seen, and said\.\nOn .*: Brought three teams to one decision\.$/);
  await expect(offered).toContainText('in the answer');
  await expectAccessible(page);
  await answer.fill('Ana does what her level asks for, and brings people together in time when it matters.');
  await expect(standing.getByText(/^This answer/)).toBeHidden();
  const next = page.getByRole('region', { name: 'What the next level would take' });
  await next.getByRole('textbox', { name: 'Next level' }).fill('More of it.');
  await expect(next).toContainText('This answer is too short to be specific.');
  const support = page.getByRole('region', { name: 'Support you will give' });
  await support.getByRole('textbox', { name: 'Support' }).fill('I keep two afternoons a week free of meetings for her, and look at it with her every month.');
  await expect(support).toContainText('promises nothing with an owner and a day');
  await support.getByRole('button', { name: 'Promise support' }).click();
  const promise = page.getByRole('dialog', { name: 'Promise support' });
  await promise.getByRole('textbox', { name: 'What you promise' }).fill('Two afternoons a week without meetings');
  await promise.getByLabel('By', { exact: true }).fill(await day(page, 30));
  await promise.getByRole('button', { name: 'Promise it' }).click();
  await expect(support.getByText(/^This answer/)).toBeHidden();

  // A finding becomes a goal, and stays tied to it.
  const critical = findings.filter({ hasText: 'Reviews wait' });
  await critical.getByRole('button', { name: /^More about/ }).click();
  await page.getByRole('menuitem', { name: 'Set a goal from it' }).click();
  const goal = page.getByRole('dialog', { name: 'Set a goal from the finding' });
  await goal.getByRole('textbox', { name: 'Goal' }).fill('Reviews within a day');
  await goal.getByRole('button', { name: 'Set it' }).click();
  await expect(critical).toContainText('Led to: Goal: Reviews within a day (open)');

  // Sharing asks while surprises are open, and says so.
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const share = page.getByRole('dialog', { name: 'Share the review?' });
  await expect(share).toContainText('They have not heard yet, though it is on the agenda');
  await expect(share.getByRole('button', { name: 'Share it' })).toBeDisabled();
  await expectAccessible(page);
  await share.getByRole('checkbox', { name: 'Share it all the same' }).check();
  await share.getByRole('button', { name: 'Share it' }).click();
  await expect(page.getByText('1 action was made of its promises.')).toBeVisible();
  await expect(support).toContainText('Became: Action');

  // Her response stands beside it.
  await page.getByRole('button', { name: 'Keep their response' }).click();
  const response = page.getByRole('dialog', { name: 'Their response' });
  await response.getByRole('radio', { name: 'Agrees in part' }).check();
  await response.getByRole('textbox', { name: 'In their words' }).fill('They waited for me, too.');
  await response.getByRole('button', { name: 'Keep it' }).click();
  await critical.getByRole('button', { name: /^More about/ }).click();
  await page.getByRole('menuitem', { name: 'Mark as in dispute' }).click();
  await expect(critical).toContainText('in dispute');
  await expectAccessible(page);

  // The document: what she gets, as Markdown and on paper.
  await page.getByRole('link', { name: 'Document' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Review of Ana Silva: Second half');
  const document = page.getByRole('article', { name: 'The document' });
  await expect(document).toContainText('Where you stand against what your level expects');
  await expect(document).toContainText('Two afternoons a week without meetings (Mara Lindqvist');
  await expect(document).toContainText('They waited for me, too.');
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('Review of Ana Silva Second half.md');
  await saved(page);

  // All of it is there again, and Ana's page knows of it.
  await goTo(page, 'People');
  await page.getByRole('main').getByRole('link', { name: 'Ana Silva' }).first().click();
  await expect(page.getByRole('region', { name: /^Reviews/ })).toContainText('Second half');
  await goTo(page, 'Reviews');
  await expect(page.getByRole('grid', { name: 'Review cycles' })).toContainText('1 shared');
});

test('the sample shows reviews side by side, what the last one led to, and says what is missing', async ({ device }) => {
  test.setTimeout(120_000);
  const page = await openSample(device);
  await goTo(page, 'Reviews');
  const cycles = page.getByRole('grid', { name: 'Review cycles' });
  await cycles.getByRole('row').filter({ hasText: 'Under way' }).getByRole('link').click();
  await page.getByRole('tab', { name: 'Side by side' }).click();
  await expect(page.getByRole('region', { name: 'What each review is made of' })).toContainText('Ana Lindqvist');
  await expect(page.getByRole('region', { name: 'Ratings by level' })).toContainText('No rating');
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'How far' }).click();
  await page.getByRole('grid', { name: 'Reviews of the cycle' }).getByRole('link', { name: 'Rafael Moreira' }).click();
  await expect(page.getByRole('region', { name: /^Not heard yet/ })).toContainText('Answered before the question was finished');
  await expect(page.getByRole('region', { name: /^Since the last review/ })).toContainText('led nowhere');
  await expectAccessible(page);
  await goTo(page, 'Notices');
  await expect(page.getByText('The review of Rafael Moreira would say 1 critical point for the first time')).toBeVisible();
});

test('a co-manager gets nothing of a review before it is shared, and all of it afterwards', async ({ launch }) => {
  test.setTimeout(180_000);
  const { ana, ben } = await anaAndBen(launch);
  const { page } = ana;

  await goTo(page, 'Reviews');
  await page.getByRole('button', { name: 'Begin a review cycle' }).click();
  const begin = page.getByRole('dialog', { name: 'Begin a review cycle' });
  await begin.getByRole('textbox', { name: 'Name' }).fill('Winter round');
  await begin.getByRole('button', { name: 'Begin it' }).click();
  await page.getByRole('grid', { name: 'Review cycles' }).getByRole('link', { name: 'Winter round' }).click();
  await page.getByRole('grid', { name: 'Reviews of the cycle' }).getByRole('link', { name: 'Ingrid Solheim' }).click();
  await write(page.getByRole('textbox', { name: 'Standing' }), 'Steady in the storm, marker albatross');
  await page.getByRole('region', { name: 'Standing against the level' }).getByRole('button', { name: /^Add a finding/ }).click();
  const finding = page.getByRole('dialog', { name: 'Add a finding' });
  await finding.getByRole('textbox', { name: 'What you find' }).fill('Keeps her word, marker cormorant');
  await finding.getByRole('button', { name: 'Add it' }).click();
  await expect(page.getByText('Keeps her word, marker cormorant', { exact: true })).toBeVisible();

  // The cycle is everyone's and names nobody; what is written in it reaches nobody else, not even sealed to them.
  await goTo(ben.page, 'Reviews');
  await expect(ben.page.getByRole('grid', { name: 'Review cycles' })).toContainText('Winter round', { timeout: 30_000 });
  await ben.page.getByRole('grid', { name: 'Review cycles' }).getByRole('link', { name: 'Winter round' }).click();
  await expect(ben.page.getByText('Nobody of yours is in it')).toBeVisible();
  const stored = await allStored(ben.page);
  for (const marker of ['albatross', 'cormorant']) expect(stored).not.toContain(marker);

  // Shared with everyone, the whole of it is his to read.
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const share = page.getByRole('dialog', { name: 'Share the review?' });
  await expect(share.getByRole('combobox', { name: 'Who can read it' })).toHaveValue(/everyone/);
  await share.getByRole('checkbox', { name: 'Share it all the same' }).check();
  await share.getByRole('button', { name: 'Share it' }).click();
  await ben.page.getByRole('grid', { name: 'Reviews of the cycle' }).getByRole('link', { name: 'Ingrid Solheim' }).click({ timeout: 30_000 });
  await expect(ben.page.getByRole('textbox', { name: 'Standing' })).toHaveValue(/marker albatross/);
  await expect(ben.page.getByText('Keeps her word, marker cormorant', { exact: true })).toBeVisible();
});
