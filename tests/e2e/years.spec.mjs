// 60 people and three years of everything: each page opens, and shows what it is for.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from './fixtures.mjs';
import { ready } from './steps.mjs';

const YEARS = process.env.PILOTHOUSE_YEARS ?? resolve(import.meta.dirname, '../../target/debug/years');

/** What stands on a page of the navigation, beyond its title. */
const SHOWN = {
  Monday: (main) => main.getByRole('region', { name: 'Your areas' }).getByText(/[0-9]+ open/).first(),
  Map: (main) => main.getByText(/^Together [0-9]+ open/),
  Actions: (main) => main.getByRole('grid', { name: 'Actions' }).getByRole('row').nth(5),
  Notices: (main) => main.getByRole('article').nth(40),
  'Quick notes': (main) => main.getByRole('checkbox', { name: 'In its place' }).nth(90),
  People: (main) => main.getByRole('grid', { name: 'People' }).getByRole('link', { name: 'Ana Adler', exact: true }),
  Teams: (main) => main.getByRole('link', { name: 'Team Quay' }).first(),
  Services: (main) => main.getByRole('link', { name: 'Service 1', exact: true }),
  Skills: (main) => main.getByText('Observability').first(),
  'Skill gaps': (main) => main.getByRole('link').nth(3),
  'Span of control': (main) => main.getByText('8').first(),
  '1:1s': (main) => main.getByRole('row').nth(5),
  Observations: (main) => main.getByRole('row').nth(5),
  Concerns: (main) => main.getByRole('link').nth(5),
  'Growth plans': (main) => main.getByRole('row').nth(5),
  Sponsorship: (main) => main.getByText(/at the harbour day/).first(),
  Ladder: (main) => main.getByText('IC3').first(),
};

test('every page opens with 60 people and three years in it', async ({ device }, info) => {
  test.setTimeout(600_000);
  const file = info.outputPath('years.pilothouse');
  const said = execFileSync(YEARS, [file, new Date().toISOString().slice(0, 10)], { encoding: 'utf8' });
  expect(Number(said.split(' ')[0])).toBeGreaterThan(20_000);
  const page = await device.open('/data');
  await ready(page);
  await page.getByLabel('Choose a backup file').setInputFiles(file);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText(/^\s*Restored:/)).toBeVisible({ timeout: 300_000 });

  // From the disk, as on any other morning.
  await device.open('/');
  const main = page.getByRole('main');
  await expect(page.getByRole('heading', { name: /^Your people/ })).toBeVisible({ timeout: 60_000 });
  const navigation = page.getByRole('navigation', { name: 'Main' });
  const pages = await navigation.getByRole('link').allInnerTexts();
  expect(pages).toEqual(expect.arrayContaining(Object.keys(SHOWN)));
  for (const name of pages) {
    await navigation.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(main.getByText('Loading…')).toHaveCount(0);
    await expect.soft(SHOWN[name]?.(main) ?? main.getByRole('heading', { level: 1 }), name).toBeVisible();
  }

  // One person, with what belongs to them, and what a thousand records are found by.
  await navigation.getByRole('link', { name: 'People', exact: true }).click();
  await main.getByRole('link', { name: 'Ana Adler', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ana Adler');
  await page.goto('/search?q=crane');
  await expect(page.getByRole('status').filter({ hasText: 'The best 60 records' })).toBeVisible({ timeout: 60_000 });
});
