import type { SeatName } from '../api/contracts';
import type { RoomHubEvents, SeatRights } from './messages';
import type { RoomHub } from './roomHub';

export type Quality = Parameters<RoomHubEvents['QualityChanged']>[0];
export type RoomSeat = Parameters<RoomHubEvents['RoomChanged']>[0]['seats'][number];

type RoomNewsDependencies = {
  readSeats: () => Promise<SeatName[]>;
  onChanged: () => void;
  /** The length of sound's packets changes with the next offer. */
  onPacketsChanged: () => unknown;
};

const everything: SeatRights = {
  audio: true,
  video: true,
  screen: true,
  subscribe: true,
  moderate: false,
};

/** What the server told of the room and of one's own place in it. */
export class RoomNews {
  readonly #do: RoomNewsDependencies;
  readonly #names = new Map<string, SeatName>();
  seats: readonly RoomSeat[] = [];
  speakers: readonly string[] = [];
  quality: Quality | undefined;
  rights: SeatRights = everything;
  isLocked = false;
  /** Tracks whose picture the own network does not carry now. */
  pausedTracks: readonly string[] = [];
  /** The own network carries sound only; the picture comes back by itself. */
  isSoundOnly = false;
  #hasLongPackets = false;
  /** People who only listen and are not among the seats. */
  listeners = 0;

  constructor(dependencies: RoomNewsDependencies) {
    this.#do = dependencies;
  }

  nameOf(seat: string): SeatName | undefined {
    return this.#names.get(seat);
  }

  learnNames(seats: readonly SeatName[]): void {
    for (const seat of seats) {
      this.#names.set(seat.seat, seat);
    }
  }

  /** The room is over for us; the names stay, for what is still shown of it. */
  forget(): void {
    this.seats = [];
    this.speakers = [];
    this.quality = undefined;
    this.isLocked = false;
    this.listeners = 0;
    this.pausedTracks = [];
    this.isSoundOnly = false;
    this.#hasLongPackets = false;
  }

  listen(hub: RoomHub): void {
    let sequence = -1;
    // Another seat begins with short packets; a resumed one negotiates anew and is told again.
    this.#hasLongPackets = false;
    hub.on('RoomChanged', (room) => {
      if (room.sequence > sequence) {
        sequence = room.sequence;
        this.#take(room);
      }
    });
    hub.on('SpeakersChanged', (seats) => {
      this.speakers = seats;
      this.#do.onChanged();
    });
    hub.on('QualityChanged', (quality) => {
      this.quality = quality;
      this.#do.onChanged();
    });
    hub.on('VideoPaused', (tracks) => {
      this.pausedTracks = tracks;
      this.#do.onChanged();
    });
    hub.on('NarrowLink', ({ longPackets, videoStopped }) => {
      this.isSoundOnly = videoStopped;
      if (longPackets !== this.#hasLongPackets) {
        this.#hasLongPackets = longPackets;
        this.#do.onPacketsChanged();
      }
      this.#do.onChanged();
    });
  }

  #take(room: Parameters<RoomHubEvents['RoomChanged']>[0]): void {
    this.seats = room.seats;
    this.isLocked = room.locked;
    this.listeners = room.listeners;
    this.#do.onChanged();
    if (room.seats.some(({ id }) => !this.#names.has(id))) {
      this.#do.readSeats().then(
        (named) => {
          this.learnNames(named);
          this.#do.onChanged();
        },
        () => undefined,
      );
    }
  }
}
