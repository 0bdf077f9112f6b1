const lookEveryMs = 300;
// Feedback on what we send comes several times a second, and once a second at the very least.
const silentMs = 1_200;

type Watched = { publishing: () => RTCPeerConnection | undefined; onDeadPath: () => void };

/** Notices that the way to the server is gone, long before the browser's own timers do: nothing comes back for what we send, or the
 * device says that it changed its network. */
export class PathWatch {
  readonly #do: Watched;
  #connection: RTCPeerConnection | undefined;
  #received = 0;
  #receivedAt = 0;
  #isFlowing = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(watched: Watched) {
    this.#do = watched;
  }

  start(): void {
    // A connection that closes meanwhile has no statistics.
    this.#timer ??= setInterval(() => void this.#look().catch(() => undefined), lookEveryMs);
    window.addEventListener('online', this.#do.onDeadPath);
    deviceNetwork()?.addEventListener('change', this.#do.onDeadPath);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#isFlowing = false;
    window.removeEventListener('online', this.#do.onDeadPath);
    deviceNetwork()?.removeEventListener('change', this.#do.onDeadPath);
  }

  async #look(): Promise<void> {
    const connection = this.#do.publishing();
    const received = connection === undefined ? 0 : await bytesReceived(connection);
    const now = performance.now();
    if (connection !== this.#connection || received !== this.#received) {
      this.#isFlowing = connection !== undefined && connection === this.#connection;
      this.#connection = connection;
      this.#received = received;
      this.#receivedAt = now;
      return;
    }
    if (this.#isFlowing && now - this.#receivedAt >= silentMs) {
      this.#isFlowing = false;
      this.#do.onDeadPath();
    }
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
