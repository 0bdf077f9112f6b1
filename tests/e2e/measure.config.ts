import { defineConfig } from '@playwright/test';
import { chromium } from './chromium.ts';

export default defineConfig({
  testDir: './measure',
  testMatch: '*.measure.ts',
  globalSetup: './server/globalSetup.ts',
  globalTeardown: './server/globalTeardown.ts',
  outputDir: './output/measures',
  workers: 1,
  retries: 0,
  timeout: 600_000,
  reporter: './measure/figuresOnly.ts',
  use: { ...chromium, actionTimeout: 30_000, navigationTimeout: 60_000 },
});
