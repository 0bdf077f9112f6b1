import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { output, repository } from '../server/server.ts';

let script: string | undefined;

/** The room page as one script: the web client's own modules, built by its own tools. */
export function roomPageScript(): string {
  if (script === undefined) {
    const folder = path.join(output, 'room');
    execFileSync('npx', ['vite', 'build', '--config', path.join(import.meta.dirname, 'vite.config.mjs')], {
      cwd: path.join(repository, 'web'),
      stdio: ['ignore', 'ignore', process.stderr],
      env: { ...process.env, ROOM_PAGE_FOLDER: folder },
      timeout: 60_000,
    });
    script = readFileSync(path.join(folder, 'page.js'), 'utf8');
  }
  return script;
}
