// Asking a peer what they have seen: asked, answered, and seen by nobody else.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { choose, goTo, openSample, saved } from './steps.mjs';

test('a peer is asked about somebody, and what they answer becomes what a peer saw', async ({ device }) => {
  const page = await openSample(device);
  await goTo(page, 'People');
  await page.getByRole('main').getByRole('link', { name: 'Kofi Mensah-Boateng' }).first().click();
  const asked = page.getByRole('region', { name: /^Asked of peers/ });
  await expect(asked).toContainText('Who works beside somebody sees what you do not.');

  await asked.getByRole('button', { name: 'Ask a peer' }).click();
  const ask = page.getByRole('dialog', { name: 'Ask a peer' });
  await ask.getByRole('button', { name: 'Keep it' }).click();
  await expect(ask.getByText('Choose somebody else than the person it is about.')).toBeVisible();
  await choose(page, ask.getByRole('combobox', { name: 'Who' }), 'yui', 'Yui Nakagawa');
  await ask.getByRole('combobox', { name: 'Begin with' }).selectOption({ index: 1 });
  await expect(ask.getByRole('textbox', { name: 'What you ask' })).toHaveValue(/^When did you last see Kofi at their best/);
  await expectAccessible(page);
  await ask.getByRole('button', { name: 'Keep it' }).click();
  const line = asked.getByRole('listitem').filter({ hasText: 'Yui Nakagawa' });
  await expect(line).toContainText('by ');

  await line.getByRole('button', { name: 'Note the answer' }).click();
  const note = page.getByRole('dialog', { name: 'Note what they answered' });
  await note.getByRole('textbox', { name: 'What they said' }).fill('Stayed with the flaky test until it told its secret');
  await note.getByRole('button', { name: 'Keep it' }).click();
  await expect(line).toContainText('answered');
  await expect(page.getByRole('region', { name: /^Observations/ })).toContainText('Stayed with the flaky test');
  await saved(page);
  await expectAccessible(page);
  await line.getByRole('link').click();
  await expect(page.getByRole('combobox', { name: 'Source' })).toHaveValue(/peer/);

  // Whoever nobody was asked about, or answered about, for half a year.
  await goTo(page, 'Observations');
  const without = page.getByRole('region', { name: /^Nothing from a peer for long/ });
  await expect(without.getByRole('listitem').first()).toBeVisible();
  await expect(without).not.toContainText('Kofi');
});
