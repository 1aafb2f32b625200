// QR codes: a link shown on one screen is read by the camera of another, or from a picture.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, expectAccessible, test } from './fixtures.mjs';
import { invite, startSharing } from './sharing.mjs';

test.describe.configure({ timeout: 120_000 });

const CODE = 'The link as a QR code';

/** Shares a workspace and invites a further device: the link, and its code on the screen. */
async function inviteOwn(device) {
  const page = await device.open('/');
  await startSharing(page, 'Ann');
  const link = await invite(page, 'A device of mine');
  const code = page.getByRole('img', { name: CODE });
  await expect(code).toBeVisible();
  return { page, link, code };
}

/** A still film of a code, as a camera of 640 × 480 has it: YUV4MPEG2, grey. */
async function film(code) {
  const [width, height] = [640, 480];
  const side = Number(await code.getAttribute('width'));
  const scale = Math.floor(height / side);
  const grey = Buffer.alloc(width * height, 200);
  const [left, top] = [(width - side * scale) >> 1, (height - side * scale) >> 1];
  for (const [, x, y, run] of (await code.locator('path').getAttribute('d')).matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let row = 0; row < scale; row += 1) {
      const start = (top + Number(y) * scale + row) * width + left + Number(x) * scale;
      grey.fill(30, start, start + Number(run) * scale);
    }
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), grey, Buffer.alloc((width * height) / 2, 128)]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]);
}

test('a further device reads the link with its camera, which is off afterwards', async ({ launch }) => {
  const { page: ann, link, code } = await inviteOwn(await launch());
  await expectAccessible(ann);
  const folder = await mkdtemp(join(tmpdir(), 'pilothouse-film-'));
  const file = join(folder, 'code.y4m');
  await writeFile(file, await film(code));

  const telephone = await launch({
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ],
  });
  const requests = [];
  telephone.context.on('request', (request) => requests.push(request.url()));
  await telephone.context.addInitScript(() => {
    globalThis.streams = [];
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      globalThis.streams.push(stream);
      return stream;
    };
  });
  const page = await telephone.open('/');
  const streams = () => page.evaluate(() => globalThis.streams.map((one) => one.getTracks().map((track) => track.readyState)));

  // Looked at and closed again: nothing is asked for before the press, and nothing stays on after it.
  await page.goto('/join');
  await expect(page.getByRole('button', { name: 'Scan its code' })).toBeVisible();
  expect(await streams()).toEqual([]);

  await page.getByRole('button', { name: 'Scan its code' }).click();
  await expect(page.getByRole('heading', { name: 'The invitation' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('definition').first()).toHaveText('Ann');
  expect(await streams()).toEqual([['ended']]);

  // What lets in was in no address, neither of the page nor of a request.
  const secret = link.split('#/join/')[1];
  expect(secret.length).toBeGreaterThan(20);
  expect(page.url()).not.toContain(secret);
  expect(requests.filter((url) => url.includes(secret.slice(0, 20)))).toEqual([]);
  await rm(folder, { recursive: true });
});

test('without a camera the link is read from a picture of its code, and what is wrong is said', async ({ launch }) => {
  const { page: ann, code } = await inviteOwn(await launch());
  await ann.emulateMedia({ colorScheme: 'dark' });
  // What is said about the new link lies over the page for a while.
  await expect(ann.getByText('The link is made.')).toBeHidden({ timeout: 20_000 });
  const picture = await code.screenshot();
  const nothing = await ann.getByRole('heading', { level: 1 }).screenshot();

  const page = await (await launch()).open('/workspaces');
  await page.getByRole('button', { name: 'Scan its code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Scan the code of an invitation' });
  await expect(dialog.getByRole('alert')).toContainText('There is no camera on this device.');
  await expectAccessible(page);

  const choose = dialog.getByLabel('Or choose a picture of the code');
  await choose.setInputFiles({ name: 'nothing.png', mimeType: 'image/png', buffer: nothing });
  await expect(dialog.getByRole('alert')).toContainText('No QR code is found in this picture.');
  await choose.setInputFiles({ name: 'words.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(dialog.getByRole('alert')).toContainText('This is no picture that the browser can show.');
  await choose.setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture });
  await expect(page.getByRole('heading', { name: 'The invitation' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('definition').first()).toHaveText('Ann');
});
