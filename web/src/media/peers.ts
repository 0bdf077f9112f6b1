const gatheringMs = 300;

/** A frame of our own origin without content. */
export type Outlook = { addresses: readonly string[]; frame: HTMLIFrameElement };

/** Opens the peer connections of one person's call: one transport for everything; relays are for networks that let nothing else
 * through, the browser asks them last. */
export class Peers {
  #relays: readonly RTCIceServer[] = [];
  #frame: HTMLIFrameElement | undefined;
  #last: HTMLIFrameElement | undefined;
  #opened: RTCPeerConnection[] = [];

  get hasRelays(): boolean {
    return this.#relays.length > 0;
  }

  /** For the next connections, and for the next new paths of those that are open. */
  useRelays(relays: readonly RTCIceServer[]): void {
    if (relays.length === 0 && !this.hasRelays) {
      return;
    }
    this.#relays = relays;
    for (const connection of this.#opened) {
      connection.setConfiguration(this.#configuration);
    }
  }

  open(): RTCPeerConnection {
    const Peer = peerOf(this.#frame) ?? RTCPeerConnection;
    const connection = new Peer(this.#configuration);
    this.#opened = this.#opened.filter(({ connectionState }) => connectionState !== 'closed');
    this.#opened.push(connection);
    return connection;
  }

  /**
   * The addresses that the device has at this moment; none while it is between two networks, or where the browser hides them.
   * Browsers tell a page that stands for a while of a new network seconds late, but a new frame knows it at once.
   */
  async lookOut(): Promise<Outlook> {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    document.body.append(frame);
    const Peer = peerOf(frame);
    return { frame, addresses: Peer === undefined ? [] : await addressesOf(new Peer()) };
  }

  /** New connections take the networks that this outlook has seen; those opened before are of no use any more. */
  adopt({ frame }: Outlook): void {
    this.#last?.remove();
    // A connection whose frame is gone answers nothing any more, and somebody may still be asking it.
    this.#last = this.#frame;
    this.#frame = frame;
  }

  close(): void {
    this.#last?.remove();
    this.#frame?.remove();
    this.#last = undefined;
    this.#frame = undefined;
  }

  get #configuration(): RTCConfiguration {
    return { bundlePolicy: 'max-bundle', iceServers: [...this.#relays] };
  }
}

function peerOf(frame: HTMLIFrameElement | undefined): typeof RTCPeerConnection | undefined {
  const inside = frame?.contentWindow as (Window & typeof globalThis) | null | undefined;
  return inside?.RTCPeerConnection;
}

async function addressesOf(connection: RTCPeerConnection): Promise<string[]> {
  const addresses = new Set<string>();
  const gathered = new Promise<void>((resolve) => {
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null) {
        resolve();
      } else if (isTelling(candidate.address)) {
        addresses.add(candidate.address);
      }
    };
    setTimeout(resolve, gatheringMs);
  });
  connection.addTransceiver('audio');
  await connection.setLocalDescription(await connection.createOffer());
  await gathered;
  connection.close();
  return [...addresses].sort();
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
