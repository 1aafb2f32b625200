// Steps of sharing, in the user's words.
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from './fixtures.mjs';
import { addPerson, goTo, ready } from './steps.mjs';

const PATCHED = process.env.PILOTHOUSE_PATCHED ?? resolve(import.meta.dirname, '../../target/debug/patched');

/** Goes to the page about sharing, by way of the menu. */
export async function openSharing(page) {
  await goTo(page, 'Sharing');
  await expect(page.getByRole('heading', { level: 1, name: 'Sharing' })).toBeVisible();
}

/** Says who one is, and how this device is called if that matters. */
async function introduce(page, name, device) {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  if (device) await page.getByRole('textbox', { name: 'This device' }).fill(device);
}

/** Begins to share the workspace that is open, as this person, over the relay of the page's own server. */
export async function startSharing(page, name, device) {
  await openSharing(page);
  await introduce(page, name, device);
  await page.getByRole('button', { name: 'Start sharing' }).click();
  await expect(page.getByRole('heading', { name: 'Members and devices' })).toBeVisible({ timeout: 30_000 });
}

/** Makes an invitation; the link. */
export async function invite(page, whom = 'A manager', workspace) {
  await openSharing(page);
  const links = page.getByRole('textbox', { name: 'The link', exact: true });
  const before = await links.count();
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite by link' });
  await dialog.getByRole('radio', { name: whom, exact: true }).check();
  if (workspace) await dialog.getByRole('textbox', { name: 'Name of the workspace' }).fill(workspace);
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  await expect(links).toHaveCount(before + 1);
  return links.first().inputValue();
}

/** Opens a link and says what it says of the invitation. */
export async function openLink(device, link) {
  const page = device.page;
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'Join a workspace' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'The invitation' })).toBeVisible({ timeout: 20_000 });
  return page;
}

/** Asks to be let in, as this person; returns when the words are there. */
export async function askToJoin(page, name, device) {
  await introduce(page, name, device);
  await page.getByRole('button', { name: 'Ask to be let in' }).click();
  await expect(page.getByRole('list', { name: 'Words to compare' })).toBeVisible({ timeout: 30_000 });
  return words(page);
}

/** The words to compare. */
export async function words(scope) {
  const list = scope.getByRole('list', { name: 'Words to compare' });
  await expect(list).toBeVisible({ timeout: 30_000 });
  return list.getByRole('listitem').allTextContents();
}

/** Lets somebody in who waits, if the words are these. */
export async function letIn(page, name, theirs) {
  await openSharing(page);
  const request = page.getByRole('group', { name: new RegExp(name) });
  expect(await words(request)).toEqual(theirs);
  await request.getByRole('button', { name: 'The words are the same: let them in' }).click();
  await expect(request).toBeHidden();
}

/** Invites somebody and lets them in; their tab, with the workspace open. */
export async function becomeMember(inviter, device, name, whom = 'A manager') {
  const link = await invite(inviter, whom);
  const page = await openLink(device, link);
  const theirs = await askToJoin(page, name);
  await letIn(inviter, name, theirs);
  await expect(page.getByRole('heading', { name: 'Members and devices' })).toBeVisible({ timeout: 30_000 });
  return page;
}

/** Adds a device of one's own, by a link that one of the others makes; its tab, with the workspace open. */
export async function addDevice(inviter, device, name, called) {
  const page = await openLink(device, await invite(inviter, 'A device of mine'));
  const words = await askToJoin(page, name, called);
  await letIn(inviter, 'further device of yours', words);
  await expect(page.getByRole('heading', { name: 'Members and devices' })).toBeVisible({ timeout: 30_000 });
  return page;
}

/** The people, by way of the menu. */
export async function openPeople(page) {
  await goTo(page, 'People');
  await ready(page);
  return page.getByRole('grid', { name: 'People' }).getByRole('link');
}

/** Waits until the relay says that everything written here is on its disk. */
export async function keptAtRelay(page, timeout = 30_000) {
  await openSharing(page);
  const written = page.getByRole('region', { name: 'Where what you wrote is' });
  await expect(written.getByRole('listitem').filter({ hasText: 'The relay' })).toContainText('everything', { timeout });
}

