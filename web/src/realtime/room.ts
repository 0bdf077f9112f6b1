import type { RoomEntry, SeatName } from '../api/contracts';
import { isRefusal, RefusalError } from '../api/http';
import { enterRoom, readSeats } from '../api/rooms';
import { Emitter } from '../media/emitter';
import type { LocalMedia } from '../media/localMedia';
import { Publisher } from '../media/publisher';
import { type RemoteTrack, type SubscribeOffer, Subscriber } from '../media/subscriber';
import { TileWatcher } from '../media/tiles';
import { backoffMs, pause } from './backoff';
import { Legs } from './legs';
import type { RoomHubEvents } from './messages';
import { openRoomHub, type RoomHub } from './roomHub';

export type RoomState =
  | { name: 'entering' }
  | { name: 'joined' }
  /** No way for sound and picture found yet; the browser tries the others by itself. */
  | { name: 'reaching' }
  /** Sound or picture is away; it comes back by itself. */
  | { name: 'reconnecting' }
  | { name: 'takenOver' }
  | { name: 'ended'; reason: 'left' | 'removed' | 'room_closed' }
  | { name: 'refused'; error: RefusalError };

export type Quality = Parameters<RoomHubEvents['QualityChanged']>[0];
export type RoomSeat = Parameters<RoomHubEvents['RoomChanged']>[0]['seats'][number];

type RoomDependencies = {
  enterRoom: (roomId: string) => Promise<RoomEntry>;
  readSeats: (roomId: string) => Promise<SeatName[]>;
  openHub: (url: string) => RoomHub;
};

/** What the server said before it closed one connection. */
type LastWord = { reason: string | undefined };

const leaveTakesMs = 1_000;

/** A full room stays full; what else the hub refuses is asked for again with a fresh pass, and the door then knows better. */
function refusalIn(error: unknown): unknown {
  const isFull = error instanceof Error && error.message.includes('refusal:media.room_full');
  return isFull ? new RefusalError('media.room_full', 409) : error;
}

/** One person's presence in a room, from entering to leaving; loses nothing that can be got back, and gets it back without being asked. */
export class Room extends Emitter<{ changed: undefined }> {
  readonly id: string;
  readonly publisher: Publisher;
  readonly subscriber: Subscriber;
  readonly tiles: TileWatcher;
  readonly #do: RoomDependencies;
  readonly #legs: Legs;
  #state: RoomState = { name: 'entering' };
  #seats: readonly RoomSeat[] = [];
  #names = new Map<string, SeatName>();
  #speakers: readonly string[] = [];
  #quality: Quality | undefined;
  #ownSeat: string | undefined;
  #session: string | null = null;
  #hasJoined = false;
  #hasRelays = false;
  #hub: RoomHub | undefined;
  #running: AbortController | undefined;

  constructor(
    id: string,
    media: LocalMedia,
    dependencies: RoomDependencies = { enterRoom, readSeats, openHub: openRoomHub },
  ) {
    super();
    this.id = id;
    this.#do = dependencies;
    this.publisher = new Publisher(media, {
      offer: (offer) => this.#signalling().invoke('PublishOffer', offer),
      setMuted: (source, muted) => this.#signalling().invoke('SetMuted', source, muted),
      onFailure: () => this.#legs.failPublish(),
    });
    this.subscriber = new Subscriber({
      answer: (answer) => this.#signalling().invoke('SubscribeAnswer', answer),
      onFailure: () => this.#legs.failSubscribe(),
    });
    this.subscriber.on('tracksChanged', () => this.#changed());
    this.tiles = new TileWatcher((sizes) => this.#hub?.tell('SetTiles', sizes));
    this.#legs = new Legs({
      publisher: this.publisher,
      subscriber: this.subscriber,
      hub: () => this.#hub,
      rebuild: () => {
        this.#session = null;
        void this.#hub?.stop();
      },
      renewRelays: () => this.#renewRelays(),
      onHealth: (isBad) => this.#onHealth(isBad),
    });
  }

