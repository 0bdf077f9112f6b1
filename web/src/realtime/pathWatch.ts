import type { Peers } from '../media/peers';

const lookEveryMs = 150;
// Feedback on what we send comes ten times a second; a stall of a mobile network is longer only now and then.
const silentMs = 500;
// The device said that something changed: then less is enough.
const silentAfterWordMs = 200;
const wordIsFreshMs = 5_000;
// A tunnel may be long: then it looks ever more rarely.
const longestRestMs = 5_000;
// The node itself may be gone: longer than almost every stall of a mobile network.
const lostMs = 1_500;
// Less than this may have been sent into a pause of the other side's reports.
const unansweredBytes = 1_000;
const statisticsTakeMs = 1_000;

type Watched = {
  peers: Peers;
  publishing: () => RTCPeerConnection | undefined;
  /** The device has another network, and nothing goes over the old one. New connections use the new one. */
  onMoved: () => void;
  /** What is sent is not answered any more; said again as long as it is so. */
  onLost: () => void;
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
  #sentAtAnswer = 0;
  #lostSaidAt = 0;
  #isFlowing = false;
  #wordAt = Number.NEGATIVE_INFINITY;
  #addresses: readonly string[] = [];
  #hasLooked = false;
  #restMs = 0;
  #restUntil = 0;
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
    this.#isLooking = false;
    this.#addresses = [];
    this.#hasLooked = false;
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
    if (connection?.connectionState === 'connected' && !this.#hasLooked) {
      this.#hasLooked = true;
      this.#addresses = await this.#seeAddresses();
    }
    const { received, sent } =
      connection === undefined ? { received: 0, sent: 0 } : await traffic(connection);
    const now = performance.now();
    if (connection !== this.#connection || received !== this.#received) {
      this.#isFlowing = connection !== undefined && connection === this.#connection;
      this.#connection = connection;
      this.#received = received;
      this.#receivedAt = now;
      this.#sentAtAnswer = sent;
      this.#lostSaidAt = now;
      this.#restMs = 0;
      this.#restUntil = 0;
      return;
    }
    this.#tellWhenLost(now, sent);
    const isWarned = now - this.#wordAt < wordIsFreshMs;
    const isSilent = now - this.#receivedAt >= (isWarned ? silentAfterWordMs : silentMs);
    if (this.#isFlowing && isSilent && now >= this.#restUntil && this.#addresses.length > 0) {
      await this.#compare();
      this.#restMs = Math.min(longestRestMs, this.#restMs * 1.5 + lookEveryMs / 2);
      this.#restUntil = performance.now() + this.#restMs;
    }
  }

  #tellWhenLost(now: number, sent: number): void {
    const isAsked = sent - this.#sentAtAnswer > unansweredBytes;
    if (this.#isFlowing && isAsked && now - this.#lostSaidAt >= lostMs) {
      this.#lostSaidAt = now;
      this.#do.onLost();
    }
  }

  async #compare(): Promise<void> {
    const { peers, onMoved } = this.#do;
    const outlook = await peers.lookOut();
    if (outlook === undefined) {
      return;
    }
    const { addresses, frame } = outlook;
    // An address more is no move: the old way may still be there, and a stall of it heals by itself.
    const isGone = this.#addresses.some((known) => !addresses.includes(known));
    if (addresses.length === 0 || !isGone || this.#timer === undefined) {
      frame.remove();
      return;
    }
    this.#addresses = addresses;
    this.#isFlowing = false;
    peers.adopt(outlook);
    onMoved();
  }

  async #seeAddresses(): Promise<readonly string[]> {
    const outlook = await this.#do.peers.lookOut();
    outlook?.frame.remove();
    return outlook?.addresses ?? [];
  }
}

async function traffic(connection: RTCPeerConnection): Promise<{ received: number; sent: number }> {
  const isLate = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('No statistics in time.')), statisticsTakeMs);
  });
  const report = (await Promise.race([connection.getStats(), isLate])) as Map<
    string,
    Record<string, unknown>
  >;
  const sum = { received: 0, sent: 0 };
  for (const one of report.values()) {
    if (one['type'] === 'candidate-pair') {
      sum.received += Number(one['bytesReceived'] ?? 0);
      sum.sent += Number(one['bytesSent'] ?? 0);
    }
  }
  return sum;
}

/** Android's browsers say when Wi-Fi gives way to the mobile network; others do not have it. */
function deviceNetwork(): EventTarget | undefined {
  return (navigator as { connection?: EventTarget }).connection;
}
