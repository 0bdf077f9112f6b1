import type { Peers } from '../media/peers';

const lookEveryMs = 150;
// Feedback on what we send comes ten times a second; a stall of a mobile network is longer only now and then.
const silentMs = 500;
// The device said that something changed: then less is enough.
const silentAfterWordMs = 200;
const wordIsFreshMs = 5_000;

type Watched = {
  peers: Peers;
  publishing: () => RTCPeerConnection | undefined;
  /** The device has another network, and nothing goes over the old one. New connections use the new one. */
  onMoved: () => void;
};

/** Notices that the device changed its network, long before the browser's own timers do. */
export class PathWatch {
  readonly #do: Watched;
  readonly #onWord = () => {
    this.#wordAt = performance.now();
  };
  #connection: RTCPeerConnection | undefined;
  #received = 0;
  #receivedAt = 0;
  #isFlowing = false;
  #wordAt = Number.NEGATIVE_INFINITY;
  #addresses = '';
  #isLooking = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(watched: Watched) {
    this.#do = watched;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#tick(), lookEveryMs);
    window.addEventListener('online', this.#onWord);
    deviceNetwork()?.addEventListener('change', this.#onWord);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#isFlowing = false;
    this.#addresses = '';
    window.removeEventListener('online', this.#onWord);
    deviceNetwork()?.removeEventListener('change', this.#onWord);
  }

  async #tick(): Promise<void> {
    if (this.#isLooking) {
      return;
    }
    this.#isLooking = true;
    try {
      await this.#look();
    } catch {
      // A connection that closes meanwhile has no statistics.
    } finally {
      this.#isLooking = false;
    }
  }

  async #look(): Promise<void> {
    const connection = this.#do.publishing();
    if (connection?.connectionState === 'connected' && this.#addresses === '') {
      this.#addresses = await this.#seeAddresses();
    }
    const received = connection === undefined ? 0 : await bytesReceived(connection);
    const now = performance.now();
    if (connection !== this.#connection || received !== this.#received) {
      this.#isFlowing = connection !== undefined && connection === this.#connection;
      this.#connection = connection;
      this.#received = received;
      this.#receivedAt = now;
      return;
    }
    const isWarned = now - this.#wordAt < wordIsFreshMs;
    if (this.#isFlowing && now - this.#receivedAt >= (isWarned ? silentAfterWordMs : silentMs)) {
      await this.#compare();
    }
  }

  async #compare(): Promise<void> {
    const { peers, onMoved } = this.#do;
    const outlook = await peers.lookOut();
    const addresses = outlook.addresses.join();
    // Some of it may be the same: a cable that stays while Wi-Fi goes.
    if (addresses === '' || addresses === this.#addresses || this.#timer === undefined) {
      outlook.frame.remove();
      return;
    }
    this.#addresses = addresses;
    this.#isFlowing = false;
    peers.adopt(outlook);
    onMoved();
  }

  async #seeAddresses(): Promise<string> {
    const { frame, addresses } = await this.#do.peers.lookOut();
    frame.remove();
    return addresses.join();
  }
}

async function bytesReceived(connection: RTCPeerConnection): Promise<number> {
  let bytes = 0;
  const report = (await connection.getStats()) as Map<string, Record<string, unknown>>;
  for (const one of report.values()) {
    if (one['type'] === 'candidate-pair') {
      bytes += Number(one['bytesReceived'] ?? 0);
    }
  }
  return bytes;
}

/** Android's browsers say when Wi-Fi gives way to the mobile network; others do not have it. */
function deviceNetwork(): EventTarget | undefined {
  return (navigator as { connection?: EventTarget }).connection;
}
