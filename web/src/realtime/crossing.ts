import type { TrackSource } from '../media/localMedia';
import type { RemoteTrack } from '../media/subscriber';
import type { OwnSeat } from './ownSeat';
import type { RoomSeat } from './roomNews';

const lookEveryMs = 50;
// What is on its way when everything has arrived may still be shown from the old node, here and at the others.
const lingerMs = 600;
const othersTakeMs = 2_500;
const longestMs = 10_000;

const sources: readonly TrackSource[] = ['microphone', 'camera', 'screen'];

/** Who is there and what is received of them. */
export type View = { seats: readonly RoomSeat[]; tracks: readonly RemoteTrack[] };

type CrossingDependencies = {
  /** The seat at the old node; undefined when that one is the new one too, after its node began anew. */
  from: OwnSeat | undefined;
  to: OwnSeat;
  /** What was seen last at a node that is lost: nothing more comes from there. Undefined while all goes on there. */
  last: View | undefined;
  onChanged: () => void;
  onOver: () => void;
};

/** A call on its way from one node to another: as long as something has not arrived there, what the old one gave last stays. */
export class Crossing {
  readonly #do: CrossingDependencies;
  readonly #arrived = new Set<string>();
  readonly #startedAt = performance.now();
  #timer: ReturnType<typeof setInterval> | undefined;
  #isLooking = false;
  #wholeAt: number | undefined;

  constructor(dependencies: CrossingDependencies) {
    this.#do = dependencies;
    const { from, last } = dependencies;
    from?.legs.stop();
    if (last !== undefined) {
      from?.publisher.disconnect();
      void from?.hub?.stop();
    }
    this.#timer = setInterval(() => void this.#tick(), lookEveryMs);
  }

  /** Everything runs over the old node still, so nothing is amiss. */
  get isCovered(): boolean {
    return this.#do.last === undefined;
  }

  /** Its picture is the last one of a lost node, or none yet. */
  isWaitingFor(track: string): boolean {
    return !this.isCovered && !this.#arrived.has(track);
  }

  get view(): View {
    return blend(this.#before, viewOf(this.#do.to), ({ id }) => this.#arrived.has(id));
  }

  /** Leaves the old node, whatever has arrived. */
  end(): void {
    if (this.#timer !== undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.tellLeave();
      void this.#do.from?.close();
      this.#do.onOver();
    }
  }

  /** The page is closed. */
  tellLeave(): void {
    this.#do.from?.hub?.tell('Leave');
  }

  get #before(): View {
    const { from, last } = this.#do;
    return last ?? (from === undefined ? { seats: [], tracks: [] } : viewOf(from));
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
    if (this.#isOver(performance.now())) {
      this.end();
    }
  }

  async #look(): Promise<void> {
    const { subscriber } = this.#do.to;
    const waiting = subscriber.tracks.filter(({ id }) => !this.#arrived.has(id));
    if (subscriber.connection === undefined || waiting.length === 0) {
      return;
    }
    const flowing = await flowingMids(subscriber.connection);
    const now = waiting.filter(({ mid }) => flowing.has(mid));
    for (const { id } of now) {
      this.#arrived.add(id);
    }
    if (now.length > 0) {
      this.#do.onChanged();
    }
  }

  #isOver(now: number): boolean {
    const { from, to } = this.#do;
    if (now - this.#startedAt > longestMs) {
      return true;
    }
    if (!hasWhole(this.#before, viewOf(to), ({ id }) => this.#arrived.has(id))) {
      this.#wholeAt = undefined;
      return false;
    }
    this.#wholeAt ??= now;
    // The others need what is sent over the old node until they have gone themselves.
    const isAlone = from?.hub?.isOpen !== true || from.news.seats.length <= 1;
    return now - this.#wholeAt > (isAlone ? lingerMs : othersTakeMs);
  }
}

const viewOf = ({ news, subscriber }: OwnSeat): View => ({
  seats: news.seats,
  tracks: subscriber.tracks,
});

type HasArrived = (track: RemoteTrack) => boolean;

/** A picture comes from the new node as soon as it is received there, because its tile keeps the old one until the first frame. A voice
 * comes from there when it is heard. */
export function blend(from: View, to: View, hasArrived: HasArrived): View {
  const choose = (seat: string, source: TrackSource): Picked | undefined => {
    const now = pick(to, seat, source);
    const then = pick(from, seat, source);
    const isTaken = now?.received && (source !== 'microphone' || hasArrived(now.received));
    const chosen = isTaken || then?.received === undefined ? now : then;
    // What is muted is known best where the person is now.
    return chosen && { ...chosen, track: { ...chosen.track, muted: (now ?? chosen).track.muted } };
  };
  const isThere = new Set(to.seats.map(({ id }) => id));
  const seats = [...to.seats, ...from.seats.filter(({ id }) => !isThere.has(id))];
  const tracks: RemoteTrack[] = [];
  const blended = seats.map((seat) => {
    const chosen = sources.flatMap((source) => choose(seat.id, source) ?? []);
    tracks.push(...chosen.flatMap(({ received }) => received ?? []));
    return { ...seat, tracks: chosen.map(({ track }) => track) };
  });
  return { seats: blended, tracks };
}

/** Everybody is there, and what came of them from the old node comes from the new one, or is not sent now. */
export function hasWhole(from: View, to: View, hasArrived: HasArrived): boolean {
  const isThere = new Set(to.seats.map(({ id }) => id));
  const areThere = from.seats.every(({ id }) => isThere.has(id));
  const areReceived = from.seats.every((seat) =>
    seat.tracks.every(({ source, muted }) => {
      if (muted || pick(from, seat.id, source)?.received === undefined) {
        return true;
      }
      const now = pick(to, seat.id, source);
      return (
        now !== undefined &&
        (now.track.muted || (now.received !== undefined && hasArrived(now.received)))
      );
    }),
  );
  return areThere && areReceived;
}

type Picked = { track: RoomSeat['tracks'][number]; received: RemoteTrack | undefined };

function pick(view: View, seat: string, source: TrackSource): Picked | undefined {
  const track = view.seats
    .find(({ id }) => id === seat)
    ?.tracks.find((one) => one.source === source);
  return track && { track, received: view.tracks.find(({ id }) => id === track.id) };
}

async function flowingMids(connection: RTCPeerConnection): Promise<Set<string>> {
  const flowing = new Set<string>();
  const report = (await connection.getStats()) as Map<string, Record<string, unknown>>;
  for (const one of report.values()) {
    if (one['type'] === 'inbound-rtp' && typeof one['mid'] === 'string') {
      const count = one['kind'] === 'video' ? one['framesDecoded'] : one['packetsReceived'];
      if (Number(count ?? 0) > 0) {
        flowing.add(one['mid']);
      }
    }
  }
  return flowing;
}
