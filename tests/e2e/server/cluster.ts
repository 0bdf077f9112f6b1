import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../watch/until.ts';
import { startProxy } from './proxy.ts';
import {
  freeMediaPort,
  freeTcpPort,
  isAlive,
  isReady,
  output,
  type RunningServer,
  serverDll,
  serverFolder,
} from './server.ts';
import { type Database, type Redis, startStores } from './stores.ts';

const stateFile = path.join(output, 'cluster.json');
// A node that is asked to stop brings its calls elsewhere first.
const stopsWithinMs = 60_000;

type Node = { name: string; httpPort: number; udpPort: number; pid: number };
type State = { folder: string; passKey: string; configuration: Record<string, string>; nodes: Node[]; pids: number[] };

/** Two nodes with PostgreSQL and Redis behind the proxy of the installation. */
export class Cluster {
  readonly #state: State;
  readonly #database: Database;
  readonly #redis: Redis;
  readonly origin: string;

  private constructor(state: State, database: Database, redis: Redis, origin: string) {
    this.#state = state;
    this.#database = database;
    this.#redis = redis;
    this.origin = origin;
  }

  static async start(): Promise<Cluster> {
    await stopCluster();
    mkdirSync(output, { recursive: true });
    const folder = mkdtempSync(path.join(tmpdir(), 'telehealth-cluster-'));
    chmodSync(folder, 0o755);
    const state: State = {
      folder,
      passKey: randomBytes(32).toString('base64'),
      configuration: {},
      nodes: [],
      pids: [],
    };
    const stores = await startStores(folder);
    state.configuration = stores.configuration;
    state.pids.push(...stores.pids);
    remember(state);
    for (const name of ['1', '2']) {
      const [httpPort, udpPort] = [await freeTcpPort(), await freeMediaPort()];
      state.nodes.push({ name, httpPort, udpPort, pid: 0 });
    }
    const proxy = await startProxy(folder, state.nodes.map(({ httpPort }) => httpPort));
    state.pids.push(proxy.pid);
    remember(state);
    const cluster = new Cluster(state, stores.database, stores.redis, proxy.origin);
    // The first one brings the database into shape.
    for (const { name } of state.nodes) {
      await cluster.startNode(name);
    }
    return cluster;
  }

  /** As people meet it: by the proxy. */
  get installation(): RunningServer {
    const { folder, passKey } = this.#state;
    return { origin: this.origin, pid: 0, httpPort: 0, udpPort: 0, dataFolder: folder, passKey };
  }

  get nodes(): readonly string[] {
    return this.#state.nodes.map(({ name }) => name);
  }

  async startNode(name: string): Promise<void> {
    const node = this.#node(name);
    const origin = `http://127.0.0.1:${node.httpPort}`;
    const file = path.join(output, `node-${name}.log`);
    const log = openSync(file, 'a');
    const child = spawn('dotnet', [serverDll], {
      cwd: serverFolder,
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...this.#configurationOf(node), ASPNETCORE_URLS: origin },
    });
    child.unref();
    node.pid = child.pid ?? 0;
    remember(this.#state);
    await until(
      `node ${name} answers at ${origin}/health/ready (its words: ${file})`,
      () => {
        if (child.exitCode !== null) {
          throw new Error(`Node ${name} ended with ${child.exitCode}: see ${file}`);
        }
        return isReady(origin);
      },
      60_000,
    );
  }

  /** Without a word. */
  async killNode(name: string): Promise<void> {
    const { pid } = this.#node(name);
    process.kill(pid, 'SIGKILL');
    await until(`node ${name} is gone`, () => !isAlive(pid), 5_000);
  }

  /** As a supervisor would before an update: the node brings its calls elsewhere, then it ends. */
  async stopNode(name: string): Promise<void> {
    const { pid } = this.#node(name);
    process.kill(pid, 'SIGTERM');
    await until(`node ${name} has stopped`, () => !isAlive(pid), stopsWithinMs);
  }

  stopDatabase(): void {
    this.#database.stop();
  }

  startDatabase(): void {
    this.#state.pids.push(this.#database.start());
    remember(this.#state);
  }

  async stopRedis(): Promise<void> {
    await this.#redis.stop();
  }

  /** Empty, as after a crash. */
  async startRedis(): Promise<void> {
    this.#state.pids.push(await this.#redis.start());
    remember(this.#state);
  }

  #node(name: string): Node {
    const node = this.#state.nodes.find((one) => one.name === name);
    if (node === undefined) {
      throw new Error(`There is no node ${name}.`);
    }
    return node;
  }

  #configurationOf({ name, udpPort }: Node): Record<string, string> {
    const { folder, passKey, configuration } = this.#state;
    return {
      ...configuration,
      ASPNETCORE_ENVIRONMENT: 'Development',
      Http__ProxyNetworks__0: '127.0.0.1/32',
      Storage__DataFolder: path.join(folder, 'data'),
      Media__UdpPort: String(udpPort),
      Rooms__PassKey: passKey,
      Rooms__NodeUrl: `/nodes/${name}`,
      Telemetry__NodeName: `server-${name}`,
    };
  }
}

/** Ends everything by the ids that were remembered, also those of a run that was cut off. */
export async function stopCluster(): Promise<void> {
  if (!existsSync(stateFile)) {
    return;
  }
  const { folder, nodes, pids } = JSON.parse(readFileSync(stateFile, 'utf8')) as State;
  // The proxy first and the stores last; nobody waits for calls to move.
  for (const pid of [...nodes.map((node) => node.pid), ...pids.reverse()].filter((one) => one > 0)) {
    if (isAlive(pid)) {
      process.kill(pid, nodes.some((node) => node.pid === pid) ? 'SIGKILL' : 'SIGINT');
    }
  }
  await until('the stores and the proxy have stopped', () => !pids.some(isAlive), 15_000);
  rmSync(folder, { recursive: true, force: true });
  rmSync(stateFile);
}

function remember(state: State): void {
  writeFileSync(stateFile, JSON.stringify(state, null, 2));
}
