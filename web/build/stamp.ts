import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The server compares this file's time with the sources' to know whether the web client is stale. */
export function stampBuild(): Plugin {
  let outDir = '';
  return {
    name: 'telehealth-stamp',
    apply: 'build',
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        writeFileSync(join(outDir, '.built'), `${new Date().toISOString()}\n`);
      },
    },
  };
}
