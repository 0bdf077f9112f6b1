import type { RoomEntry } from '../api/contracts';
import { isRefusal } from '../api/http';
import type { Peers } from '../media/peers';
import { Attempt, firstGranted, within } from './attempt';
import { backoffMs, pause } from './backoff';
import { Crossing, type View } from './crossing';
import type { SpareDoor } from './messages';
import type { Moving } from './moving';
import type { OwnSeat } from './ownSeat';
import { refusalIn } from './roomEnd';
import type { RoomHub } from './roomHub';
import type { SeatNames } from './seatNames';

type PlacesDependencies = {
  enterRoom: () => Promise<RoomEntry>;
  openHub: (url: string) => RoomHub;
  newSeat: () => OwnSeat;
  moving: Moving;
  peers: Peers;
  names: SeatNames;
  /** A connection speaks for a seat from now on, the same as before or another. */
  onSeated: (seat: string) => void;
  onChanged: () => void;
};

// A door behind which nobody answers must not keep from the other one for long.
const doorTakesMs = 5_000;
const movesTried = 20;

/** Where in the installation one sits: the node that holds the room, the standby when that is lost, another when it is emptied. */
export class Places {
  readonly #do: PlacesDependencies;
  readonly #attempts = new Set<Attempt>();
  #here: OwnSeat;
  #crossing: Crossing | undefined;
  #standbyTry: Attempt | undefined;
  #signal: AbortSignal | undefined;
  #haveJoined = false;

  constructor(dependencies: PlacesDependencies) {
    this.#do = dependencies;
    this.#here = dependencies.newSeat();
  }

  get here(): OwnSeat {
    return this.#here;
  }

  get haveJoined(): boolean {
    return this.#haveJoined;
  }

  /** One is on the way to another node while everything still runs over the present one. */
  get isCovered(): boolean {
    return this.#crossing?.isCovered ?? false;
  }

  isWaitingFor(track: string): boolean {
    return this.#crossing?.isWaitingFor(track) ?? false;
  }

  get view(): View {
    const { news, subscriber } = this.#here;
    return this.#crossing?.view ?? { seats: news.seats, tracks: subscriber.tracks };
  }

  begin(signal: AbortSignal): void {
    this.#signal = signal;
    this.#here.legs.start();
  }

  /** From the door to the loss of signalling; moves to other nodes are part of it. Answers with the last word. */
  async visit(signal: AbortSignal): Promise<string | undefined> {
    await this.#arrive();
    for (let seat = this.#here; ; seat = this.#here) {
      const { hub } = seat;
      await hub?.closed;
      if (hub !== undefined) {
        seat.lose(hub);
        await hub.stop();
      }
      if (seat === this.#here || signal.aborted) {
        this.#do.onChanged();
        return seat.lastWord;
      }
    }
  }

  /** The node does not answer: it is dead, or only the way to it is. */
  async tryStandby(): Promise<void> {
    const seat = this.#here;
    const attempt = this.#askStandby();
    if (attempt === undefined || this.#do.moving.isOn) {
      return;
    }
    try {
      await attempt.joined;
      await this.#take(attempt, true);
    } catch (error) {
      if (seat === this.#here && isRefusal(refusalIn(error), 'room.held_elsewhere')) {
        seat.legs.hurry();
      }
    }
  }

