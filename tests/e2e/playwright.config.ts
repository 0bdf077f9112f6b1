import { defineConfig } from '@playwright/test';
import { chromium } from './chromium.ts';

// One worker: the machine has two cores, and a call between browsers needs both.
export default defineConfig({
  testDir: './journeys',
  testMatch: '*.spec.ts',
  globalSetup: './server/globalSetup.ts',
  globalTeardown: './server/globalTeardown.ts',
  outputDir: './output/results',
  workers: 1,
  retries: 0,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    ...chromium,
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: 'off',
  },
});