/** Waits until the relay and this device have the same. */
export async function sameAtRelay(page, timeout = 30_000) {
  await openSharing(page);
  const relay = (section) => page.getByRole('region', { name: section }).getByRole('listitem').filter({ hasText: 'The relay' });
  await expect(relay('Connections')).toContainText('both have the same', { timeout });
  await expect(relay('Where what you wrote is')).toContainText('everything', { timeout });
}

/** Which of the files in a folder hold one of these texts, in UTF-8 or UTF-16. */
export async function filesWith(folder, texts) {
  const found = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(path);
    const holds = (text) => ['utf8', 'utf16le'].some((encoding) => bytes.includes(Buffer.from(text, encoding)));
    if (texts.some(holds)) found.push(path);
  }
  return found;
}

/** What the workspace's database in this browser holds of sharing, as whoever owns the browser can get it: rows by store. */
export async function ownRows(page) {
  const [first] = Object.values(await allOwnRows(page));
  if (!first) throw new Error('this browser has no keys');
  return first;
}

/** The keys of this device, by the database of the workspace they are for. */
export async function deviceKeys(page) {
  return Object.fromEntries(Object.entries(await allOwnRows(page)).map(([database, { device }]) => [database, device]));
}

/** The rows of every database that has keys. */
async function allOwnRows(page) {
  return page.evaluate(async () => {
    const all = {};
    const settled = (request) =>
      new Promise((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
    const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      const store = (of) => database.transaction(of).objectStore(of);
      const sealed = database.objectStoreNames.contains('secrets') && (await settled(store('secrets').get('device')));
      if (sealed) {
        // The key cannot be taken out of the browser; to use it is enough.
        const key = await settled(store('keys').get('secrets'));
        const additionalData = new TextEncoder().encode('pilothouse secrets 1|device');
        const parameters = { name: 'AES-GCM', iv: sealed.slice(1, 13), additionalData };
        const device = hex(await crypto.subtle.decrypt(parameters, key, sealed.slice(13)));
        const rows = async (of) => {
          const [names, values] = [await settled(store(of).getAllKeys()), await settled(store(of).getAll())];
          return Object.fromEntries(names.map((row, place) => [row, hex(values[place])]));
        };
        all[name] = { device, operations: await rows('operations'), envelopes: await rows('envelopes') };
      }
      database.close();
    }
    return all;
  });
}

/** Runs the program that obeys no rule (tests/patched) with such a profile; what it prints. */
async function patched(words, { device, operations, envelopes }) {
  const lines = [
    `device ${device}`,
    ...Object.values(operations).map((bytes) => `operation ${bytes}`),
    ...Object.values(envelopes).map((bytes) => `envelope ${bytes}`),
  ];
  const running = promisify(execFile)(PATCHED, words);
  running.child.stdin.end(lines.join('\n'));
  return (await running).stdout.trim();
}

/**
 * Writes somebody into the workspace with the keys of a device's browser, whether it may or not, and hands it to the relay;
 * what the relay answers. What was written stands in the file as well, as a device saves it for others.
 */
export async function writeRegardless(device, name, file) {
  const profile = await ownRows(device.page);
  await device.close();
  return patched(['write', `${device.server.url.replace('http', 'ws')}/sync`, name, file], profile);
}

/** The same as a newer version of the program would write it, with the right to. */
export async function writeNewer(device, name, file) {
  const profile = await ownRows(device.page);
  await device.close();
  return patched(['newer', `${device.server.url.replace('http', 'ws')}/sync`, name, file], profile);
}

/** Tries to open envelopes with the keys of such a profile; what became of each, by its row: `opened` or `sealed`. */
export async function openRegardless(profile) {
  const lines = (await patched(['read'], profile)).split('\n');
  return new Map(lines.map((line) => line.split(' ')));
}

/** Saves a file for the others; its path. */
export async function fileForOthers(page) {
  await openSharing(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save a file for the others' }).click(),
  ]);
  return download.path();
}

