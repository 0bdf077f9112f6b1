import path from 'node:path';

export default {
  configFile: false,
  root: import.meta.dirname,
  logLevel: 'warn',
  build: {
    outDir: process.env.ROOM_PAGE_FOLDER,
    emptyOutDir: true,
    target: 'es2022',
    minify: false,
    lib: { entry: path.join(import.meta.dirname, 'page.ts'), formats: ['iife'], name: 'roomPage', fileName: () => 'page.js' },
  },
};
