import {
  HttpTransportType,
  type HubConnection,
  HubConnectionBuilder,
  LogLevel,
} from '@microsoft/signalr';
import type { JoinReply, JoinRequest, RoomHubEvents, RoomHubMethods } from './messages';

type Sent<Name extends keyof RoomHubMethods> = Parameters<RoomHubMethods[Name]>;
type Answer<Name extends keyof RoomHubMethods> = ReturnType<RoomHubMethods[Name]>;

/** One signalling connection to the node that holds the room; a lost one is replaced, not repaired: the session resumes the seat. */
export class RoomHub {
  readonly #hub: HubConnection;
  /** Resolves when the connection is gone, for whatever reason. */
  readonly closed: Promise<void>;

  constructor(hub: HubConnection) {
    this.#hub = hub;
    this.closed = new Promise((resolve) => hub.onclose(() => resolve()));
  }

  get isOpen(): boolean {
    return this.#hub.state === 'Connected';
  }

  on<Name extends keyof RoomHubEvents>(name: Name, handler: RoomHubEvents[Name]): void {
    this.#hub.on(name, handler);
  }

  async join(request: JoinRequest): Promise<JoinReply> {
    await this.#hub.start();
    return this.#hub.invoke<JoinReply>('Join', request);
  }

  invoke<Name extends keyof RoomHubMethods>(
    name: Name,
    ...args: Sent<Name>
  ): Promise<Answer<Name>> {
    return this.#hub.invoke<Answer<Name>>(name, ...args);
  }

  /** For what may be lost together with the connection: it is said again after joining. False when nothing was sent. */
  tell<Name extends keyof RoomHubMethods>(name: Name, ...args: Sent<Name>): boolean {
    const isOpen = this.isOpen;
    if (isOpen) {
      void this.#hub.send(name, ...args).catch(() => undefined);
    }
    return isOpen;
  }

  async stop(): Promise<void> {
    await this.#hub.stop();
  }
}

export function openRoomHub(url: string): RoomHub {
  const hub = new HubConnectionBuilder()
    // Web sockets at once: negotiating costs a round trip that the first picture would wait for.
    .withUrl(url, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .withServerTimeout(15_000)
    .withKeepAliveInterval(5_000)
    .configureLogging(LogLevel.None)
    .build();
  return new RoomHub(hub);
}
