// Two people at the same record at the same time: who is there, and both write in one text.
import { expect, expectAccessible, test } from './fixtures.mjs';
import { anaAndBen } from './sharing.mjs';
import { goTo, openPerson } from './steps.mjs';

test.describe.configure({ timeout: 150_000 });

const notes = (page) => page.getByRole('textbox', { name: 'Notes' });

/** Both open the page of the same person. */
async function bothAtIngrid(launch) {
  const { ana, ben } = await anaAndBen(launch);
  for (const page of [ana.page, ben.page]) {
    await goTo(page, 'People');
    await openPerson(page, 'Ingrid Solheim');
  }
  return { ana, ben };
}

/** What stands before the caret in the notes of a page. */
const beforeCaret = (page) => notes(page).evaluate((area) => area.value.slice(0, area.selectionStart));

/** What stands before the caret of somebody else, as a page draws it. */
async function beforeCaretOf(page, name) {
  const layer = page.locator('.other-caret').filter({ has: page.locator('.caret-name', { hasText: name }) });
  return layer.evaluate((drawn) => {
    let text = '';
    for (const node of drawn.childNodes) {
      if (node.classList?.contains('caret-mark')) return text;
      text += node.textContent;
    }
    return undefined;
  });
}

test('two type in the same note, in turn and at the same time, and see each other’s carets', async ({ launch }) => {
  const { ana, ben } = await bothAtIngrid(launch);
  await notes(ana.page).pressSequentially('Alpha. Omega.');
  await expect(notes(ben.page)).toHaveValue('Alpha. Omega.');
  await expect(ben.page.getByRole('status').filter({ hasText: 'Ana writes here too.' })).toBeAttached();
  await expect.poll(() => beforeCaretOf(ben.page, 'Ana')).toBe('Alpha. Omega.');

  // In turn: Ana waits in the middle, Ben writes before her, with letters that are more than one to the computer.
  await notes(ana.page).press('Control+Home');
  for (let step = 0; step < 'Alpha.'.length; step += 1) await notes(ana.page).press('ArrowRight');
  await expect.poll(() => beforeCaretOf(ben.page, 'Ana')).toBe('Alpha.');
  await notes(ben.page).press('Control+Home');
  await notes(ben.page).pressSequentially('🙂 e\u0301te\u0301 👩‍🚀. ');
  await expect(notes(ana.page)).toHaveValue('🙂 e\u0301te\u0301 👩‍🚀. Alpha. Omega.');
  expect(await beforeCaret(ana.page)).toBe('🙂 e\u0301te\u0301 👩‍🚀. Alpha.');
  await expect.poll(() => beforeCaretOf(ana.page, 'Ben')).toBe('🙂 e\u0301te\u0301 👩‍🚀. ');
  await expect.poll(() => beforeCaretOf(ben.page, 'Ana')).toBe('🙂 e\u0301te\u0301 👩‍🚀. Alpha.');
  await notes(ana.page).pressSequentially(' Beta.');
  await expect(notes(ben.page)).toHaveValue('🙂 e\u0301te\u0301 👩‍🚀. Alpha. Beta. Omega.');

  // At the same time, at two places.
  await notes(ben.page).press('Control+End');
  const left = ' One two three four five six seven eight.';
  const right = ' Nine ten eleven twelve thirteen fourteen.';
  await Promise.all([
    notes(ana.page).pressSequentially(left, { delay: 60 }),
    notes(ben.page).pressSequentially(right, { delay: 60 }),
  ]);
  const all = `🙂 e\u0301te\u0301 👩‍🚀. Alpha. Beta.${left} Omega.${right}`;
  for (const page of [ana.page, ben.page]) await expect(notes(page)).toHaveValue(all);
  expect(all.startsWith(await beforeCaret(ana.page))).toBe(true);
  expect(await beforeCaret(ana.page)).toMatch(/eight\.$/);
  expect(await beforeCaret(ben.page)).toBe(all);
  await expect.poll(() => beforeCaretOf(ben.page, 'Ana')).toMatch(/eight\.$/);
  await expect.poll(() => beforeCaretOf(ana.page, 'Ben')).toBe(all);
  await expectAccessible(ana.page);

  // At the same time, at the same place: nothing is lost, and both have the same.
  await notes(ana.page).press('Control+End');
  await Promise.all([
    notes(ana.page).pressSequentially('aaaaaaaaaaaaaaaaaaaaaaaa', { delay: 50 }),
    notes(ben.page).pressSequentially('bbbbbbbbbbbbbbbbbbbbbbbb', { delay: 50 }),
  ]);
  const count = async (page) => {
    const end = (await notes(page).inputValue()).slice(all.length);
    return [end.replaceAll('b', '').length, end.replaceAll('a', '').length];
  };
  await expect.poll(() => count(ana.page)).toEqual([24, 24]);
  await expect.poll(async () => (await notes(ben.page).inputValue()) === (await notes(ana.page).inputValue())).toBe(true);

  // Whoever leaves the field takes the caret along.
  await notes(ana.page).blur();
  await expect(ben.page.locator('.other-caret')).toHaveCount(0);
});

test('a word that is being put together is not disturbed by what others write', async ({ launch }) => {
  const { ana, ben } = await bothAtIngrid(launch);
  await notes(ana.page).pressSequentially('ab');
  await expect(notes(ben.page)).toHaveValue('ab');
  await notes(ana.page).press('ArrowLeft');
  const keyboard = await ana.page.context().newCDPSession(ana.page);
  await keyboard.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await expect(notes(ana.page)).toHaveValue('aにほb');
  await notes(ben.page).press('Control+Home');
  await notes(ben.page).pressSequentially('Ben: ');
  await expect(ben.page.getByRole('banner').getByText('Saved')).toBeVisible();
  await expect.poll(() => beforeCaretOf(ana.page, 'Ben')).toBeDefined();
  await keyboard.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await keyboard.send('Input.insertText', { text: '日本' });
  await expect(notes(ana.page)).toHaveValue('Ben: a日本b');
  expect(await beforeCaret(ana.page)).toBe('Ben: a日本');
  await expect(notes(ben.page)).toHaveValue('Ben: a日本b');
});

test('every page of a record says who is there, and the top bar who is here at all', async ({ launch }) => {
  const { ana, ben } = await bothAtIngrid(launch);
  const here = (page) => page.getByRole('banner').getByRole('list', { name: 'Also here' });
  await expect(ana.page.getByText('Ben is here')).toBeVisible();
  await expect(here(ben.page).getByRole('link', { name: 'Ana: Ingrid Solheim' })).toBeVisible();

  // The page of the 1:1s is about the same person.
  await ben.page.getByRole('main').getByRole('link', { name: '1:1', exact: true }).click();
  await expect(ben.page.getByRole('heading', { level: 1, name: '1:1 with Ingrid Solheim' })).toBeVisible();
  await expect(ben.page.getByText('Ana is here')).toBeVisible();
  await expect(ana.page.getByText('Ben is here')).toBeVisible();

  // Who goes elsewhere is there no more, and still here.
  await goTo(ben.page, 'People');
  await expect(ana.page.getByText('Ben is here')).toBeHidden();
  await expect(here(ana.page).getByRole('link', { name: 'Ben: here' })).toBeVisible();
  await expectAccessible(ana.page);

  await ben.close();
  await expect(here(ana.page)).toBeHidden({ timeout: 20_000 });
});
