// All of a device's addresses come within a few milliseconds; a page that is very busy learns them another time.
const gatheringMs = 500;

/** The addresses that the device has at this moment, and the frame that knows them. */
export type Outlook = { addresses: readonly string[]; frame: HTMLIFrameElement };

type Opened = { connection: RTCPeerConnection; frame: HTMLIFrameElement | undefined };

const isOpen = ({ connection }: Opened) => connection.signalingState !== 'closed';

/** Opens the peer connections of one person's call: one transport for everything; relays are for networks that let nothing else
 * through, the browser asks them last. */
export class Peers {
  #relays: readonly RTCIceServer[] = [];
  #frame: HTMLIFrameElement | undefined;
  #frames: HTMLIFrameElement[] = [];
  #opened: Opened[] = [];

  get hasRelays(): boolean {
    return this.#relays.length > 0;
  }

  /** For the next connections, and for the next new paths of those that are open. */
  useRelays(relays: readonly RTCIceServer[]): void {
    if (relays.length === 0 && !this.hasRelays) {
      return;
    }
    this.#relays = relays;
    this.#tidy();
    for (const { connection } of this.#opened) {
      connection.setConfiguration(this.#configuration);
    }
  }

  open(): RTCPeerConnection {
    const Peer = peerOf(this.#frame) ?? RTCPeerConnection;
    const connection = new Peer(this.#configuration);
    this.#opened.push({ connection, frame: this.#frame });
    this.#tidy();
    return connection;
  }

  /**
   * Looks at the device's networks anew; undefined when the browser does not tell in time. No address: it is between two networks,
   * or hides them. Browsers tell a page that stands for a while of a new network seconds late, but a new frame knows it at once.
   */
  async lookOut(): Promise<Outlook | undefined> {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    document.body.append(frame);
    try {
      const Peer = peerOf(frame);
      const addresses = Peer === undefined ? undefined : await addressesOf(new Peer());
      if (addresses !== undefined) {
        return { frame, addresses };
      }
    } catch {
      // A browser that gathers nothing tells nothing.
    }
    frame.remove();
    return undefined;
  }

  /** New connections take the networks that this outlook has seen; those opened before are of no use any more. */
  adopt({ frame }: Outlook): void {
    this.#frame = frame;
    this.#frames.push(frame);
    this.#tidy();
  }

  close(): void {
    for (const frame of this.#frames.splice(0)) {
      frame.remove();
    }
    this.#frame = undefined;
  }

  /** A connection whose frame is gone answers nothing any more, so a frame stays while one of its connections is open. */
  #tidy(): void {
    this.#opened = this.#opened.filter(isOpen);
    const used = new Set([this.#frame, ...this.#opened.map(({ frame }) => frame)]);
    for (const frame of this.#frames.filter((one) => !used.has(one))) {
      frame.remove();
    }
    this.#frames = this.#frames.filter((one) => used.has(one));
  }

  get #configuration(): RTCConfiguration {
    return { bundlePolicy: 'max-bundle', iceServers: [...this.#relays] };
  }
}

function peerOf(frame: HTMLIFrameElement | undefined): typeof RTCPeerConnection | undefined {
  const inside = frame?.contentWindow as (Window & typeof globalThis) | null | undefined;
  return inside?.RTCPeerConnection;
}

async function addressesOf(connection: RTCPeerConnection): Promise<string[] | undefined> {
  try {
    const addresses = new Set<string>();
    const isWhole = new Promise<boolean>((resolve) => {
      connection.onicecandidate = ({ candidate }) => {
        if (candidate === null) {
          resolve(true);
        } else if (isTelling(candidate.address)) {
          addresses.add(candidate.address);
        }
      };
      setTimeout(() => resolve(false), gatheringMs);
    });
    connection.addTransceiver('audio');
    await connection.setLocalDescription(await connection.createOffer());
    return (await isWhole) ? [...addresses] : undefined;
  } finally {
    connection.close();
  }
}

/** Pages without permission for a camera or microphone see random names in place of addresses. */
function isTelling(address: string | null | undefined): address is string {
  return (
    typeof address === 'string' &&
    !address.endsWith('.local') &&
    !address.startsWith('127.') &&
    address !== '::1'
  );
}
