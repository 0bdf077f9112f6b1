import { type HubConnection, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { addressed } from '../api/http';
import { Emitter } from '../media/emitter';
import { backoffMs, heedHint, pause, rest } from './backoff';
import { HubHttp } from './hubHttp';
import type {
  ClinicHubEvents,
  DepartmentPresence,
  PresenceState,
  WatchedPresence,
} from './messages';

export type ConnectionState = 'stopped' | 'connecting' | 'connected' | 'reconnecting';

type ClinicEvents = {
  stateChanged: ConnectionState;
  queueChanged: { departmentId: string };
  presencesChanged: { departmentId: string; changes: DepartmentPresence[] };
  consultationChanged: { consultationId: string };
  turnNear: { consultationId: string };
  messagePosted: { consultationId: string; sequence: number };
  /** Connected, for the first time or again: whatever was read over HTTP before may be old. */
  caughtUp: undefined;
  /** The session or the role is over; the server cuts the connection now. */
  accessChanged: { code: string };
  /** News were or are missing: what is on screen is to be read again. */
  readAgain: undefined;
  /** News of other nodes do not come now, or come again. */
  delayedChanged: boolean;
};

/** Knows what the server asked for when it let nobody in. */
type Hints = { takeHint: () => number | undefined };

// While news of other nodes do not come; chance keeps the pages apart.
const readAgainMs = { atLeast: 5_000, spread: 3_000 };

type Watch<Answer> = {
  of: string | string[];
  count: number;
  onAnswer: Set<(answer: Answer) => void>;
};

/** The one connection of this tab to the clinic hub. Comes back by itself, for ever, and then watches again what was watched. */
export class ClinicConnection extends Emitter<ClinicEvents> {
  readonly #hub: HubConnection;
  readonly #hints: Hints;
  readonly #departments = new Map<string, Watch<DepartmentPresence[]>>();
  readonly #presences = new Map<string, Watch<WatchedPresence[]>>();
  readonly #consultations = new Map<string, Watch<number>>();
  #running: AbortController | undefined;
  #ticker: Worker | undefined;
  #state: ConnectionState = 'stopped';
  #presence: PresenceState | undefined;
  #isDelayed = false;
  #reading: ReturnType<typeof setTimeout> | undefined;
  /** The node goes away: when to be at another one. */
  #leavesAt: number | undefined;

  constructor(hub: HubConnection, hints: Hints) {
    super();
    this.#hub = hub;
    this.#hints = hints;
    this.#listen();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Harmless when it runs already. */
  start(): void {
    if (this.#running === undefined) {
      this.#running = new AbortController();
      this.#ticker = new Worker(new URL('./ticker.ts', import.meta.url), { type: 'module' });
      this.#ticker.onmessage = () => this.#heartbeat();
      void this.#connect(this.#running.signal, 'connecting');
    }
  }

  async stop(): Promise<void> {
    this.#running?.abort();
    this.#running = undefined;
    this.#ticker?.terminate();
    this.#presence = undefined;
    this.#leavesAt = undefined;
    this.#hearDelayed(false);
    this.#setState('stopped');
    await this.#hub.stop();
  }

  /** Staff: how one is reachable; told again after a gap. */
  async setPresence(state: PresenceState): Promise<void> {
    this.#presence = state;
    await this.#hub.invoke('SetPresence', state);
  }

  /** Queue and presence events of a department; `onPresence` hears who is there now, again after each gap. */
  watchDepartment(id: string, onPresence: (present: DepartmentPresence[]) => void): () => void {
    return this.#watch(this.#departments, id, onPresence, 'WatchDepartment', 'UnwatchDepartment');
  }

  /** Presence events of what a search showed; `onPresence` hears who is there now, again after each gap. */
  watchPresence(ids: string[], onPresence: (present: WatchedPresence[]) => void): () => void {
    return this.#watch(this.#presences, ids, onPresence, 'WatchPresence', 'UnwatchPresence');
  }

  /** Events of one consultation; `onSequence` hears the last chat sequence, again after each gap. */
  watchConsultation(id: string, onSequence: (lastSequence: number) => void): () => void {
    return this.#watch(
      this.#consultations,
      id,
      onSequence,
      'WatchConsultation',
      'UnwatchConsultation',
    );
  }

  #watch<Answer>(
    watches: Map<string, Watch<Answer>>,
    of: string | string[],
    onAnswer: (answer: Answer) => void,
    watchMethod: string,
    unwatchMethod: string,
  ): () => void {
    const key = String(of);
    const watch = watches.get(key) ?? { of, count: 0, onAnswer: new Set() };
    watches.set(key, watch);
    watch.count++;
    watch.onAnswer.add(onAnswer);
    if (this.#state === 'connected') {
      void this.#ask(watchMethod, watch);
    }
    return () => {
      watch.onAnswer.delete(onAnswer);
      watch.count--;
      if (watch.count === 0 && watches.delete(key) && this.#state === 'connected') {
        void this.#hub.send(unwatchMethod, of).catch(ignoreLostConnection);
      }
    };
  }

  async #ask<Answer>(method: string, watch: Watch<Answer>): Promise<void> {
    try {
      const answer: unknown = await this.#hub.invoke(method, watch.of);
      const value = method === 'WatchConsultation' ? lastSequenceOf(answer) : answer;
      for (const handler of watch.onAnswer) {
        handler(value as Answer);
      }
    } catch {
      // Refused (no longer ours) or lost on the way: a lost one is asked again after the reconnect.
    }
  }

  #listen(): void {
    const on = <Name extends keyof ClinicHubEvents>(name: Name, handler: ClinicHubEvents[Name]) =>
      this.#hub.on(name, handler);
    on('QueueChanged', (departmentId) => this.emit('queueChanged', { departmentId }));
    on('PresencesChanged', (departmentId, changes) =>
      this.emit('presencesChanged', { departmentId, changes }),
    );
    on('ConsultationChanged', (consultationId) =>
      this.emit('consultationChanged', { consultationId }),
    );
    on('TurnNear', (consultationId) => this.emit('turnNear', { consultationId }));
    on('MessagePosted', (consultationId, sequence) =>
      this.emit('messagePosted', { consultationId, sequence }),
    );
    on('AccessChanged', (code) => this.emit('accessChanged', { code }));
    on('LiveUpdatesDelayed', (delayed) => this.#hearDelayed(delayed));
    on('ReadAgain', (withinSeconds) => {
      const wait = Math.random() * withinSeconds * 1_000;
      setTimeout(() => void this.#readAgain(), wait);
    });
    on('GoingAway', (withinSeconds) => this.#leave(Math.random() * withinSeconds * 1_000));
    this.#hub.onclose(() => {
      this.#hearDelayed(false);
      if (this.#running !== undefined) {
        void this.#connect(this.#running.signal, 'reconnecting');
      }
    });
  }

  async #connect(signal: AbortSignal, state: ConnectionState): Promise<void> {
    this.#setState(state);
    const early = (this.#leavesAt ?? 0) - Date.now();
    this.#leavesAt = undefined;
    if (early > 0) {
      // The node went before our own moment; all come to the next one at theirs.
      await rest(early, signal);
    }
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await this.#hub.start();
        break;
      } catch {
        const hint = this.#hints.takeHint();
        await (hint === undefined ? pause(backoffMs(failures), signal) : heedHint(hint, signal));
      }
    }
    if (signal.aborted) {
      return;
    }
    this.#setState('connected');
    this.#heartbeat();
    await this.#watchAgain();
    this.emit('caughtUp', undefined);
  }

  /** The node's place is taken by another one: connects there at the moment given, unless the node is gone before. */
  #leave(inMs: number): void {
    const at = Date.now() + inMs;
    this.#leavesAt = at;
    setTimeout(() => {
      if (this.#leavesAt === at) {
        void this.#hub.stop();
      }
    }, inMs);
  }

  #hearDelayed(delayed: boolean): void {
    clearTimeout(this.#reading);
    if (delayed !== this.#isDelayed) {
      this.#isDelayed = delayed;
      this.emit('delayedChanged', delayed);
    }
    if (delayed) {
      const next = readAgainMs.atLeast + Math.random() * readAgainMs.spread;
      this.#reading = setTimeout(() => {
        this.emit('readAgain', undefined);
        this.#hearDelayed(this.#isDelayed);
      }, next);
    }
  }

  /** Who is present comes with the answers to watching; the rest is read over HTTP. */
  async #readAgain(): Promise<void> {
    if (this.#state === 'connected') {
      await this.#watchAgain();
      this.emit('readAgain', undefined);
    }
  }

  async #watchAgain(): Promise<void> {
    if (this.#presence !== undefined) {
      await this.#hub.send('SetPresence', this.#presence).catch(ignoreLostConnection);
    }
    await Promise.all([
      ...[...this.#departments.values()].map((watch) => this.#ask('WatchDepartment', watch)),
      ...[...this.#presences.values()].map((watch) => this.#ask('WatchPresence', watch)),
      ...[...this.#consultations.values()].map((watch) => this.#ask('WatchConsultation', watch)),
    ]);
  }

  #heartbeat(): void {
    if (this.#state === 'connected') {
      void this.#hub.send('Heartbeat').catch(ignoreLostConnection);
    }
  }

  #setState(state: ConnectionState): void {
    if (this.#state !== state) {
      this.#state = state;
      this.emit('stateChanged', state);
    }
  }
}

function buildHub(httpClient: HubHttp): HubConnection {
  return new HubConnectionBuilder()
    .withUrl(new URL(addressed('/hubs/clinic'), location.href).href, { httpClient })
    .withStatefulReconnect()
    .withServerTimeout(15_000)
    .withKeepAliveInterval(5_000)
    .configureLogging(LogLevel.None)
    .build();
}

function lastSequenceOf(answer: unknown): number {
  return (answer as { lastSequence: number }).lastSequence;
}

function ignoreLostConnection(): void {
  // onclose follows and brings the connection back.
}

const hubHttp = new HubHttp();

export const clinicConnection = new ClinicConnection(buildHub(hubHttp), hubHttp);
