/// <reference types="vitest/config" />
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { patientBudget } from './build/budget.ts';
import { precompress } from './build/precompress.ts';
import { stampBuild } from './build/stamp.ts';

const server = process.env['TELEHEALTH_SERVER'] ?? 'http://localhost:5080';

const patientBase =
  /node_modules.(@?preact|vite)|src.(ui|text.(?!en)|api).|vite.preload-helper|rolldown.runtime/;

// Two passes into one folder: the staff's pages first, then (--mode patient) the patient's page. Built alone, it shares
// no chunk with the staff's and keeps its base in one: on a slow line each file more is a wait more.
export default defineConfig(({ mode }) => {
  const isPatient = mode === 'patient';
  const manifest = '.vite/patient.json';
  return {
    plugins: [
      preact({ devToolsEnabled: false, prefreshEnabled: false }),
      ...(isPatient
        ? [
            precompress(),
            patientBudget({ page: 'join.html', manifest, limitBytes: 60_000 }),
            stampBuild(),
          ]
        : []),
    ],
    build: {
      outDir: '../src/Telehealth.Server/wwwroot',
      emptyOutDir: !isPatient,
      copyPublicDir: !isPatient,
      manifest: isPatient && manifest,
      target: ['chrome100', 'safari15.4', 'firefox102'],
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: isPatient ? 'join.html' : 'index.html',
        output: {
          codeSplitting: { groups: isPatient ? [{ name: 'base', test: patientBase }] : [] },
        },
      },
    },
    server: {
      proxy: {
        '/api': server,
        '/hubs': { target: server.replace(/^http/, 'ws'), ws: true },
      },
    },
    test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts'] },
  };
});
