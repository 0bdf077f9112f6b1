import { nextRestart, type RestartStep } from '../media/restartPolicy';

/** Watches one of the two peer connections and knows how long it has been bad and what was tried. */
export class Leg {
  readonly #stateOf: () => RTCPeerConnectionState;
  #negotiationFailed = false;
  #badSince: number | undefined;
  #restartedAt: number | undefined;
  #restarts = 0;

  constructor(stateOf: () => RTCPeerConnectionState) {
    this.#stateOf = stateOf;
  }

  /** Bad for longer than a blink: worth telling the person. */
  isBad(now: number): boolean {
    return this.#badSince !== undefined && now - this.#badSince > 1_500;
  }

  fail(): void {
    this.#negotiationFailed = true;
  }

  forget(): void {
    this.#negotiationFailed = false;
    this.#badSince = undefined;
    this.#restartedAt = undefined;
    this.#restarts = 0;
  }

  next(hasSignalling: boolean, now: number): RestartStep {
    const state = this.#negotiationFailed ? 'failed' : this.#stateOf();
    if (state === 'connected') {
      this.forget();
      return 'wait';
    }
    this.#badSince ??= now;
    const step = nextRestart({
      hasSignalling,
      state,
      badForMs: now - this.#badSince,
      restarts: this.#restarts,
      sinceRestartMs:
        this.#restartedAt === undefined ? Number.POSITIVE_INFINITY : now - this.#restartedAt,
    });
    if (step === 'restart') {
      this.#negotiationFailed = false;
      this.#restartedAt = now;
      this.#restarts++;
    }
    return step;
  }
}
