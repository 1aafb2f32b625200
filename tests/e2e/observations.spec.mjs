// Light notes in seconds, told in time; and the alarm when a talk was skipped.
import { expect, test } from './fixtures.mjs';
import { choose, day, goTo, planTalks, ready, saved, withReport } from './steps.mjs';

test('what was seen is jotted from anywhere, counted by month, and told', async ({ device }) => {
  const page = await withReport(device);
  const box = page.getByRole('dialog', { name: 'Jot an observation' });
  const happened = box.getByRole('textbox', { name: 'What happened' });

  // One key and one line, from a page that has nothing to do with it.
  await goTo(page, 'Services');
  await page.keyboard.press('o');
  await happened.fill('Nobody is named');
  await box.getByRole('button', { name: 'Keep it' }).click();
  await expect(box.getByText('Choose a person')).toBeVisible();
  await happened.fill('ana: calmed the pilots in the storm');
  await box.getByRole('button', { name: 'Keep it' }).click();
  await expect(box).toBeHidden();

  // A point to grow, of some days ago.
  await page.keyboard.press('o');
  await choose(page, box.getByRole('combobox', { name: 'About' }), 'sil', 'Ana Silva');
  await happened.fill('- cut others short in the review');
  await box.getByText('More, if there is time').click();
  const before = await day(page, -12);
  await box.getByLabel('Day').fill(before);
  await box.getByRole('textbox', { name: 'Work', exact: true }).fill('Harbour survey');
  await box.getByRole('button', { name: 'Keep it' }).click();
  await expect(box).toBeHidden();

  await goTo(page, 'Observations');
  const table = page.getByRole('grid', { name: 'Observations' });
  const praise = table.getByRole('row').filter({ hasText: 'calmed the pilots in the storm' });
  const growth = table.getByRole('row').filter({ hasText: 'cut others short in the review' });
  await expect(praise).toContainText('Praise');
  await expect(praise).toContainText('Ana Silva');
  await expect(growth).toContainText('Growth');

  // Every cell of the coverage is a count.
  const coverage = page.getByRole('region', { name: 'Observations by month' });
  const counts = coverage.getByRole('row').filter({ hasText: 'Ana Silva' }).getByRole('cell');
  const thisMonth = before.slice(0, 7) === (await day(page, 0)).slice(0, 7) ? 2 : 1;
  await expect(coverage.getByRole('columnheader')).toHaveCount(13);
  await expect(counts).toHaveCount(13);
  await expect(counts.last()).toHaveText('2');
  await expect(counts.nth(11)).toHaveText(String(thisMonth));
  await expect(counts.nth(10)).toHaveText(String(2 - thisMonth));

  // Where it comes from, always with the whole.
  const shares = page.getByRole('group', { name: 'Shares, person by person' }).getByRole('row').filter({ hasText: 'Ana Silva' });
  await expect(shares.getByRole('cell')).toHaveText(['1 of 2', '2 of 2', '0 of 2', 'seen myself: 2 of 2', 'Harbour survey: 1 of 1']);
  await expect(counts.first()).toHaveText('0');

  // Told.
  const untold = page.getByRole('region', { name: /^Not told yet/ });
  await expect(untold).toContainText('cut others short in the review');
  await expect(untold).toContainText('12 days');
  await expect(untold).not.toContainText('calmed the pilots');
  await untold.getByRole('button', { name: 'Told today' }).click();
  await expect(untold).toBeHidden();
  await expect(growth).toContainText(/\d{4}.*\d{4}/);
  await saved(page);
  await page.reload();
  await expect(growth).toContainText(/\d{4}.*\d{4}/);
  await ready(page);
  await expect(untold).toBeHidden();
});

test('a box opened again at once stays open when the browser tells of its closing late', async ({ device }) => {
  const page = await withReport(device);
  const box = page.getByRole('dialog', { name: 'Jot an observation' });
  await goTo(page, 'Services');
  await page.keyboard.press('o');
  await expect(box).toBeVisible();
  await box.evaluate((dialog) => dialog.dispatchEvent(new Event('close')));
  await box.getByRole('textbox', { name: 'What happened' }).fill('ana: found the leak');
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
});

test('what was given up is gone when the box is opened again before the browser tells of its closing', async ({
  device,
}) => {
  const page = await withReport(device);
  // A browser that tells of every closing a second late.
  await page.evaluate(() => {
    const late = (event) => {
      if (!event.isTrusted) return;
      event.stopImmediatePropagation();
      setTimeout(() => event.target.dispatchEvent(new Event('close')), 1_000);
    };
    window.addEventListener('close', late, { capture: true });
  });
  const box = page.getByRole('dialog', { name: 'Jot an observation' });
  const happened = box.getByRole('textbox', { name: 'What happened' });
  await goTo(page, 'Services');
  await page.keyboard.press('o');
  await happened.fill('ana: found the leak');
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
  await page.keyboard.press('o');
  await expect(box).toBeVisible();
  await expect(happened).toHaveValue('');
  await happened.fill('ben: mended it');
  await page.waitForTimeout(1_500);
  await expect(happened).toHaveValue('ben: mended it');
});

