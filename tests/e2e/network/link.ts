import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

export type Direction = 'up' | 'down';
export type Kind = 'stun' | 'dtls' | 'media';
export type Datagram = { direction: Direction; kind: Kind; bytes: Buffer; nowMs: number };

/** After how many milliseconds each copy of a datagram arrives; no copy: it is lost. */
export type Impairment = (datagram: Datagram) => readonly number[];

/** A bad network in user space between browsers and the media server: browsers send to `port`, the server sees an address of ours for each. */
export class Link {
  readonly counts = { up: 0, down: 0, lost: 0 };
  impairment: Impairment;
  readonly #front: Socket;
  readonly #server: { address: string; port: number };
  readonly #clients = new Map<string, Socket>();

  private constructor(front: Socket, server: { address: string; port: number }, impairment: Impairment) {
    this.#front = front;
    this.#server = server;
    this.impairment = impairment;
    front.on('message', (bytes, from) => this.#up(bytes, from));
  }

  static async open(
    server: { address: string; port: number },
    impairment: Impairment = perfect,
  ): Promise<Link> {
    return new Link(await bound(), server, impairment);
  }

  get port(): number {
    return this.#front.address().port;
  }

  close(): void {
    this.#front.close();
    for (const client of this.#clients.values()) {
      client.close();
    }
    this.#clients.clear();
  }

  async #up(bytes: Buffer, from: RemoteInfo): Promise<void> {
    const key = `${from.address}:${from.port}`;
    let client = this.#clients.get(key);
    if (client === undefined) {
      client = createSocket('udp4');
      this.#clients.set(key, client);
      client.on('message', (answer) =>
        this.#pass('down', answer, () => this.#front.send(answer, from.port, from.address)),
      );
    }
    const socket = client;
    this.#pass('up', bytes, () => socket.send(bytes, this.#server.port, this.#server.address));
  }

  #pass(direction: Direction, bytes: Buffer, send: () => void): void {
    this.counts[direction]++;
    const copies = this.impairment({ direction, kind: kindOf(bytes), bytes, nowMs: performance.now() });
    this.counts.lost += copies.length === 0 ? 1 : 0;
    for (const delayMs of copies) {
      if (delayMs <= 0) {
        this.#send(send);
      } else {
        setTimeout(() => this.#send(send), delayMs);
      }
    }
  }

  #send(send: () => void): void {
    try {
      send();
    } catch {
      // Closed while the datagram was under way.
    }
  }
}

function bound(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, () => resolve(socket));
  });
}

/** RFC 7983. */
function kindOf(bytes: Buffer): Kind {
  const first = bytes[0] ?? 0;
  return first < 4 ? 'stun' : first >= 20 && first < 64 ? 'dtls' : 'media';
}

export const perfect: Impairment = () => [0];
