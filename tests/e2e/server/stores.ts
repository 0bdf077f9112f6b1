import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { until } from '../watch/until.ts';
import { freeTcpPort } from './server.ts';

export type Stores = {
  /** What a server needs to know to use them. */
  configuration: Record<string, string>;
  pids: number[];
  database: Database;
  redis: Redis;
};

/** Redis on one port, which keeps nothing from one start to the next. */
export class Redis {
  readonly port: number;
  readonly #folder: string;
  #pid = 0;

  constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
  }

  /** @returns The id of its process. */
  async start(): Promise<number> {
    const { port } = this;
    const file = path.join(this.#folder, 'redis.log');
    const log = openSync(file, 'a');
    const child = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.#folder],
      { detached: true, stdio: ['ignore', log, log] },
    );
    child.unref();
    await until(`Redis listens at ${port} (its words: ${file})`, () => listens(port), 15_000);
    this.#pid = child.pid ?? 0;
    return this.#pid;
  }

  /** As in a crash: its clients hear nothing but the end of their connections. */
  async stop(): Promise<void> {
    process.kill(this.#pid, 'SIGKILL');
    await until('Redis is gone', async () => !(await listens(this.port)), 5_000);
  }
}

/** PostgreSQL on one folder and one port, from one start to the next. */
export class Database {
  readonly port: number;
  readonly #programs: string;
  readonly #home: string;

  constructor(port: number, programs: string, home: string) {
    this.port = port;
    this.#programs = programs;
    this.#home = home;
  }

  /** @returns The id of its first process. */
  start(): number {
    const home = this.#home;
    const settings = [`-p ${this.port}`, '-c listen_addresses=127.0.0.1', `-c unix_socket_directories=${home}`, '-c fsync=off'];
    this.#control('-w', '-l', `${home}/log`, '-o', settings.join(' '), 'start');
    return Number(readFileSync(path.join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  /** As in a power cut: nobody is waited for, nothing is tidied up. */
  stop(): void {
    this.#control('-m', 'immediate', 'stop');
  }

  #control(...words: string[]): void {
    asPostgres(this.#home, `${this.#programs}/pg_ctl`, '-D', path.join(this.#home, 'data'), ...words);
  }
}

const isRoot = process.getuid?.() === 0;

/** PostgreSQL and Redis of their own, in a folder that the caller removes. */
export async function startStores(folder: string): Promise<Stores> {
  const redis = new Redis(await freeTcpPort(), folder);
  const redisPid = await redis.start();
  const { database, pid } = await startPostgres(folder);
  return {
    configuration: {
      Coordination__Redis: `127.0.0.1:${redis.port},abortConnect=false`,
      Storage__PostgreSql: `Host=127.0.0.1;Port=${database.port};Username=telehealth;Database=telehealth`,
    },
    pids: [redisPid, pid],
    database,
    redis,
  };
}

async function startPostgres(folder: string): Promise<{ database: Database; pid: number }> {
  const versions = readdirSync('/usr/lib/postgresql').sort((left, right) => Number(left) - Number(right));
  const programs = `/usr/lib/postgresql/${versions.at(-1)}/bin`;
  const port = await freeTcpPort();
  const home = path.join(folder, 'postgres');
  const data = path.join(home, 'data');
  mkdirSync(home);
  if (isRoot) {
    // PostgreSQL refuses to run as root.
    const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    chownSync(home, idOf('-u'), idOf('-g'));
  }
  asPostgres(home, `${programs}/initdb`, '-D', data, '-U', 'telehealth', '--auth=trust', '--no-sync');
  const database = new Database(port, programs, home);
  const pid = database.start();
  asPostgres(home, `${programs}/createdb`, '-h', '127.0.0.1', '-p', String(port), '-U', 'telehealth', 'telehealth');
  return { database, pid };
}

function asPostgres(home: string, ...command: string[]): void {
  const [program = '', ...words] = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
  execFileSync(program, words, { cwd: home, stdio: ['ignore', 'ignore', process.stderr], timeout: 60_000 });
}

export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (is: boolean) => () => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', answer(true));
    socket.once('error', answer(false));
  });
}