  get state(): RoomState {
    return this.#state;
  }

  get seats(): readonly RoomSeat[] {
    return this.#seats;
  }

  get ownSeat(): string | undefined {
    return this.#ownSeat;
  }

  get tracks(): readonly RemoteTrack[] {
    return this.subscriber.tracks;
  }

  get speakers(): readonly string[] {
    return this.#speakers;
  }

  /** False for moments in which pictures may still run, but nothing new is heard of the room. */
  get hasSignalling(): boolean {
    return this.#hub !== undefined;
  }

  get quality(): Quality | undefined {
    return this.#quality;
  }

  nameOf(seat: string): SeatName | undefined {
    return this.#names.get(seat);
  }

  /** Also takes the call back from another tab. */
  enter(): void {
    if (this.#running === undefined) {
      this.#running = new AbortController();
      this.#setState({ name: 'entering' });
      this.#legs.start();
      window.addEventListener('pagehide', this.#onPageHide);
      void this.#stay(this.#running.signal);
    }
  }

  async leave(): Promise<void> {
    if (this.#hub?.isOpen) {
      // Waits for the answer, because closing at once could overtake the word; but nobody is kept from leaving.
      const told = this.#hub.invoke('Leave').catch(() => undefined);
      await Promise.race([told, new Promise((resolve) => setTimeout(resolve, leaveTakesMs))]);
    }
    await this.#finish({ name: 'ended', reason: 'left' });
  }

  /** Leaves and frees everything; the object is of no use afterwards. */
  async dispose(): Promise<void> {
    await this.leave();
    this.publisher.close();
    this.tiles.close();
  }

  readonly #onPageHide = () => this.#hub?.tell('Leave');

  #signalling(): RoomHub {
    if (this.#hub === undefined) {
      throw new Error('Signalling is away.');
    }
    return this.#hub;
  }

