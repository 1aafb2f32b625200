// Every dialog about people, skills, talks and growth by keyboard alone, without a barrier, on a wide and on a narrow screen.
import { walkThrough } from './dialogs.mjs';
import { test } from './fixtures.mjs';
import { goTo, openSample, ready } from './steps.mjs';

test.describe.configure({ timeout: 300_000 });

/** Where each dialog is opened, by which button, and how it is called. `ana` stands for her id. */
const DIALOGS = [
  ['/people/ana', 'Ask a peer', 'Ask a peer'],
  ['/people/ana', 'Rate a skill', 'Rate Ana Lindqvist in a skill'],
  ['/people/ana', 'Add an absence', 'Add an absence'],
  ['/people/ana', 'Jot', 'Jot an observation'],
  ['/skills', 'Ask for a skill', 'Ask for a skill'],
  ['/gaps', 'Answer the gap', /^What is done about/],
  ['/one-on-ones', 'Plan 1:1s', 'Plan 1:1s'],
  ['/concerns', 'Keep a concern', 'Keep a concern'],
  ['/growth', 'Pair up', 'Pair up'],
  ['/growth', /^End with/, 'End a mentoring pair'],
  ['/growth/ana', 'Set a goal', 'Set a goal'],
  ['/growth/ana', 'Give stretch work', 'Give stretch work'],
  ['/growth/ana', 'Find a mentor', 'Pair up'],
  ['/growth/ana', 'Log help', 'Log help'],
  ['/growth/ana', 'Moves to a level', 'Moves to a level'],
  ['/sponsorship', 'Add an opportunity', 'Add an opportunity'],
  ['/sponsorship', /^Put somebody forward/, 'Put somebody forward'],
  ['/sponsorship', 'Add a forum', 'Add a forum'],
  ['/sponsorship', /^Begin a case/, 'Begin a case'],
  ['/ladder', 'Add a rung', 'Add a rung'],
  ['/ladder', 'Add a competency', 'Add a competency'],
];

for (const width of [1440, 390]) {
  test(`each dialog about people is opened, walked and closed by keyboard, ${width} wide`, async ({ device }) => {
    const page = await openSample(device);
    await goTo(page, 'People');
    const address = await page.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Ana Lindqvist' }).getAttribute('href');
    const ana = address.split('/').at(-1);
    await page.setViewportSize({ width, height: 900 });
    let here;
    for (const [route, button, title] of DIALOGS) {
      if (route !== here) {
        await device.open(route.replace('ana', ana));
        await ready(page);
        here = route;
      }
      const opener = page.getByRole('main').getByRole('button', { name: button, exact: true }).first();
      await walkThrough(opener, title, ['light']);
    }
  });
}
