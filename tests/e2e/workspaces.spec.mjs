// Several workspaces in one browser: each its own records, switched from the navigation, removed when asked.
import { expect, test } from './fixtures.mjs';
import { addPerson, ready, saved } from './steps.mjs';

/** Begins a workspace and waits until it is open. */
async function begin(page, name) {
  await page.getByRole('button', { name: 'New workspace' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Begin it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Monday');
  await expect(page.getByRole('navigation').getByRole('button', { name })).toBeVisible();
  await ready(page);
}

/** Adds somebody to the workspace that is open. */
async function add(device, name) {
  const page = await device.open('/people');
  await ready(page);
  await addPerson(page, name);
  await saved(page);
}

test('two workspaces keep their people apart, and one is removed without the other', async ({ device }) => {
  await add(device, 'Ana Lindqvist');
  const page = await device.open('/workspaces');
  await begin(page, 'Platform');
  await add(device, 'Bob Okafor');
  await expect(page.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Ana Lindqvist' })).toHaveCount(0);

  // Back by the menu at the head of the navigation.
  await page.getByRole('navigation').getByRole('button', { name: 'Platform' }).click();
  await page.getByRole('menuitem', { name: 'My workspace' }).click();
  await expect(page.getByRole('navigation').getByRole('button', { name: 'My workspace' })).toBeVisible();
  await device.open('/people');
  const people = page.getByRole('grid', { name: 'People' });
  await expect(people.getByRole('link', { name: 'Ana Lindqvist' })).toBeVisible();
  await expect(people.getByRole('link', { name: 'Bob Okafor' })).toHaveCount(0);

  await device.open('/workspaces');
  await page.getByRole('button', { name: 'Remove Platform' }).click();
  await expect(page.getByRole('button', { name: 'Remove it' })).toBeDisabled();
  await page.getByRole('textbox', { name: 'Type “remove” to agree' }).fill('remove');
  await page.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByRole('main').getByText('Platform', { exact: true })).toHaveCount(0);
  const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(left).toEqual(['pilothouse']);
});

test('a workspace can be opened from the palette and called otherwise', async ({ device }) => {
  const page = await device.open('/workspaces');
  await begin(page, 'Platform');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('switch to my');
  await page.getByRole('option', { name: /Switch to My workspace/ }).click();
  await expect(page.getByRole('navigation').getByRole('button', { name: 'My workspace' })).toBeVisible();
  await device.open('/workspaces');
  await page.getByRole('button', { name: 'Rename My workspace' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('At home');
  await page.getByRole('button', { name: 'Rename it' }).click();
  await expect(page.getByRole('navigation').getByRole('button', { name: 'At home' })).toBeVisible();
});

test('workspaces are found again when the browser has thrown away what it remembers of them', async ({ device }) => {
  const page = await device.open('/workspaces');
  await begin(page, 'Platform');
  await add(device, 'Bob Okafor');
  await page.evaluate(() => localStorage.clear());
  await device.open('/workspaces');
  const found = page.getByRole('main').getByRole('listitem').filter({ hasText: `Workspace of ` });
  await expect(found).toContainText(String(new Date().getFullYear()));
  await found.getByRole('button', { name: 'Open' }).click();
  await ready(page);
  await device.open('/people');
  await expect(page.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Bob Okafor' })).toBeVisible();
});
