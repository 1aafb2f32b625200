// What a page becomes where there is less room for it: on paper, and on a narrow screen.
import { expect, test } from './fixtures.mjs';
import { openSample } from './steps.mjs';

/** As wide as what is printed on a sheet of A4, in pixels. */
const SHEET = 673;

test('on paper stands all that a page says, and nothing to press', async ({ device }) => {
  test.setTimeout(90_000);
  const page = await openSample(device);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await device.open('/skills');
  // The figures are buttons, and are what is printed.
  const figures = page.getByRole('row').filter({ hasText: 'Tomasz Wróbel' }).getByText('4', { exact: true });
  await expect(figures).toHaveCount(2);
  await expect(figures.first()).toBeVisible();
  await expect(figures.first()).toHaveCSS('color', 'rgb(0, 0, 0)');
  await expect(page.getByText('Add a skill', { exact: true })).toBeHidden();
  await expect(page.locator('nav')).toBeHidden();

  // Stages that have no room beside the others stand below them.
  await device.open('/hiring');
  await page.getByRole('main').getByRole('link', { name: 'Quality Engineer, Checkout' }).first().click();
  await page.setViewportSize({ width: SHEET, height: 900 });
  const board = page.getByRole('region', { name: 'Candidates by stage' });
  for (const name of ['Hanne Vestergaard', 'Dele Akinwande', 'Bojana Petrović']) {
    const { x, width } = await board.getByRole('link', { name }).boundingBox();
    expect(x + width, `${name} is on the sheet`).toBeLessThan(SHEET);
  }
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
});

test('on a narrow screen a row says first why it needs a hand, and few rows are not searched', async ({ device }) => {
  test.setTimeout(90_000);
  const page = await openSample(device);
  await page.setViewportSize({ width: 390, height: 844 });
  await device.open('/services');
  const cells = page.getByRole('row').filter({ hasText: 'Exchange rates' }).getByRole('gridcell');
  await expect(cells.nth(0)).toHaveText('Exchange rates');
  await expect(cells.nth(1)).toHaveText('no team; nobody accountable');
  await expect(cells.nth(1)).toBeInViewport();
  await expect(page.getByRole('main').getByRole('searchbox')).toHaveCount(0);

  await device.open('/observations');
  const search = page.getByRole('searchbox', { name: 'Search observations' });
  await search.fill('orphaned');
  await expect(page.getByText('1 of 32')).toBeVisible();
  await expect(search, 'what is searched for can be taken back').toBeVisible();
});
