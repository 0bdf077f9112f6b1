import type { RoomEntry, SeatName } from '../api/contracts';
import { isRefusal } from '../api/http';
import { enterRoom, readSeats } from '../api/rooms';
import { Emitter } from '../media/emitter';
import type { LocalMedia } from '../media/localMedia';
import { Peers } from '../media/peers';
import type { Publisher } from '../media/publisher';
import type { RemoteTrack, Subscriber } from '../media/subscriber';
import { TileWatcher } from '../media/tiles';
import { pause } from './backoff';
import { speakFromCall } from './hubHttp';
import type { RoomEvents } from './listen';
import type { RoomHubMethods, SeatRights } from './messages';
import { Moving } from './moving';
import { OwnSeat } from './ownSeat';
import { PathWatch } from './pathWatch';
import { Places } from './places';
import {
  afterLastWord,
  type RoomState,
  refusalAtTheDoor,
  refusalIn,
  stateAfterRefusal,
} from './roomEnd';
import { openRoomHub, type RoomHub } from './roomHub';
import type { Quality, RoomNews, RoomSeat } from './roomNews';
import { SeatNames } from './seatNames';

export type { Quality, RoomSeat, RoomState };

export type RoomDependencies = {
  enterRoom: (roomId: string) => Promise<RoomEntry>;
  readSeats: (roomId: string) => Promise<SeatName[]>;
  openHub: (url: string) => RoomHub;
};

const leaveTakesMs = 1_000;

/** One person's presence in a room, from entering to leaving; loses nothing that can be got back, and gets it back without being asked. */
export class Room extends Emitter<RoomEvents> {
  readonly id: string;
  readonly tiles: TileWatcher;
  readonly #peers = new Peers();
  readonly #moving = new Moving();
  readonly #names: SeatNames;
  readonly #places: Places;
  readonly #paths: PathWatch;
  #state: RoomState = { name: 'entering' };
  #ownSeat: string | undefined;
  #running: AbortController | undefined;

