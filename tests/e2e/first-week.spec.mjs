// The main path: from nothing to the first 1:1, held, with what was agreed.
import { expect, test } from './fixtures.mjs';
import { addPerson, choose, goTo, openPerson, openView, ready, saved, sayWhoIAm } from './steps.mjs';

test('from an empty workspace to a 1:1 that was prepared, held and remembered', async ({ device }) => {
  test.setTimeout(120_000);
  const page = await device.open('/');
  const title = page.getByRole('heading', { level: 1 });
  const region = (name) => page.getByRole('region', { name });

  // Who is here.
  await sayWhoIAm(page, 'Mara Lindqvist');
  await page.getByRole('link', { name: 'Add by hand' }).click();
  await addPerson(page, 'Ana Silva');
  await addPerson(page, 'Jonas Weber');
  await expect(page.getByRole('grid', { name: 'People' }).getByRole('link')).toHaveText([
    'Ana Silva',
    'Jonas Weber',
    'Mara Lindqvist',
  ]);
  for (const name of ['Ana Silva', 'Jonas Weber']) {
    await openPerson(page, name);
    const details = await openView(page, 'Details');
    await choose(page, details.getByRole('combobox', { name: 'Manager' }), 'mara', 'Mara Lindqvist');
  }
  await goTo(page, 'Monday');
  await expect(region(/^Your people/).getByRole('link')).toHaveText([/Ana Silva/, /Jonas Weber/]);

  // A 1:1 every week, from today on.
  await goTo(page, '1:1s');
  await page.getByRole('button', { name: 'Plan with Ana Silva' }).click();
  const plan = page.getByRole('dialog', { name: 'Plan 1:1s' });
  await expect(plan.getByRole('combobox', { name: 'With' })).toHaveValue('Ana Silva');
  await plan.getByLabel('Rhythm').selectOption('Every week');
  await plan.getByRole('button', { name: 'Plan 1:1s' }).click();
  await expect(plan).toBeHidden();
  const series = page.getByRole('grid', { name: '1:1 series' }).getByRole('row').filter({ hasText: 'Ana Silva' });
  await expect(series).toContainText('today');

  // Monday has it as a card that leads to the talk.
  await goTo(page, 'Monday');
  const today = region(/^Today/);
  await today.getByRole('button', { name: 'Ana Silva' }).click();
  await today.getByRole('link', { name: 'Open the talk' }).click();
  await expect(title).toHaveText('1:1 with Ana Silva');

  // The talk.
  await page.getByRole('button', { name: "Start today's talk" }).click();
  const talk = region(/^Talk of/);
  await talk.getByRole('textbox', { name: 'Notes' }).fill('The harbour survey is late. She wants to lead the next one.');
  await page.getByRole('textbox', { name: 'New topic' }).fill('Plans for spring');
  await page.getByRole('textbox', { name: 'New topic' }).press('Enter');
  const topics = page.getByRole('list', { name: 'Open topics' });
  await expect(topics.getByRole('checkbox', { name: 'Plans for spring' })).toBeVisible();
  await page.getByRole('textbox', { name: 'New action' }).fill('Ask Jonas for the tide tables');
  await page.getByRole('button', { name: 'Agree' }).click();
  const agreed = page.getByRole('list', { name: 'Open actions' });
  await expect(agreed.getByRole('checkbox', { name: 'Ask Jonas for the tide tables' })).toBeVisible();
  await expect(agreed).toContainText('mine');
  await talk.getByRole('button', { name: 'Add a private note' }).click();
  await talk.getByRole('textbox', { name: 'Text' }).fill('Tired today; ask again on Thursday.');
  await page.getByRole('button', { name: 'Close as held' }).click();
  await expect(region(/^Talk of .* held$/)).toBeVisible();
  await saved(page);

  // It stands everywhere, now and when all is opened anew.
  const everywhere = async () => {
    await expect(talk.getByRole('textbox', { name: 'Notes' })).toHaveValue(
      'The harbour survey is late. She wants to lead the next one.',
    );
    await expect(talk.getByRole('textbox', { name: 'Text' })).toHaveValue('Tired today; ask again on Thursday.');
    await expect(topics.getByRole('checkbox', { name: 'Plans for spring' })).toBeVisible();
    await goTo(page, '1:1s');
    await expect(series).not.toContainText('today');
    await expect(series.getByRole('gridcell').nth(2)).not.toBeEmpty();
    await expect(page.getByRole('button', { name: 'Plan with Jonas Weber' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Plan with Ana Silva' })).toBeHidden();
    await goTo(page, 'Monday');
    await expect(region(/^Today/)).toContainText('The next is with Ana Silva');
    await expect(page.getByRole('main')).toContainText('Ask Jonas for the tide tables');
    await goTo(page, '1:1s');
    await series.getByRole('link', { name: 'Ana Silva' }).click();
    await expect(title).toHaveText('1:1 with Ana Silva');
  };
  await everywhere();
  await page.reload();
  await ready(page);
  await everywhere();
});
