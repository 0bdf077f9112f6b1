import type { RoomHubEvents, SeatRights } from './messages';
import type { RoomHub } from './roomHub';
import type { SeatNames } from './seatNames';

export type Quality = Parameters<RoomHubEvents['QualityChanged']>[0];
export type RoomSeat = Parameters<RoomHubEvents['RoomChanged']>[0]['seats'][number];

type RoomNewsDependencies = {
  names: SeatNames;
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

/** What the server says only when it changes, to one seat. */
type SeatNews = {
  speakers: readonly string[];
  quality: Quality | undefined;
  /** Tracks whose picture the own network does not carry now. */
  pausedTracks: readonly string[];
  /** The own network carries sound only; the picture comes back by itself. */
  isSoundOnly: boolean;
};

const nothingYet: SeatNews = {
  speakers: [],
  quality: undefined,
  pausedTracks: [],
  isSoundOnly: false,
};

/** What the server told of the room and of one's own place in it. */
export class RoomNews {
  readonly #do: RoomNewsDependencies;
  seats: readonly RoomSeat[] = [];
  rights: SeatRights = everything;
  isLocked = false;
  #seatNews = nothingYet;
  /** The part of it that came over the present connection. */
  #heardHere: Partial<SeatNews> = {};
  #hasLongPackets = false;
  #hasRoom = false;
  /** People who only listen and are not among the seats. */
  listeners = 0;

  constructor(dependencies: RoomNewsDependencies) {
    this.#do = dependencies;
  }

  get speakers(): SeatNews['speakers'] {
    return this.#seatNews.speakers;
  }

  get quality(): SeatNews['quality'] {
    return this.#seatNews.quality;
  }

  get pausedTracks(): SeatNews['pausedTracks'] {
    return this.#seatNews.pausedTracks;
  }

  get isSoundOnly(): SeatNews['isSoundOnly'] {
    return this.#seatNews.isSoundOnly;
  }

  /** The room is over for us. */
  forget(): void {
    this.seats = [];
    this.#hasRoom = false;
    this.isLocked = false;
    this.listeners = 0;
    this.#seatNews = nothingYet;
    this.#heardHere = {};
    this.#hasLongPackets = false;
  }

  /** The old seat's state is nobody's now; word of the new one may have come before the answer to entering. */
  beginSeat(): void {
    this.#seatNews = { ...nothingYet, ...this.#heardHere };
  }

  /** The same room at another node: what is not told there yet stays as it was here. */
  goOnFrom(before: RoomNews): void {
    const { speakers, quality } = before;
    this.#seatNews = { ...nothingYet, speakers, quality, ...this.#heardHere };
    if (!this.#hasRoom) {
      this.isLocked = before.isLocked;
      this.listeners = before.listeners;
    }
  }

  listen(hub: RoomHub): void {
    let sequence = -1;
    // Another seat begins with short packets; a resumed one negotiates anew and is told again.
    this.#hasLongPackets = false;
    this.#heardHere = {};
    hub.on('RoomChanged', (room) => {
      if (room.sequence > sequence) {
        sequence = room.sequence;
        this.#take(room);
      }
    });
    hub.on('SpeakersChanged', (speakers) => this.#hear({ speakers }));
    hub.on('QualityChanged', (quality) => this.#hear({ quality }));
    hub.on('VideoPaused', (pausedTracks) => this.#hear({ pausedTracks }));
    hub.on('NarrowLink', ({ longPackets, videoStopped }) => {
      if (longPackets !== this.#hasLongPackets) {
        this.#hasLongPackets = longPackets;
        this.#do.onPacketsChanged();
      }
      this.#hear({ isSoundOnly: videoStopped });
    });
  }

  #hear(news: Partial<SeatNews>): void {
    Object.assign(this.#heardHere, news);
    this.#seatNews = { ...this.#seatNews, ...news };
    this.#do.onChanged();
  }

  #take(room: Parameters<RoomHubEvents['RoomChanged']>[0]): void {
    this.seats = room.seats;
    this.isLocked = room.locked;
    this.listeners = room.listeners;
    this.#hasRoom = true;
    this.#do.onChanged();
    this.#do.names.meet(room.seats);
  }
}