  constructor(
    id: string,
    media: LocalMedia,
    dependencies: RoomDependencies = { enterRoom, readSeats, openHub: openRoomHub },
  ) {
    super();
    this.id = id;
    const onChanged = () => this.#changed();
    this.#names = new SeatNames(() => dependencies.readSeats(id), onChanged);
    this.tiles = new TileWatcher(
      (sizes) => this.#places.here.hub?.tell('SetTiles', sizes) ?? false,
    );
    const newSeat = (): OwnSeat =>
      new OwnSeat({
        media,
        peers: this.#peers,
        names: this.#names,
        tell: (name, payload) => this.emit(name, payload),
        onChanged,
        renewRelays: () => this.#places.renewRelays(),
        onHealth: (seat, isBad) => this.#onHealth(seat, isBad),
        onMoveTo: (seat, door) => void this.#places.moveTo(seat, door),
      });
    this.#places = new Places({
      enterRoom: async () => {
        const entry = await dependencies.enterRoom(id);
        speakFromCall(entry.pass);
        return entry;
      },
      openHub: dependencies.openHub,
      newSeat,
      moving: this.#moving,
      peers: this.#peers,
      names: this.#names,
      onSeated: (seat) => this.#onSeated(seat),
      onChanged,
    });
    this.#paths = new PathWatch({
      peers: this.#peers,
      publishing: () => this.publisher.connection,
      onMoved: () => {
        // Nothing that hangs on the old network is waited for, neither signalling nor media.
        this.#moving.begin();
        void this.#places.here.hub?.stop();
      },
      onLost: () => void this.#places.tryStandby(),
    });
  }

  get state(): RoomState {
    return this.#state;
  }

  get publisher(): Publisher {
    return this.#places.here.publisher;
  }

  get subscriber(): Subscriber {
    return this.#places.here.subscriber;
  }

  get seats(): readonly RoomSeat[] {
    return this.#places.view.seats;
  }

  get ownSeat(): string | undefined {
    return this.#ownSeat;
  }

  get tracks(): readonly RemoteTrack[] {
    return this.#places.view.tracks;
  }

  /** The node was lost, and this picture has not come from the next one yet. */
  isComing(track: string | undefined): boolean {
    return track !== undefined && this.#places.isWaitingFor(track);
  }

  get speakers(): readonly string[] {
    return this.#news.speakers;
  }

  /** False for moments in which pictures may still run, but nothing new is heard of the room. */
  get hasSignalling(): boolean {
    return this.#places.here.hub !== undefined;
  }

  get quality(): Quality | undefined {
    return this.#news.quality;
  }

  /** What the own network does not carry now. */
  get narrow(): Pick<RoomNews, 'pausedTracks' | 'isSoundOnly'> {
    return this.#news;
  }

  get rights(): SeatRights {
    return this.#news.rights;
  }

  get isLocked(): boolean {
    return this.#news.isLocked;
  }

  /** People who only listen and are not among the seats. */
  get listeners(): number {
    return this.#news.listeners;
  }

  nameOf(seat: string): SeatName | undefined {
    return this.#names.of(seat);
  }

  /** Also takes the call back from another tab. */
  enter(): void {
    if (this.#running === undefined) {
      this.#running = new AbortController();
      this.#setState({ name: 'entering' });
      this.#places.begin(this.#running.signal);
      this.#paths.start();
      window.addEventListener('pagehide', this.#onPageHide);
      void this.#stay(this.#running.signal);
    }
  }

  /** For moderators. Throws the refusal, which has a sentence. */
  async moderate<Name extends 'MuteSeat' | 'SetSeatRights' | 'RemoveSeat' | 'LockRoom'>(
    name: Name,
    ...args: Parameters<RoomHubMethods[Name]>
  ): Promise<void> {
    try {
      await this.#places.here.signalling().invoke(name, ...args);
    } catch (error) {
      throw refusalIn(error);
    }
  }

  /** To the others here, what the chat cannot store now. False when there is no way to them either. */
  say(word: { clientMessageId: string; text: string }): boolean {
    return this.#places.here.hub?.tell('Say', word) ?? false;
  }

  async leave(): Promise<void> {
    const { hub } = this.#places.here;
    if (hub?.isOpen) {
      // Waits for the answer, because closing at once could overtake the word; but nobody is kept from leaving.
      const told = hub.invoke('Leave').catch(() => undefined);
      await Promise.race([told, new Promise((resolve) => setTimeout(resolve, leaveTakesMs))]);
    }
    await this.#finish({ name: 'ended', reason: 'left' });
  }

  /** Leaves and frees everything; the object is of no use afterwards. */
  async dispose(): Promise<void> {
    await this.leave();
    await this.#places.here.close();
    this.#peers.close();
    this.tiles.close();
  }

  readonly #onPageHide = () => this.#places.tellLeave();

  get #news(): RoomNews {
    return this.#places.here.news;
  }

  async #stay(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        const lastWord = await this.#places.visit(signal);
        failures = 0;
        if (!signal.aborted) {
          await this.#heed(lastWord);
        }
      } catch (error) {
        await this.#heedRefusal(error, signal);
      }
      if (!signal.aborted) {
        await pause(this.#moving.pauseMs(failures), signal);
      }
    }
  }

  async #heedRefusal(error: unknown, signal: AbortSignal): Promise<void> {
    if (isRefusal(refusalIn(error))) {
      this.#moving.end();
    }
    const state = stateAfterRefusal(refusalAtTheDoor(error), this.#places.haveJoined);
    if (state !== undefined && !signal.aborted) {
      await this.#finish(state);
    }
  }

  async #heed(reason: string | undefined): Promise<void> {
    const next = afterLastWord(reason);
    if (next === 'anew') {
      this.#places.here.forgetSession();
    } else if (next !== 'resume') {
      await this.#finish(next);
    }
  }

  async #finish(state: RoomState): Promise<void> {
    this.#running?.abort();
    this.#running = undefined;
    speakFromCall(undefined);
    this.#paths.stop();
    window.removeEventListener('pagehide', this.#onPageHide);
    const left = this.#places.leave();
    this.#setState(state);
    await left;
  }

  #onSeated(seat: string): void {
    this.#ownSeat = seat;
    this.#setState({ name: 'joined' });
    this.#changed();
    this.tiles.reportAgain();
  }

  #onHealth(seat: OwnSeat, isBad: boolean): void {
    const { name } = this.#state;
    const isRunning = name === 'joined' || name === 'reconnecting' || name === 'reaching';
    if (seat === this.#places.here && isRunning) {
      const bad = seat.legs.haveConnected ? 'reconnecting' : 'reaching';
      this.#setState({ name: isBad && !this.#places.isCovered ? bad : 'joined' });
    }
  }

  #setState(state: RoomState): void {
    if (this.#state.name !== state.name) {
      this.#state = state;
      this.#changed();
    }
  }

  #changed(): void {
    this.emit('changed', undefined);
  }
}
