/// <reference types="vitest/config" />
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { patientBudget } from './build/budget.ts';
import { precompress } from './build/precompress.ts';
import { stampBuild } from './build/stamp.ts';

const server = process.env['TELEHEALTH_SERVER'] ?? 'http://localhost:5080';

export default defineConfig({
  plugins: [
    preact({ devToolsEnabled: false, prefreshEnabled: false }),
    precompress(),
    patientBudget({ page: 'join.html', limitBytes: 60_000 }),
    stampBuild(),
  ],
  build: {
    outDir: '../src/Telehealth.Server/wwwroot',
    emptyOutDir: true,
    manifest: true,
    target: ['chrome100', 'safari15.4', 'firefox102'],
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index.html', 'join.html'] },
  },
  server: {
    proxy: {
      '/api': server,
      '/hubs': { target: server.replace(/^http/, 'ws'), ws: true },
    },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts'] },
});
