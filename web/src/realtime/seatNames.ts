import type { SeatName } from '../api/contracts';

/** Who sits where; names stay when people go, for what is still shown of them. */
export class SeatNames {
  readonly #read: () => Promise<SeatName[]>;
  readonly #onLearnt: () => void;
  readonly #names = new Map<string, SeatName>();

  constructor(read: () => Promise<SeatName[]>, onLearnt: () => void) {
    this.#read = read;
    this.#onLearnt = onLearnt;
  }

  of(seat: string): SeatName | undefined {
    return this.#names.get(seat);
  }

  learn(seats: readonly SeatName[]): void {
    for (const seat of seats) {
      this.#names.set(seat.seat, seat);
    }
  }

  /** Asks for the names when somebody unknown is among them. */
  meet(seats: readonly { id: string }[]): void {
    if (seats.some(({ id }) => !this.#names.has(id))) {
      this.#read().then(
        (named) => {
          this.learn(named);
          this.#onLearnt();
        },
        () => undefined,
      );
    }
  }
}
