import type { RoomEntry } from '../api/contracts';
import { backoffMs } from './backoff';

// Between two networks there is none for a moment, and the next try costs nothing.
const pauseMs = 100;
const tries = 30;

/** Coming back over another network: by the entry that is known, without waiting between tries. */
export class Moving {
  entry: RoomEntry | undefined;
  #isOn = false;

  get isOn(): boolean {
    return this.#isOn;
  }

  begin(): void {
    this.#isOn = this.entry !== undefined;
  }

  end(): void {
    this.#isOn = false;
  }

  /** How long to wait before the next try; after many it is no move but a lost line. */
  pauseMs(failures: number): number {
    this.#isOn &&= failures < tries;
    return this.#isOn ? pauseMs : backoffMs(failures);
  }
}
