import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RoomServer } from '../room/room.ts';
import { until } from '../watch/until.ts';
import { isAlive, nodeName, output, serverDll, serverFolder } from './server.ts';

const httpPort = 5080;

/** A server of its own inside a network namespace. */
export async function startServerIn(
  namespace: string,
  address: string,
): Promise<RoomServer & { stop: () => Promise<void> }> {
  const origin = `http://${address}:${httpPort}`;
  const passKey = randomBytes(32).toString('base64');
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'telehealth-e2e-'));
  const log = openSync(path.join(output, 'server-in-namespace.log'), 'a');
  // `ip` becomes the server: the child's id is the server's.
  const child = spawn('ip', ['netns', 'exec', namespace, 'dotnet', serverDll], {
    cwd: serverFolder,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      ASPNETCORE_ENVIRONMENT: 'Development',
      ASPNETCORE_URLS: origin,
      Storage__DataFolder: dataFolder,
      Media__PublicAddresses__0: address,
      Rooms__PassKey: passKey,
      Telemetry__NodeName: nodeName,
    },
  });
  const pid = child.pid ?? 0;
  const stop = async () => {
    if (isAlive(pid)) {
      process.kill(pid, 'SIGTERM');
    }
    await until('the server in the namespace has stopped', () => !isAlive(pid), 15_000);
    rmSync(dataFolder, { recursive: true, force: true });
  };
  await until(
    `the server answers at ${origin} (its words: tests/e2e/output/server-in-namespace.log)`,
    () => {
      if (child.exitCode !== null) {
        throw new Error(`The server ended with ${child.exitCode}: see tests/e2e/output/server-in-namespace.log`);
      }
      return answersIn(namespace, `${origin}/health/ready`);
    },
    60_000,
  ).catch(async (error) => {
    await stop();
    throw error;
  });
  return { origin, passKey, stop };
}

function answersIn(namespace: string, url: string): boolean {
  const ask = `fetch('${url}').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))`;
  try {
    execFileSync('ip', ['netns', 'exec', namespace, process.execPath, '-e', ask], { timeout: 5_000 });
    return true;
  } catch {
    return false;
  }
}
