// How the journeys run. Called by `cargo xtask test`; `npx playwright test` in this folder works
// too, once `cargo xtask build` has made the application and the server.
import { defineConfig } from '@playwright/test';
import { availableParallelism } from 'node:os';

export default defineConfig({
  testDir: '.',
  outputDir: 'results',
  // Every test has its own server, port and browser profile, so they run side by side.
  fullyParallel: true,
  // One for each core, and two on one: a journey often waits, for a clock, a disk or a relay that comes back. More of
  // them on few cores wait for each other, and longer than a journey may.
  workers: Math.min(Math.max(availableParallelism(), 2), 8),
  // A journey that passes only when repeated is a finding, not a pass.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
});
