// Two managers fill scorecards apart: neither sees the other's before both are in, and then both see both.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { allStored, becomeMember, filesWith, keptAtRelay, startSharing, withoutDirect } from './sharing.mjs';
import { goTo, openSample, ready, saved } from './steps.mjs';

test.describe.configure({ timeout: 300_000 });

const MAREN = 'Sturdy quokka: wrote the failing test first';
const ANA = 'Nimble wombat: guessed three times';

/** Goes to the page of Dele, who is in the loop for a role of the sample. */
async function openDele(page) {
  await goTo(page, 'Hiring');
  await page.getByRole('link', { name: 'Quality Engineer, Checkout' }).first().click();
  await page.getByRole('region', { name: 'Candidates by stage' }).getByRole('link', { name: 'Dele Akinwande' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Dele Akinwande' })).toBeVisible();
}

const cards = (page) => page.getByRole('region', { name: /^Scorecards/ });

/** Begins a card about the hour of debugging. */
async function begin(page, whose) {
  await cards(page).getByRole('button', { name: 'Write a scorecard' }).click();
  const dialog = page.getByRole('dialog', { name: 'Write a scorecard' });
  await dialog.getByRole('combobox', { name: 'Stage' }).selectOption('Debugging together');
  const who = dialog.getByRole('combobox', { name: 'Whose card' });
  await who.fill(whose);
  await dialog.getByRole('option', { name: whose }).click();
  await expect(dialog).toContainText('Only you read it until you submit it');
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Scorecard: Dele Akinwande' })).toBeVisible();
}

/** Says how it went and what shows it, and what one would do. */
async function judge(page, level, evidence, what) {
  const one = page.getByRole('region', { name: 'Debugging', exact: true });
  await one.getByRole('combobox', { name: 'Level' }).selectOption(level);
  await one.getByRole('textbox', { name: 'Evidence' }).fill(evidence);
  const all = page.getByRole('region', { name: 'All in all' });
  await all.getByRole('combobox', { name: 'Recommendation' }).selectOption(what);
  await all.getByRole('textbox', { name: 'Why' }).fill(`${what}, after an hour with them.`);
  await all.getByRole('textbox', { name: 'Why' }).press('Tab');
  await saved(page);
}

const submitting = (page) => page.getByRole('region', { name: 'Hidden until you submit' });

/** Opens the debrief, by way of the card. */
async function debrief(page) {
  await page.getByRole('banner').or(page.getByRole('main')).getByRole('link', { name: 'Debrief' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Debrief: Dele Akinwande' })).toBeVisible();
}

test('two managers fill scorecards apart; neither sees the other’s until both are in', async ({ launch, server }) => {
  const [maren, ana] = [await withoutDirect(await launch()), await withoutDirect(await launch())];
  const page = await openSample(maren);
  await startSharing(page, 'Maren');
  const hers = await becomeMember(page, ana, 'Ana');
  await ready(hers);
  await maren.readyForOffline();
  await ana.readyForOffline();
  await openDele(page);
  await openDele(hers);

  // Without a network each writes a card and submits it.
  await maren.goOffline();
  await ana.context.setOffline(true);
  await begin(page, 'Maren Osei');
  await submitting(page).getByRole('button', { name: 'Submit' }).click();
  await expect(submitting(page).getByRole('alert')).toContainText('Debugging: choose how it went');
  await expectAccessible(page);
  await judge(page, 'Above', MAREN, 'Strong yes');
  await begin(hers, 'Ana Lindqvist');
  await judge(hers, 'Below', ANA, 'No');
  for (const one of [page, hers]) {
    await submitting(one).getByRole('button', { name: 'Submit' }).click();
    await expect(submitting(one)).toContainText('Nobody else has submitted yet');
    await saved(one);
  }
  const nowhere = async () => {
    expect(await allStored(hers)).not.toContain('Sturdy quokka');
    expect(await allStored(page)).not.toContain('Nimble wombat');
    expect(await filesWith(server.data, ['Sturdy quokka', 'Nimble wombat'])).toEqual([]);
  };
  await nowhere();

  // Maren comes back alone: what she has submitted is at the relay, and Ana’s is still nowhere but with her.
  await maren.goOnline();
  await keptAtRelay(page);
  await nowhere();

  // Ana comes back: both open by themselves.
  await ana.context.setOffline(false);
  await expect(submitting(hers)).toContainText('Read by Maren', { timeout: 60_000 });
  await openDele(page);
  await expect(cards(page).getByRole('link', { name: 'Debugging together: Ana Lindqvist' })).toBeVisible({ timeout: 60_000 });
  await cards(page).getByRole('link', { name: 'Debrief' }).click();
  await debrief(hers);
  for (const one of [page, hers]) {
    const debugging = one.getByRole('region', { name: 'Debugging', exact: true });
    await expect(debugging).toContainText('conflict', { timeout: 60_000 });
    await expect(debugging).toContainText(MAREN);
    await expect(debugging).toContainText(ANA);
    await expect(one.getByRole('region', { name: 'What each would do' })).toContainText('It is what was submitted.', { timeout: 30_000 });
    await expectAccessible(one);
  }
  expect(await filesWith(server.data, ['Sturdy quokka', 'Nimble wombat']), 'the relay still reads nothing').toEqual([]);

  // What is decided rests on what was found.
  await page.getByRole('button', { name: 'Decide' }).click();
  const dialog = page.getByRole('dialog', { name: 'Decide' });
  await dialog.getByRole('radio', { name: 'No offer' }).check();
  await dialog.getByRole('textbox', { name: 'Reason', exact: true }).fill('Guesses where the role has to find');
  await dialog.getByRole('combobox', { name: 'Rests on' }).selectOption({ index: 1 });
  await dialog.getByRole('button', { name: 'Record it' }).click();
  await expect(dialog).toBeHidden();
  const decision = hers.getByRole('region', { name: 'Decision' });
  await expect(decision).toContainText('Guesses where the role has to find', { timeout: 30_000 });
  await expect(decision).toContainText('Rests on');

  // A card that is changed afterwards is shown as such, to everybody.
  await page.getByRole('region', { name: 'Debugging', exact: true }).getByRole('link', { name: 'Maren Osei' }).click();
  const evidence = page.getByRole('region', { name: 'Debugging', exact: true }).getByRole('textbox', { name: 'Evidence' });
  await evidence.fill('I meant something else');
  await evidence.press('Tab');
  await expect(submitting(page)).toContainText('It was changed after it was submitted', { timeout: 30_000 });
  const would = hers.getByRole('region', { name: 'What each would do' });
  await expect(would).toContainText('It was changed after it was submitted', { timeout: 60_000 });
});

test('who decides and did not interview reads the cards, and that is said to everybody', async ({ launch }) => {
  const [maren, ana] = [await launch(), await launch()];
  const page = await openSample(maren);
  await startSharing(page, 'Maren');
  const hers = await becomeMember(page, ana, 'Ana');
  await ready(hers);
  await openDele(page);
  await begin(page, 'Maren Osei');
  await judge(page, 'Above', MAREN, 'Strong yes');
  await submitting(page).getByRole('button', { name: 'Submit' }).click();
  await expect(submitting(page)).toContainText('Nobody else has submitted yet');

  await openDele(hers);
  await expect(cards(hers)).toContainText('submitted, opens when yours is', { timeout: 30_000 });
  await cards(hers).getByRole('link', { name: 'Debrief' }).click();
  await expect(hers.getByRole('note').filter({ hasText: 'One more card is in, and opens when your own is.' })).toBeVisible();
  expect(await allStored(hers)).not.toContain('Sturdy quokka');
  await expectAccessible(hers);
  await hers.getByRole('button', { name: 'Read without a card of my own' }).click();
  const dialog = hers.getByRole('dialog', { name: 'Read without a card' });
  await dialog.getByRole('button', { name: 'Read them' }).click();
  await expect(dialog).toContainText('Say why');
  await dialog.getByRole('textbox', { name: 'Why' }).fill('I decide and did not interview');
  await dialog.getByRole('button', { name: 'Read them' }).click();
  await expect(hers.getByRole('region', { name: 'Debugging', exact: true })).toContainText(MAREN, { timeout: 60_000 });
  await expect(submitting(page)).toContainText('Read by Ana', { timeout: 30_000 });
});

test('a debrief alone: conflict first, what nobody tested, and that nothing has to be hidden', async ({ device }) => {
  const page = await openSample(device);
  await goTo(page, 'Hiring');
  await page.getByRole('link', { name: 'Quality Engineer, Checkout' }).first().click();
  await page.getByRole('region', { name: 'Candidates by stage' }).getByRole('link', { name: 'Bojana Petrović' }).click();
  await expectAccessible(page);
  await cards(page).getByRole('link', { name: 'Debrief' }).click();
  await expect(page.getByText('4 of 5 would hire.')).toBeVisible();
  const lines = page.getByRole('main').getByRole('heading', { level: 2 });
  await expect(lines.nth(0)).toContainText('Debugging');
  await expect(lines.nth(1)).toContainText('Coaching');
  await expect(page.getByRole('region', { name: 'Coaching', exact: true })).toContainText('untested');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Candidate' }).click();
  await cards(page).getByRole('button', { name: 'Write a scorecard' }).click();
  await expect(page.getByRole('dialog')).toContainText('Nobody else is in this workspace');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await cards(page).getByRole('link', { name: 'System design: Tomasz Wróbel' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Scorecard: Bojana Petrović' })).toBeVisible();
  await page.getByText('What each step means').first().click();
  await page.getByRole('button', { name: 'Write them for this role' }).first().click();
  await expect(page.getByRole('link', { name: 'Change these words' })).toBeVisible();
  await expectAccessible(page);

  // The panel: counts, by name.
  await goTo(page, 'Panel');
  await expect(page.getByRole('grid', { name: 'Interviewers beside co-panellists' })).toContainText('0.5 steps above, over 5 candidates');
  await expect(page.getByRole('region', { name: 'Loops that differed' })).toContainText('A morning of triage: not with Amina Sesay.');
  await page.getByRole('button', { name: 'Log a calibration' }).click();
  const log = page.getByRole('dialog', { name: 'Log a calibration' });
  await log.getByRole('textbox', { name: 'What was compared' }).fill('What strong debugging is');
  await log.getByRole('button', { name: 'Log it' }).click();
  await expect(page.getByRole('region', { name: /^Calibrations/ })).toContainText('What strong debugging is');
  await expectAccessible(page);
});