/** Takes in a file that another device saved; what is said of it. */
export async function takeIn(page, file) {
  await openSharing(page);
  await page.getByLabel(/Take in a file of theirs/).setInputFiles(file);
  const told = page.getByText(/taken in|set aside/).first();
  await expect(told).toBeVisible({ timeout: 60_000 });
  return told.textContent();
}

/** What every object store of every database of a page holds, as one text. */
export async function allStored(page) {
  return page.evaluate(async () => {
    const settled = (request) =>
      new Promise((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
    const texts = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const values = await settled(database.transaction(store).objectStore(store).getAll());
        texts.push(...values.filter(ArrayBuffer.isView).map((value) => new TextDecoder('latin1').decode(value)));
      }
      database.close();
    }
    return texts.join('\n');
  });
}

/** Takes direct connections away from a browser that was just launched, so that what passes takes the path that is meant. */
export async function withoutDirect(device) {
  await device.context.addInitScript(() => {
    delete globalThis.RTCPeerConnection;
  });
  return device;
}

/** Ana's workspace with one person in it, shared. */
export async function anas(launch) {
  const device = await launch();
  const page = await device.open('/people');
  await ready(page);
  await addPerson(page, 'Ingrid Solheim');
  await startSharing(page, 'Ana');
  return device;
}

/** Ana and Ben, who has joined her. */
export async function anaAndBen(launch, whom = 'A manager') {
  const ana = await anas(launch);
  const ben = await launch();
  await becomeMember(ana.page, ben, 'Ben', whom);
  return { ana, ben };
}

/** The connections that a page shows. */
export const connections = (page) => page.getByRole('region', { name: 'Connections' }).getByRole('listitem');

/** Waits until this device is connected directly to that of somebody, and both have the same. */
export async function directly(page, name, timeout = 40_000) {
  await openSharing(page);
  await expect(connections(page).filter({ hasText: `${name} (` })).toContainText('both have the same', { timeout });
}

/** Where two devices meet without a server. */
export const meeting = (page) => page.getByRole('region', { name: 'Connect directly' });

/** Shows a code; the code. */
export async function showCode(page) {
  await openSharing(page);
  await meeting(page).getByRole('button', { name: 'Show a code' }).click();
  await expect(meeting(page).getByRole('img', { name: 'The code as a QR code' })).toBeVisible({ timeout: 20_000 });
  return answerOf(page);
}

/** The code that a device shows. */
export async function answerOf(page) {
  const code = meeting(page).getByRole('textbox', { name: 'The code', exact: true });
  await expect(code).toHaveValue(/^ph-meet\./, { timeout: 20_000 });
  return code.inputValue();
}

/** Takes the code of the other device, pasted. */
export async function pasteCode(page, code) {
  await openSharing(page);
  const field = meeting(page).getByRole('textbox', { name: 'The other device’s code' });
  if (!(await field.isVisible())) await meeting(page).getByText('Paste a code', { exact: true }).click();
  await field.fill(code);
  await meeting(page).getByRole('button', { name: 'Take it' }).click();
}

/** Takes the code of the other device, as a picture of its screen. */
export async function pictureOfCode(page, buffer) {
  await meeting(page).getByRole('button', { name: 'Scan a code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Scan the code of the other device' });
  await dialog.getByLabel('Or choose a picture of the code').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer });
  await expect(dialog).toBeHidden();
}

/** Two devices meet by two codes, without any server. */
export async function meetByCodes(one, other) {
  const first = await showCode(one);
  await pasteCode(other, first);
  await pasteCode(one, await answerOf(other));
  for (const page of [one, other]) {
    await expect(meeting(page)).toContainText('Connected directly', { timeout: 30_000 });
    await meeting(page).getByRole('button', { name: 'Done' }).click();
  }
}

/** Writes very much into the workspace with the keys of a device's browser, all of it by right: so many changes, to so many people. */
export async function writeMuch(device, name, people, changes) {
  const profile = await ownRows(device.page);
  await device.close();
  return patched(['much', `${device.server.url.replace('http', 'ws')}/sync`, name, `${people}`, `${changes}`], profile);
}
