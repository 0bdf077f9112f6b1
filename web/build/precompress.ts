import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = new Set(['.js', '.css', '.html', '.svg', '.json', '.webmanifest']);

/** Writes a .br and a .gz beside each text file, so that the server never spends its own time on compression. */
export function precompress(): Plugin {
  let outDir = '';
  return {
    name: 'telehealth-precompress',
    apply: 'build',
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'pre',
      sequential: true,
      handler() {
        for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
          const path = join(entry.parentPath, entry.name);
          if (entry.isFile() && compressible.has(extname(entry.name))) {
            const bytes = readFileSync(path);
            writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
            writeFileSync(
              `${path}.br`,
              brotliCompressSync(bytes, {
                params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
              }),
            );
          }
        }
      },
    },
  };
}