  /** The node is emptied: sits down at the other before getting up here. */
  async moveTo(from: OwnSeat, door: SpareDoor): Promise<void> {
    const isWanted = () =>
      from === this.#here && from.destination === door && from.hub?.isOpen === true;
    for (let failures = 0; isWanted() && failures < movesTried; failures++) {
      const attempt = this.#try(this.#do.newSeat(), async () => door, true);
      try {
        await attempt.joined;
        if (isWanted()) {
          await this.#take(attempt, false);
        } else {
          await this.#drop(attempt);
        }
        return;
      } catch {
        await this.#drop(attempt);
        await pause(backoffMs(failures), this.#signal ?? AbortSignal.abort());
      }
    }
  }

  /** The page is closed. */
  tellLeave(): void {
    this.#here.hub?.tell('Leave');
    this.#crossing?.tellLeave();
  }

  async leave(): Promise<void> {
    this.#haveJoined = false;
    this.#crossing?.end();
    await Promise.all([...this.#attempts].map((attempt) => this.#drop(attempt)));
    await this.#here.leave();
  }

  /** Their passwords run out within minutes, so new paths need new ones; without them the old ones must do. */
  async renewRelays(): Promise<void> {
    const { peers, enterRoom } = this.#do;
    if (peers.hasRelays) {
      await enterRoom().then(
        ({ iceServers }) => peers.useRelays(iceServers),
        () => undefined,
      );
    }
  }

  async #arrive(): Promise<void> {
    const standby = this.#do.moving.isOn ? undefined : this.#askStandby();
    const primary = this.#try(this.#here, () => this.#enter(standby), standby !== undefined);
    const first = await firstGranted(standby === undefined ? [primary] : [primary, standby]);
    for (const attempt of [primary, standby]) {
      if (attempt !== undefined && attempt !== first) {
        void this.#drop(attempt);
      }
    }
    await this.#take(first, true);
  }

  /** By the front door; while the device changes its network, by what is known of it. */
  async #enter(standby: Attempt | undefined): Promise<SpareDoor> {
    const { moving, names, peers } = this.#do;
    // While the door is asked, one may sit down somewhere else.
    const seat = this.#here;
    const known = moving.isOn ? moving.entry : undefined;
    const entry = known ?? (await this.#askAtTheDoor());
    if (entry !== moving.entry) {
      seat.standby = entry.standby;
    }
    moving.entry = entry;
    names.learn(entry.seats);
    peers.useRelays(entry.iceServers);
    if (standby?.hubUrl === entry.hubUrl) {
      // The same node by both doors: the second one in would take the seat from the first.
      await isRefused(standby);
    }
    return entry;
  }

  /** While the database is away nobody new comes in, but who sat here comes back by the old pass and the session. */
  async #askAtTheDoor(): Promise<RoomEntry> {
    const { enterRoom, moving } = this.#do;
    try {
      return await enterRoom();
    } catch (error) {
      if (moving.entry !== undefined && isRefusal(error, 'storage.unavailable')) {
        return moving.entry;
      }
      throw error;
    }
  }

  /** One at a time, whoever asks. */
  #askStandby(): Attempt | undefined {
    const { standby } = this.#here;
    if (standby !== null && this.#standbyTry === undefined) {
      const attempt = this.#try(this.#do.newSeat(), async () => standby, true);
      this.#standbyTry = attempt;
      const forget = () => {
        this.#standbyTry = undefined;
      };
      attempt.joined.then(forget, () => {
        forget();
        void this.#drop(attempt);
      });
    }
    return this.#standbyTry;
  }

  #try(seat: OwnSeat, find: () => Promise<SpareDoor>, hasLimit: boolean): Attempt {
    const { moving, openHub } = this.#do;
    const attempt = new Attempt({
      seat,
      find,
      openHub,
      patiently: (joining) => moving.patiently(hasLimit ? within(doorTakesMs, joining) : joining),
    });
    this.#attempts.add(attempt);
    return attempt;
  }

  async #drop(attempt: Attempt): Promise<void> {
    this.#attempts.delete(attempt);
    attempt.giveUp();
    if (attempt.seat !== this.#here) {
      await attempt.seat.close();
    }
  }

  /** @param isLost Nothing is expected any more from where one sat before. */
  async #take(attempt: Attempt, isLost: boolean): Promise<void> {
    if (!this.#attempts.delete(attempt)) {
      // Taken already, or given up meanwhile.
      return;
    }
    const { seat } = attempt;
    const joined = await attempt.joined;
    const { moving, onSeated } = this.#do;
    if (seat !== this.#here || (this.#haveJoined && !joined.reply.resumed)) {
      this.#cross(seat, isLost);
    }
    const hasNewPaths = moving.isOn;
    moving.end();
    this.#haveJoined = true;
    seat.sit(joined, hasNewPaths);
    onSeated(joined.reply.seat);
    if (seat.destination !== undefined) {
      void this.moveTo(seat, seat.destination);
    }
  }

  #cross(to: OwnSeat, isLost: boolean): void {
    const from = this.#here;
    const last = this.view;
    this.#crossing?.end();
    if (from !== to) {
      to.news.goOnFrom(from.news);
      to.legs.start(from.legs.haveConnected);
    }
    this.#here = to;
    this.#crossing = new Crossing({
      from: from === to ? undefined : from,
      to,
      last: isLost ? last : undefined,
      onChanged: this.#do.onChanged,
      onOver: () => {
        this.#crossing = undefined;
        this.#do.onChanged();
      },
    });
  }
}

/** Throws when it is granted. */
async function isRefused({ joined }: Attempt): Promise<void> {
  const isGranted = await joined.then(
    () => true,
    () => false,
  );
  if (isGranted) {
    throw new Error('The standby was quicker.');
  }
}