  async #stay(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures++) {
      const lastWord: LastWord = { reason: undefined };
      try {
        await this.#visit(signal, lastWord);
        failures = 0;
      } catch (error) {
        if (!signal.aborted) {
          await this.#heedRefusal(refusalIn(error));
        }
      }
      if (!signal.aborted) {
        await this.#heed(lastWord.reason);
        await pause(backoffMs(failures), signal);
      }
    }
  }

  /** The door is closed for good; anything else is tried again. */
  async #heedRefusal(error: unknown): Promise<void> {
    if (isRefusal(error) && error.status < 500 && error.status !== 429) {
      const isOver = this.#hasJoined && /^(room|consultation)\./.test(error.code);
      await this.#finish(
        isOver ? { name: 'ended', reason: 'room_closed' } : { name: 'refused', error },
      );
    }
  }

  /** From a fresh pass to the loss of this signalling connection. */
  async #visit(signal: AbortSignal, lastWord: LastWord): Promise<void> {
    const entry = await this.#do.enterRoom(this.id);
    if (signal.aborted) {
      return;
    }
    this.#learnNames(entry.seats);
    this.#useRelays(entry);
    const hub = this.#do.openHub(entry.hubUrl);
    const stopHub = () => void hub.stop();
    signal.addEventListener('abort', stopHub);
    try {
      const early = this.#listen(hub, lastWord);
      const reply = await hub.join({ pass: entry.pass, session: this.#session });
      if (signal.aborted) {
        hub.tell('Leave');
        return;
      }
      this.#hub = hub;
      this.#session = reply.session;
      this.#ownSeat = reply.seat;
      this.#hasJoined = true;
      await this.#afterJoin(reply.resumed, early);
      await hub.closed;
    } finally {
      signal.removeEventListener('abort', stopHub);
      if (this.#hub === hub) {
        this.#hub = undefined;
        this.#changed();
      }
      await hub.stop();
    }
  }

  #useRelays({ iceServers }: RoomEntry): void {
    this.#hasRelays = iceServers.length > 0;
    if (this.#hasRelays) {
      this.publisher.useRelays(iceServers);
      this.subscriber.useRelays(iceServers);
    }
  }

  /** Their passwords run out within minutes, so new paths need new ones; without them the old ones must do. */
  async #renewRelays(): Promise<void> {
    if (this.#hasRelays) {
      await this.#do.enterRoom(this.id).then(
        (entry) => this.#useRelays(entry),
        () => undefined,
      );
    }
  }

  async #afterJoin(resumed: boolean, early: SubscribeOffer[]): Promise<void> {
    if (!resumed) {
      this.#legs.forget();
      this.subscriber.reset();
    }
    for (const offer of early.splice(0)) {
      this.subscriber.take(offer);
    }
    this.#setState({ name: 'joined' });
    this.#changed();
    this.tiles.reportAgain();
    const negotiated = resumed ? this.publisher.resume() : this.publisher.rebuild();
    // Not awaited: the others' pictures need not wait for ours.
    negotiated.then(
      () => this.#legs.forget(),
      () => this.#legs.failPublish(),
    );
  }

  /** Offers that overtake the answer to Join wait in the returned list, because only that answer says whether to start anew. */
  #listen(hub: RoomHub, lastWord: LastWord): SubscribeOffer[] {
    const early: SubscribeOffer[] = [];
    hub.on('Offered', (offer) => {
      if (this.#hub === hub) {
        this.subscriber.take(offer);
      } else {
        early.push(offer);
      }
    });
    let sequence = -1;
    hub.on('RoomChanged', (room) => {
      if (room.sequence > sequence) {
        sequence = room.sequence;
        this.#takeRoom(room.seats);
      }
    });
    hub.on('SpeakersChanged', (seats) => {
      this.#speakers = seats;
      this.#changed();
    });
    hub.on('QualityChanged', (quality) => {
      this.#quality = quality;
      this.#changed();
    });
    hub.on('PublishRestartNeeded', () => {
      this.#legs.restartPublish();
    });
    hub.on('Closed', (reason) => {
      lastWord.reason = reason;
      void hub.stop();
    });
    return early;
  }

  /** What the server's last word means for coming back. */
  async #heed(reason: string | undefined): Promise<void> {
    switch (reason) {
      case 'replaced':
        await this.#finish({ name: 'takenOver' });
        return;
      case 'left':
      case 'removed':
      case 'room_closed':
        await this.#finish({ name: 'ended', reason });
        return;
      case 'timed_out':
      case 'overflow':
        this.#session = null;
        return;
      default:
        // Lost, or the server is stopping: the session may still be good.
        return;
    }
  }

  async #finish(state: RoomState): Promise<void> {
    const hub = this.#hub;
    this.#running?.abort();
    this.#running = undefined;
    this.#legs.stop();
    window.removeEventListener('pagehide', this.#onPageHide);
    this.#hub = undefined;
    this.#session = null;
    this.#hasJoined = false;
    this.#seats = [];
    this.#speakers = [];
    this.#quality = undefined;
    this.publisher.disconnect();
    this.subscriber.close();
    this.#setState(state);
    await hub?.stop();
  }

  #takeRoom(seats: readonly RoomSeat[]): void {
    this.#seats = seats;
    this.#changed();
    if (seats.some(({ id }) => !this.#names.has(id))) {
      this.#do.readSeats(this.id).then(
        (named) => {
          this.#learnNames(named);
          this.#changed();
        },
        () => undefined,
      );
    }
  }

  #learnNames(seats: readonly SeatName[]): void {
    for (const seat of seats) {
      this.#names.set(seat.seat, seat);
    }
  }

  #onHealth(isBad: boolean): void {
    const { name } = this.#state;
    if (name === 'joined' || name === 'reconnecting' || name === 'reaching') {
      const bad = this.#legs.haveConnected ? 'reconnecting' : 'reaching';
      this.#setState({ name: isBad ? bad : 'joined' });
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
