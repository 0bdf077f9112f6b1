import type { RoomEntry } from '../api/contracts';
import type { JoinReply, JoinRequest, RoomHubEvents } from './messages';

/** One signalling connection as the room sees it; the test speaks for the server. */
export class FakeHub {
  readonly joins: JoinRequest[] = [];
  readonly #handlers = new Map<string, (...args: never[]) => void>();
  readonly #reply: () => JoinReply | Promise<JoinReply>;
  readonly told: string[] = [];
  isOpen = true;
  #lose: () => void = () => undefined;
  readonly closed = new Promise<void>((resolve) => {
    this.#lose = resolve;
  });

  constructor(reply: () => JoinReply | Promise<JoinReply>) {
    this.#reply = reply;
  }

  on(name: string, handler: (...args: never[]) => void): void {
    this.#handlers.set(name, handler);
  }

  async join(request: JoinRequest): Promise<JoinReply> {
    this.joins.push(request);
    return this.#reply();
  }

  invoke = async () => ({ offerId: 0, sdp: '' });
  tell: (method: string) => void = (method) => this.told.push(method);
  stop = async () => this.lose();

  lose(): void {
    this.isOpen = false;
    this.#lose();
  }

  say<Name extends keyof RoomHubEvents>(
    name: Name,
    ...args: Parameters<RoomHubEvents[Name]>
  ): void {
    (this.#handlers.get(name) as ((...given: typeof args) => void) | undefined)?.(...args);
  }
}

export const entry: RoomEntry = {
  pass: 'pass',
  hubUrl: '/hubs/room',
  seat: 'me',
  seats: [{ seat: 'me', name: { zh: '我', en: 'Me' }, role: 'patient' }],
  iceServers: [],
  standby: null,
  expiresAt: '2026-01-01T00:00:00Z',
};

export const rights = { audio: true, video: true, screen: true, subscribe: true, moderate: false };
