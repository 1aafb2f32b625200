// Several tabs of one workspace: all show the same, and any of them may go at any moment.
import { expect, test } from './fixtures.mjs';
import { addAndOpen, addPerson, ready, saved } from './steps.mjs';

const people = (page) => page.getByRole('grid', { name: 'People' }).getByRole('link');
const named = (count) => Array.from({ length: count }, (_, place) => `Pilot ${String(place + 1).padStart(2, '0')}`);

/** Opens the list of people in a first tab, which leads, and a second. */
async function twoTabs(device) {
  const first = await device.open('/people');
  await ready(first);
  const second = await device.openTab('/people');
  await ready(second);
  return [first, second];
}

test('two tabs show the same, both ways, while one types in either', async ({ device }) => {
  const [first, second] = await twoTabs(device);
  await addPerson(first, 'Ana Silva');
  await expect(people(second)).toHaveText(['Ana Silva']);
  await addPerson(second, 'Jonas Weber');
  await expect(people(first)).toHaveText(['Ana Silva', 'Jonas Weber']);

  await people(first).first().click();
  await people(second).first().click();
  const notes = (page) => page.getByRole('textbox', { name: 'Notes' });
  await notes(first).pressSequentially('From the first. ');
  await expect(notes(second)).toHaveValue('From the first. ');
  await notes(second).press('Control+End');
  await notes(second).pressSequentially('From the second.');
  await expect(notes(first)).toHaveValue('From the first. From the second.');
  await saved(first);
  await saved(second);
});

test('when the first tab is closed the second goes on writing', async ({ device }) => {
  const [first, second] = await twoTabs(device);
  await addPerson(first, 'Ana Silva');
  await expect(people(second)).toHaveText(['Ana Silva']);
  await first.close();
  await addPerson(second, 'Jonas Weber');
  await expect(people(second)).toHaveText(['Ana Silva', 'Jonas Weber']);
  await saved(second);
  const third = await device.openTab('/people');
  await expect(people(third)).toHaveText(['Ana Silva', 'Jonas Weber']);
  await ready(third);
  await addPerson(third, 'Mara Lindqvist');
  await expect(people(second)).toHaveText(['Ana Silva', 'Jonas Weber', 'Mara Lindqvist']);
});

test('when the first tab crashes amid edits of both, nothing is lost or doubled', async ({ device }) => {
  test.setTimeout(120_000);
  const [first, second] = await twoTabs(device);
  const names = named(8);
  for (const name of names.slice(0, 2)) await addPerson(first, name);
  await expect(people(second)).toHaveText(names.slice(0, 2));
  // Written by the second through the first, which dies meanwhile.
  for (const name of names.slice(2, 5)) await addPerson(second, name);
  await device.crash(first);
  for (const name of names.slice(5)) await addPerson(second, name);
  await expect(people(second)).toHaveText(names);
  await saved(second);
  await second.reload();
  await ready(second);
  await expect(people(second)).toHaveText(names);
  await addPerson(second, 'Zoe Adler');
  await saved(second);
});

test('typing goes on in the second tab while the first crashes', async ({ device }) => {
  test.setTimeout(120_000);
  const first = await device.open('/');
  await addAndOpen(first, 'Ana Silva');
  await saved(first);
  const second = await device.openTab(new URL(first.url()).pathname);
  await ready(second);
  const notes = second.getByRole('textbox', { name: 'Notes' });
  await notes.pressSequentially('Before the crash, ');
  await device.crash(first);
  await notes.pressSequentially('and after it.');
  await expect(notes).toHaveValue('Before the crash, and after it.');
  await notes.press('Control+Enter');
  await saved(second);
  await second.reload();
  await ready(second);
  await expect(notes).toHaveValue('Before the crash, and after it.');
});

test('the first tab is loaded anew again and again while the second writes', async ({ device }) => {
  test.setTimeout(120_000);
  const [first, second] = await twoTabs(device);
  const names = named(9);
  const write = async () => {
    for (const name of names) await addPerson(second, name);
  };
  const reload = async () => {
    for (let round = 0; round < 3; round += 1) {
      await first.reload();
      await expect(first.getByRole('heading', { level: 1 })).toHaveText('People');
    }
  };
  await Promise.all([write(), reload()]);
  for (const page of [first, second]) await expect(people(page)).toHaveText(names, { timeout: 20_000 });
  await saved(first);
  await saved(second);
  await Promise.all([first.reload(), second.reload()]);
  for (const page of [first, second]) {
    await ready(page);
    await expect(people(page)).toHaveText(names);
  }
});

test('what was being typed in the tab that crashed is put back in the other', async ({ device }) => {
  const first = await device.open('/');
  await addAndOpen(first, 'Ana Silva');
  await saved(first);
  const second = await device.openTab(new URL(first.url()).pathname);
  await ready(second);
  await first.bringToFront();
  await first.getByRole('textbox', { name: 'Notes' }).focus();
  await first.keyboard.type('Typed without a pause until the tab went');
  await device.crash(first);
  // At most the last second is lost, and that is less than all of it.
  await expect(second.getByRole('textbox', { name: 'Notes' })).toHaveValue(/^Typed/, { timeout: 20_000 });
});

test('two type in one text at the same time, and every letter of both stays', async ({ device }) => {
  const first = await device.open('/');
  await addAndOpen(first, 'Ana Silva');
  await saved(first);
  const second = await device.openTab(new URL(first.url()).pathname);
  await ready(second);
  const notes = (page) => page.getByRole('textbox', { name: 'Notes' });
  await notes(first).fill('the middle');
  await notes(first).press('Control+Enter');
  await expect(notes(second)).toHaveValue('the middle');
  const before = async () => {
    await notes(first).press('Control+Home');
    await notes(first).pressSequentially('The beginning comes before, ', { delay: 40 });
  };
  const after = async () => {
    await notes(second).press('Control+End');
    await notes(second).pressSequentially(', and the end comes after.', { delay: 40 });
  };
  await Promise.all([before(), after()]);
  for (const page of [first, second]) {
    await expect(notes(page)).toHaveValue('The beginning comes before, the middle, and the end comes after.');
  }
});

test('a record deleted in one tab while the other types in it comes back with all that was typed', async ({ device }) => {
  const first = await device.open('/');
  await addAndOpen(first, 'Ana Silva');
  await saved(first);
  const id = first.url().split('/').pop();
  const second = await device.openTab(`/people/${id}`);
  await device.open(`/record/${id}`, first);
  await ready(second);
  const notes = second.getByRole('textbox', { name: 'Notes' });
  await notes.pressSequentially('On the bridge since spring');
  await first.getByRole('button', { name: 'Delete' }).click();
  await first.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(second.getByRole('heading', { level: 1 })).toHaveText('Not here');
  await expect(first.getByRole('heading', { level: 1 })).toHaveText('Monday');
  await first.keyboard.press('Control+z');
  await expect(second.getByRole('heading', { level: 1 })).toHaveText('Ana Silva');
  await expect(notes).toHaveValue('On the bridge since spring');
});
