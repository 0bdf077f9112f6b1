import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../watch/until.ts';

const here = import.meta.dirname;
export const repository = path.resolve(here, '../../..');
export const output = path.resolve(here, '../output');
export const serverFolder = path.join(repository, 'src/Telehealth.Server');
export const serverDll = path.join(repository, 'artifacts/bin/Telehealth.Server/release/Telehealth.Server.dll');
/** What the server calls itself in room passes. */
export const nodeName = 'lone';
const stateFile = path.join(output, 'server.json');

export type RunningServer = {
  pid: number;
  origin: string;
  httpPort: number;
  udpPort: number;
  dataFolder: string;
  /** Signs room passes; tests sign their own with it. */
  passKey: string;
};

let other: RunningServer | undefined;

/** From now on, in this file of tests, people meet another installation; without one, that of the set-up again. */
export function meetAt(installation: RunningServer | undefined): void {
  other = installation;
}

/** The server that the set-up started, or its successor after a restart. */
export function runningServer(): RunningServer {
  return other ?? ownServer();
}

function ownServer(): RunningServer {
  return JSON.parse(readFileSync(stateFile, 'utf8')) as RunningServer;
}

export function build(): void {
  if (process.env['E2E_SKIP_BUILD'] === '1') {
    return;
  }
  // The second target builds the web client where its sources are newer.
  for (const target of ['Build', 'BuildWebClient']) {
    execFileSync(
      'dotnet',
      ['build', serverFolder, '-c', 'Release', '-v', 'q', '--nologo', `-t:${target}`],
      { cwd: repository, stdio: ['ignore', process.stderr, process.stderr], timeout: 300_000 },
    );
  }
}

export async function startFresh(): Promise<RunningServer> {
  mkdirSync(output, { recursive: true });
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'telehealth-e2e-'));
  return start({
    dataFolder,
    httpPort: await freeTcpPort(),
    udpPort: await freeMediaPort(),
    passKey: randomBytes(32).toString('base64'),
  });
}

/** The same ports and the same data: what a supervisor would do after a crash. */
export async function startAgain(): Promise<RunningServer> {
  return start(runningServer());
}

/** As an operator would after changing the configuration; the next `startAgain` forgets it. */
export async function startWith(configuration: Record<string, string>): Promise<RunningServer> {
  const { pid } = runningServer();
  kill('SIGTERM');
  await until('the server has stopped', () => !isAlive(pid), 15_000);
  return start(runningServer(), configuration);
}

/** The same ports, but the demo as nobody has touched it: its patients are few, and every visit takes one. */
export async function startOver(): Promise<RunningServer> {
  const before = runningServer();
  kill('SIGTERM');
  await until('the server has stopped', () => !isAlive(before.pid), 15_000);
  rmSync(before.dataFolder, { recursive: true, force: true });
  return start({ ...before, dataFolder: mkdtempSync(path.join(tmpdir(), 'telehealth-e2e-')) });
}

export function kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): void {
  const { pid } = runningServer();
  if (isAlive(pid)) {
    process.kill(pid, signal);
  }
}

export async function stop(): Promise<void> {
  if (!existsSync(stateFile)) {
    return;
  }
  const { pid, dataFolder } = runningServer();
  kill('SIGTERM');
  try {
    await until('the server has stopped', () => !isAlive(pid), 15_000);
  } catch {
    kill('SIGKILL');
  }
  rmSync(dataFolder, { recursive: true, force: true });
  rmSync(stateFile);
}

async function start(
  where: Omit<RunningServer, 'origin' | 'pid'>,
  configuration: Record<string, string> = {},
) {
  const origin = `http://localhost:${where.httpPort}`;
  const log = openSync(path.join(output, 'server.log'), 'a');
  const child: ChildProcess = spawn('dotnet', [serverDll], {
    cwd: serverFolder,
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      ASPNETCORE_ENVIRONMENT: 'Development',
      ASPNETCORE_URLS: origin,
      Storage__DataFolder: where.dataFolder,
      Media__UdpPort: String(where.udpPort),
      Rooms__PassKey: where.passKey,
      Telemetry__NodeName: nodeName,
      ...configuration,
    },
  });
  child.unref();
  const server: RunningServer = { ...where, origin, pid: child.pid ?? 0 };
  writeFileSync(stateFile, JSON.stringify(server, null, 2));
  await until(
    `the server answers at ${origin}/health/ready (its words: tests/e2e/output/server.log)`,
    async () => {
      if (child.exitCode !== null) {
        throw new Error(`The server ended with ${child.exitCode}: see tests/e2e/output/server.log`);
      }
      return isReady(origin);
    },
    60_000,
  );
  return server;
}

export async function isReady(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    return answer.ok;
  } catch {
    return false;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export function freeTcpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Free for both, because media listens at one number by UDP and by TCP. */
export async function freeMediaPort(): Promise<number> {
  for (;;) {
    const port = await freeTcpPort();
    if (await isFreeByUdp(port)) {
      return port;
    }
  }
}

function isFreeByUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.once('error', () => resolve(false));
    probe.bind(port, () => probe.close(() => resolve(true)));
  });
}
