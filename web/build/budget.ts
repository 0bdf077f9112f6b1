import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export type ManifestChunk = { file: string; imports?: string[]; css?: string[] };
export type Manifest = Record<string, ManifestChunk>;

/** Every file a page needs before its first button works: its entry, what that imports statically, and their styles. */
export function filesOfFirstView(manifest: Manifest, page: string): string[] {
  const files = new Set<string>();
  const visited = new Set<string>();
  const visit = (key: string) => {
    if (visited.has(key)) {
      return;
    }
    visited.add(key);
    const chunk = manifest[key];
    if (chunk === undefined) {
      throw new Error(`The manifest names no chunk ${key}.`);
    }
    files.add(chunk.file);
    for (const style of chunk.css ?? []) {
      files.add(style);
    }
    for (const imported of chunk.imports ?? []) {
      visit(imported);
    }
  };
  visit(page);
  return [...files].sort();
}

/** Fails the build when the patient's first view grows beyond what a slow phone loads in time. */
export function patientBudget(options: {
  page: string;
  manifest: string;
  limitBytes: number;
}): Plugin {
  let outDir = '';
  return {
    name: 'telehealth-patient-budget',
    apply: 'build',
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    closeBundle: {
      order: null,
      sequential: true,
      handler() {
        const manifest = JSON.parse(
          readFileSync(join(outDir, options.manifest), 'utf8'),
        ) as Manifest;
        const files = [...filesOfFirstView(manifest, options.page), options.page];
        const sizeOf = (suffix: string) =>
          files.reduce((sum, file) => sum + statSync(join(outDir, file + suffix)).size, 0);
        const gzip = sizeOf('.gz');
        const brotli = sizeOf('.br');
        this.info(
          `patient first view: ${gzip} B gzip, ${brotli} B brotli of ${options.limitBytes} B allowed (${files.join(', ')})`,
        );
        if (gzip > options.limitBytes) {
          this.error(`The patient's first view is ${gzip} B, more than ${options.limitBytes} B.`);
        }
      },
    },
  };
}
