import type { RoomEntry } from '../api/contracts';
import { backoffMs } from './backoff';

// Between two networks there is none for a moment, and the next try costs nothing.
const pauseMs = 100;
const tries = 30;
// The first packet of a new connection may go into the gap between two networks, and is repeated by the system only after a second.
const firstPatienceMs = 500;

/** Coming back over another network: by the entry that is known, without waiting between tries. */
export class Moving {
  entry: RoomEntry | undefined;
  #isOn = false;
  #patienceMs = 0;

  get isOn(): boolean {
    return this.#isOn;
  }

  begin(): void {
    this.#isOn = this.entry !== undefined;
    this.#patienceMs = firstPatienceMs / 2;
  }

  end(): void {
    this.#isOn = false;
  }

  /** Gives a try of connecting more time with each failure, so that a slow network gets its turn too. */
  async patiently<T>(connecting: Promise<T>): Promise<T> {
    if (!this.#isOn) {
      return connecting;
    }
    this.#patienceMs *= 2;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error('The new network did not answer.')),
        this.#patienceMs,
      );
    });
    return Promise.race([connecting, tooLate]).finally(() => clearTimeout(timer));
  }

  /** How long to wait before the next try; after many it is no move but a lost line. */
  pauseMs(failures: number): number {
    this.#isOn &&= failures < tries;
    return this.#isOn ? pauseMs : backoffMs(failures);
  }
}