test('a skipped talk raises an alarm with its facts; it rests until a day, or for good', async ({ device }) => {
  const page = await withReport(device);
  await planTalks(page, -39, 'Every week');

  const alarm = page.getByRole('article', { name: 'No 1:1 with Ana Silva yet' });
  const dismissed = page.getByRole('region', { name: 'Dismissed notices' });
  const bringBack = async (until) => {
    await goTo(page, 'Settings');
    const line = dismissed.getByRole('listitem').filter({ hasText: 'No 1:1 with Ana Silva yet' });
    await expect(line).toContainText(until);
    await line.getByRole('button', { name: 'Bring back' }).click();
    await expect(dismissed).toContainText('None was dismissed');
  };

  // On Monday and on the person's page, with facts, reason and next step.
  await goTo(page, 'Monday');
  await expect(page.getByRole('region', { name: /^Needs you/ }).getByRole('article', { name: 'No 1:1 with Ana Silva yet' })).toBeVisible();
  await expect(alarm.getByRole('listitem')).toContainText([
    /^The series counts from .*; no talk is noted since\.$/,
    'Rhythm: every week; limit: 14 days.',
  ]);
  await expect(alarm).toContainText('problems are heard there first');
  await alarm.getByRole('link', { name: 'Book a talk with Ana Silva this week' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ana Silva');
  await expect(alarm).toBeVisible();

  // For good, and brought back.
  await alarm.getByRole('button', { name: 'Dismiss' }).click();
  await expect(alarm).toBeHidden();
  await goTo(page, 'Monday');
  await expect(page.getByRole('region', { name: /^Needs you/ })).toBeVisible();
  await expect(alarm).toBeHidden();
  await bringBack('for good');
  await goTo(page, 'Monday');
  await expect(alarm).toBeVisible();

  // Until a day: silent before it, speaking on it.
  const until = await day(page, 3);
  const noonOn = async (date) => {
    await page.clock.setFixedTime(`${date}T12:00:00+01:00`);
    await page.reload();
    await ready(page);
    await expect(page.getByRole('region', { name: /^Needs you/ })).toBeVisible();
  };
  const eve = await day(page, 2);
  await alarm.getByRole('button', { name: 'Later' }).click();
  await alarm.getByLabel('Show this notice again on').fill(until);
  await expect(alarm).toBeHidden();
  await saved(page);
  await noonOn(eve);
  await expect(alarm).toBeHidden();
  await noonOn(until);
  await expect(alarm).toBeVisible();
});

test('the alarm is silent when the talk took place', async ({ device }) => {
  const page = await withReport(device);
  await planTalks(page, -39);
  const alarm = page.getByRole('article', { name: 'No 1:1 with Ana Silva yet' });
  await goTo(page, 'Notices');
  await expect(alarm).toBeVisible();
  await goTo(page, '1:1s');
  await page.getByRole('grid', { name: '1:1 series' }).getByRole('link', { name: 'Ana Silva' }).click();
  await page.getByRole('button', { name: "Start today's talk" }).click();
  await page.getByRole('button', { name: 'Close as held' }).click();
  await goTo(page, 'Notices');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Notices');
  await expect(alarm).toBeHidden();
});

test('before a talk it says what of the review the person has not heard yet', async ({ device }) => {
  test.setTimeout(90_000);
  const page = await withReport(device);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('o');
  const box = page.getByRole('dialog', { name: 'Jot an observation' });
  await box.getByRole('textbox', { name: 'What happened' }).fill('Ana Silva: - Reviews wait for days');
  await box.getByRole('button', { name: 'Keep it' }).click();
  await expect(box).toBeHidden();
  await goTo(page, 'Reviews');
  await page.getByRole('button', { name: 'Begin a review cycle' }).click();
  const begin = page.getByRole('dialog', { name: 'Begin a review cycle' });
  await begin.getByRole('textbox', { name: 'Name' }).fill('Second half');
  await begin.getByLabel('Period from').fill(await day(page, -120));
  await begin.getByLabel('Period to').fill(await day(page, 1));
  await begin.getByRole('button', { name: 'Begin it' }).click();
  await page.getByRole('grid', { name: 'Review cycles' }).getByRole('link', { name: 'Second half' }).click();
  await page.getByRole('grid', { name: 'Reviews of the cycle' }).getByRole('link', { name: 'Ana Silva' }).click();
  await page.getByRole('button', { name: 'Draft from the record' }).click();
  await expect(page.getByRole('region', { name: /^Not heard yet/ })).toContainText('Reviews wait for days');

  await page.goto('/one-on-ones');
  await page.getByRole('button', { name: 'Plan 1:1s' }).first().click();
  const plan = page.getByRole('dialog', { name: 'Plan 1:1s' });
  await choose(page, plan.getByRole('combobox', { name: 'With' }), 'ana', 'Ana Silva');
  await plan.getByRole('button', { name: 'Plan 1:1s' }).click();
  await page.getByRole('link', { name: 'Ana Silva' }).first().click();
  const review = page.getByRole('region', { name: 'Review, not shared yet' });
  await expect(review).toContainText(/Not told yet, on no agenda: .*Reviews wait for days/);
  await review.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Review of Ana Silva');
});
