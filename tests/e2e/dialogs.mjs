// A dialog by keyboard alone: opened, walked and closed.
import { expect, expectAccessible } from './fixtures.mjs';

/** Opens a dialog by its button, comes to every part of it, and closes it: it has no barrier, fits, and gives the focus back. */
export async function walkThrough(opener, title, themes) {
  const page = opener.page();
  await expect(opener).toBeEnabled({ timeout: 30_000 });
  await opener.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: title, exact: true });
  await expect(dialog).toBeVisible();
  const { stops, reached } = await walked(page, dialog);
  expect(reached, `${title}: the Tab key comes to every part`).toBe(stops);
  await expectAccessible(page, themes);
  const { width } = page.viewportSize();
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `${title} fits`).toBe(width);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener, `${title}: the focus comes back`).toBeFocused();
}

/**
 * How many places the Tab key should come to in a dialog, and to how many of them it came. What scrolls takes the focus
 * in some browsers too; that is neither here nor there.
 */
async function walked(page, dialog) {
  const [places, parts] = await dialog.evaluate((root) => {
    const all = [...root.querySelectorAll('a[href], button, input, select, textarea, summary')];
    // Of radio buttons one takes the focus, the chosen one or the first, and the arrow keys go on from there.
    const first = (one) => {
      const group = all.filter((other) => other.type === 'radio' && other.name === one.name);
      return one === (group.find((other) => other.checked) ?? group[0]);
    };
    const takes = (one) => !one.disabled && one.checkVisibility() && (one.type !== 'radio' || first(one));
    const taken = all.filter(takes);
    const order = [...root.querySelectorAll('*')];
    // Within a day the key goes from its day to its month, to its year, and to the button that shows a calendar.
    return [taken.map((one) => order.indexOf(one)), 3 * taken.filter((one) => one.type === 'date').length];
  });
  const reached = new Set();
  for (let press = 0; press < places.length + parts + 4; press += 1) {
    const at = await dialog.evaluate((root) => {
      const focused = document.activeElement;
      if (focused === document.body) return 'nowhere';
      return root.contains(focused) ? [...root.querySelectorAll('*')].indexOf(focused) : 'outside';
    });
    expect(at, 'the page below is out of reach').not.toBe('outside');
    // Between the last and the first is the browser's own bar.
    reached.add(at);
    await page.keyboard.press('Tab');
  }
  return { stops: places.length, reached: places.filter((place) => reached.has(place)).length };
}
