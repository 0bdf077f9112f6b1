import type { SpareDoor } from './messages';
import type { Joined, OwnSeat } from './ownSeat';
import type { RoomHub } from './roomHub';

type AttemptDependencies = {
  seat: OwnSeat;
  /** Where the door is. */
  find: () => Promise<SpareDoor>;
  openHub: (url: string) => RoomHub;
  /** How long the one who opens may take. */
  patiently: (joining: Promise<Joined>) => Promise<Joined>;
};

/** One try to take a seat by one door. */
export class Attempt {
  readonly seat: OwnSeat;
  readonly joined: Promise<Joined>;
  /** Where its door is, as soon as that is known. */
  hubUrl: string | undefined;
  #hub: RoomHub | undefined;
  #isGivenUp = false;

  constructor(dependencies: AttemptDependencies) {
    this.seat = dependencies.seat;
    this.joined = this.#join(dependencies);
    // Whoever waits for it hears of its failure; nobody may.
    this.joined.catch(() => undefined);
  }

  /** Nobody needs it any more: a seat that is granted all the same is left again. */
  giveUp(): void {
    this.#isGivenUp = true;
    void this.#hub?.stop();
  }

  async #join({ seat, find, openHub, patiently }: AttemptDependencies): Promise<Joined> {
    const { pass, hubUrl } = await find();
    this.hubUrl = hubUrl;
    this.#throwIfGivenUp();
    const hub = openHub(hubUrl);
    this.#hub = hub;
    try {
      const joined = await patiently(seat.join(hub, pass));
      if (this.#isGivenUp) {
        hub.tell('Leave');
      }
      this.#throwIfGivenUp();
      return joined;
    } catch (error) {
      await hub.stop();
      throw error;
    }
  }

  #throwIfGivenUp(): void {
    if (this.#isGivenUp) {
      throw new Error('Another door was quicker.');
    }
  }
}

/** The attempt that is granted first; the others are given up. When none is, the first one's reason is what counts. */
export async function firstGranted(attempts: readonly [Attempt, ...Attempt[]]): Promise<Attempt> {
  const granted = attempts.map(async (attempt) => {
    await attempt.joined;
    return attempt;
  });
  try {
    const first = await Promise.any(granted);
    for (const other of attempts) {
      if (other !== first) {
        other.giveUp();
      }
    }
    return first;
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
}

/** Fails when it takes longer. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It did not answer in time.')), milliseconds);
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
