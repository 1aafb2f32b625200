// The chain, hop by hop: from a finding to the hire it led to and back, to a goal and back, and what is said where a hop is missing.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { acceptOffer, day, goTo, openSample, ready, saved } from './steps.mjs';

const heading = (page) => page.getByRole('heading', { level: 1 });
const FINDING = /platform team about the export\. Answered before/;

/** The finding in the review of Rafael that is being written. */
async function findingOf(page) {
  await goTo(page, 'Reviews');
  await page.getByRole('grid', { name: 'Review cycles' }).getByRole('row').filter({ hasText: 'Under way' }).getByRole('link').click();
  await page.getByRole('grid', { name: 'Reviews of the cycle' }).getByRole('link', { name: 'Rafael Moreira' }).click();
  await ready(page);
  return page.getByRole('main').getByRole('listitem').filter({ hasText: FINDING }).filter({ has: page.getByRole('button', { name: /^More about/ }) });
}

/** Does something with a finding, by its menu. */
async function withFinding(page, finding, act) {
  await finding.getByRole('button', { name: /^More about/ }).click();
  await page.getByRole('menuitem', { name: act }).click();
}

/** The knots on one side of the thread that is shown. */
const side = (page, name) =>
  page.getByRole('group', { name: /^The whole thread of/ }).getByRole('list', { name }).getByRole('listitem');

/** Walks from knot to knot by pressing each in turn; the title of each must follow. */
async function walk(page, where, titles) {
  for (const title of titles) {
    await side(page, where).getByRole('link', { name: title }).first().click();
    await expect(heading(page)).toHaveText(new RegExp(`^Thread: .*${title.source.replace('^', '')}`));
  }
}

test('from a finding to a gap, its answer, an opening and who was hired, and all the way back', async ({ device }) => {
  test.setTimeout(180_000);
  const page = await openSample(device);
  const finding = await findingOf(page);
  await withFinding(page, finding, 'Ask for a skill');
  const ask = page.getByRole('dialog', { name: 'Ask for a skill' });
  await ask.getByRole('combobox', { name: 'Skill' }).selectOption('Test automation');
  await ask.getByRole('textbox', { name: 'What needs it' }).fill('Releases nobody tests by hand');
  await ask.getByRole('button', { name: 'Ask for it' }).click();
  await expect(finding).toContainText('Led to: ');

  // The last hop: the candidate of the opening that answers the gap accepts.
  await goTo(page, 'Hiring');
  await page.getByRole('main').getByRole('link', { name: 'Quality Engineer, Checkout' }).first().click();
  await page.getByRole('link', { name: 'Bojana Petrović' }).first().click();
  await expect(heading(page)).toHaveText('Bojana Petrović');
  await acceptOffer(page, 40);
  await page.getByRole('link', { name: 'Person', exact: true }).click();
  await page.getByRole('link', { name: /^Walk the whole thread/ }).click();

  // All that led here, each with what it is, a day, and how it hangs together with the next.
  await expect(heading(page)).toHaveText('Thread: Bojana Petrović');
  const before = side(page, 'What led here');
  const hops = [
    [FINDING, /Finding/, /Asked for in|Leads to|Is the reason/],
    [/Test automation/, /Skill/, /Is answered by/],
    [/Quality Engineer, Checkout/, /Opening/, /Was filled by “Bojana Petrović”/],
    [/Bojana Petrović/, /Candidate/, /Came as “Bojana Petrović”/],
  ];
  for (const [title, kind, how] of hops) {
    const knot = before.filter({ has: page.getByRole('link', { name: title }) }).filter({ hasText: how });
    await expect(knot.first(), `${title}`).toContainText(kind);
    await expect(knot.first(), `${title} is dated`).toContainText(/\d{1,2} [A-Z][a-z]{2} 20\d\d/);
  }
  // Explained in the words of who decided.
  await expect(before.filter({ hasText: 'Ingrid left and nobody else wants it' }).first()).toBeVisible();
  await expectAccessible(page);

  // Back, hop by hop, and forth again.
  await walk(page, 'What led here', [/Quality Engineer, Checkout/, /^Gap response/, /^Test automation/, FINDING]);
  await expect(side(page, 'What follows').getByRole('link', { name: 'Bojana Petrović' }).first()).toBeVisible();
  await walk(page, 'What follows', [/^Test automation/, /^Gap response/, /Quality Engineer, Checkout/, /Bojana Petrović/]);
  await saved(page);
});

test('from a finding to the goal it became, and back', async ({ device }) => {
  test.setTimeout(120_000);
  const page = await openSample(device);
  const finding = await findingOf(page);
  await withFinding(page, finding, 'Set a goal from it');
  const goal = page.getByRole('dialog', { name: 'Set a goal from the finding' });
  await goal.getByRole('textbox', { name: 'Goal' }).fill('Repeats the question before answering');
  await goal.getByRole('button', { name: 'Set it' }).click();
  await expect(finding).toContainText('Led to: Goal: Repeats the question before answering (open)');
  await finding.getByRole('link', { name: /Repeats the question/ }).click();
  await page.getByRole('link', { name: /^Walk the whole thread/ }).click();
  await walk(page, 'What led here', [FINDING]);
  await walk(page, 'What follows', [/Repeats the question/]);
  await expect(side(page, 'What led here').filter({ hasText: FINDING }).first()).toContainText(/\d{1,2} [A-Z][a-z]{2} 20\d\d/);
});

test('a gap that is to be answered by hiring, and has no opening, is a notice until there is one', async ({ device }) => {
  test.setTimeout(120_000);
  const page = await openSample(device);
  await goTo(page, 'Skills');
  await page.getByRole('main').getByRole('link', { name: 'Payment providers' }).first().click();
  await page.getByRole('button', { name: 'Answer the gap' }).click();
  const answer = page.getByRole('dialog', { name: 'What is done about Payment providers?' });
  await answer.getByRole('radio', { name: 'Hire' }).check();
  await answer.getByRole('textbox', { name: 'Why' }).fill('One head holds two providers.');
  await answer.getByRole('button', { name: 'Decide' }).click();
  await expect(answer).toBeHidden();
  await saved(page);
  // A day later nothing has come of it.
  await page.clock.setFixedTime(new Date(Date.now() + 2 * 86_400_000));
  await page.reload();
  await ready(page);
  await page.getByRole('link', { name: /^Walk the whole thread/ }).click();
  await expect(side(page, 'What follows').filter({ hasText: 'no opening comes of it' })).toBeVisible();
  await goTo(page, 'Notices');
  const notice = page.getByRole('article').filter({ hasText: 'No opening for the gap in Payment providers' });
  await expect(notice).toBeVisible();

  // Opened for that answer, the chain goes on and the notice is gone.
  await goTo(page, 'Hiring');
  await page.getByRole('button', { name: /^Open a role for Payment/ }).click();
  const role = page.getByRole('dialog', { name: 'Open a role' });
  await expect(role.getByRole('textbox', { name: /^Reason/ })).toHaveValue('One head holds two providers.');
  await role.getByRole('textbox', { name: 'Role' }).fill('Payments engineer');
  await role.getByRole('button', { name: 'Open it' }).click();
  await expect(role).toBeHidden();
  await goTo(page, 'Notices');
  await expect(notice).toHaveCount(0);
  await saved(page);
});
