// Every dialog of sharing by keyboard alone, without a barrier, on a wide and on a narrow screen, in both themes.
import { walkThrough } from './dialogs.mjs';
import { expect, expectAccessible, test } from './fixtures.mjs';
import { anaAndBen, askToJoin, invite, meeting, openLink, openSharing, showCode } from './sharing.mjs';
import { ready } from './steps.mjs';

test.describe.configure({ timeout: 300_000 });

/** Where each dialog is opened, by which button, and how it is called. */
const DIALOGS = [
  ['/sharing', 'Invite', 'Invite by link'],
  ['/sharing', 'Change your name', 'Your name'],
  ['/sharing', /^Rename Chrome/, 'Rename the device'],
  ['/sharing', 'Take Ben out', 'Take Ben out?'],
  ['/sharing', 'Change the relay', 'Change the relay'],
  ['/sharing', 'New circle', 'New circle'],
  ['/sharing', 'Change Calibration', 'Change the circle'],
  ['/sharing', 'Leave Calibration', 'Leave Calibration?'],
  ['/sharing', 'Scan a code', 'Scan the code of the other device'],
  ['/sharing', 'Leave this workspace…', 'Leave this workspace?'],
  ['/workspaces', 'New workspace', 'New workspace'],
  ['/workspaces', 'Rename My workspace', 'Rename the workspace'],
  ['/workspaces', 'Remove My workspace', 'Remove My workspace from this browser?'],
  ['/data', 'Make a backup', 'Encrypt the backup'],
  ['/notes', 'Who can read it', /^Who can read/],
  ['/settings', 'Lock this workspace…', 'Lock this workspace'],
];

/** Makes a circle of the two. */
async function makeCircle(page, name) {
  await openSharing(page);
  await page.getByRole('button', { name: 'New circle' }).click();
  const dialog = page.getByRole('dialog', { name: 'New circle' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('checkbox', { name: 'Ben' }).check();
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByRole('button', { name: `Change ${name}` })).toBeVisible({ timeout: 30_000 });
}

for (const width of [1440, 390]) {
  test(`each dialog is opened, walked and closed by keyboard, and has no barrier, ${width} wide`, async ({ launch }) => {
    const { ana } = await anaAndBen(launch);
    const { page } = ana;
    await makeCircle(page, 'Calibration');
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Note' }).fill('Ask about the salary');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.setViewportSize({ width, height: 900 });
    let here;
    for (const [route, button, title] of DIALOGS) {
      if (route !== here) {
        await ana.open(route);
        await ready(page);
        if (route === '/notes') await page.getByRole('main').getByRole('link', { name: 'Ask about the salary' }).click();
        here = route;
      }
      const opener = page.getByRole('button', { name: button, exact: true });
      await walkThrough(opener, title);
    }
  });

  test(`what sharing shows on the way in has no barrier, ${width} wide`, async ({ launch }) => {
    const { ana, ben } = await anaAndBen(launch);
    const cleo = await launch();
    const link = await invite(ana.page, 'A manager', 'Harbour');
    await invite(ana.page, 'A device of mine');
    const joining = await openLink(cleo, link);
    for (const page of [ana.page, joining]) await page.setViewportSize({ width, height: 900 });
    const fine = async (page) => {
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    };
    // Invitations with their codes; the invitation; the words on both sides.
    await fine(ana.page);
    await fine(joining);
    await askToJoin(joining, 'Cleo Ahn, who has a long name');
    await fine(joining);
    await expect(ana.page.getByRole('group', { name: /Cleo/ })).toBeVisible({ timeout: 30_000 });
    await fine(ana.page);

    // Where edits are, opened from the top bar; the key on its sheet; the code for a device that is near.
    await ana.page.getByRole('banner').getByRole('button', { name: /Saved on this disk/ }).click();
    const places = ana.page.getByRole('dialog', { name: 'Where what you wrote is' });
    await expect(places).toBeVisible();
    await fine(ana.page);
    await ana.page.keyboard.press('Escape');
    await ana.page.getByRole('button', { name: 'Make a recovery key' }).click();
    await expect(ana.page.getByRole('list', { name: 'The recovery key' }).getByRole('listitem')).toHaveCount(12, { timeout: 30_000 });
    await fine(ana.page);
    await ana.page.setViewportSize({ width: 1440, height: 900 });
    await showCode(ana.page);
    await ana.page.setViewportSize({ width, height: 900 });
    await fine(ana.page);
    await meeting(ana.page).getByRole('button', { name: 'Cancel' }).click();

    // Ben is taken out: the report here, what is left there.
    await ana.page.getByRole('button', { name: 'Take Ben out' }).click();
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
    await expect(ana.page.getByText('Ben is out.')).toBeVisible({ timeout: 30_000 });
    await fine(ana.page);
    await ben.page.setViewportSize({ width, height: 900 });
    await expect(ben.page.getByRole('main')).toContainText('took this device out', { timeout: 30_000 });
    await fine(ben.page);
  });
}
