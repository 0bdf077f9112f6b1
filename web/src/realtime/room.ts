import type { RoomEntry, SeatName } from '../api/contracts';
import { isRefusal } from '../api/http';
import { enterRoom, readSeats } from '../api/rooms';
import { Emitter } from '../media/emitter';
import type { LocalMedia } from '../media/localMedia';
import { Peers } from '../media/peers';
import { Publisher } from '../media/publisher';
import { type RemoteTrack, type SubscribeOffer, Subscriber } from '../media/subscriber';
import { TileWatcher } from '../media/tiles';
import { pause } from './backoff';
import { Legs } from './legs';
import { allow, listen, type RoomEvents } from './listen';
import type { RoomHubMethods, SeatRights } from './messages';
import { Moving } from './moving';
import { PathWatch } from './pathWatch';
import {
  afterLastWord,
  type RoomState,
  refusalAtTheDoor,
  refusalIn,
  stateAfterRefusal,
} from './roomEnd';
import { openRoomHub, type RoomHub } from './roomHub';
import { type Quality, RoomNews, type RoomSeat } from './roomNews';

export type { Quality, RoomSeat, RoomState };

type RoomDependencies = {
  enterRoom: (roomId: string) => Promise<RoomEntry>;
  readSeats: (roomId: string) => Promise<SeatName[]>;
  openHub: (url: string) => RoomHub;
};

/** What the server said before it closed one connection. */
type LastWord = { reason: string | undefined };

const leaveTakesMs = 1_000;

/** One person's presence in a room, from entering to leaving; loses nothing that can be got back, and gets it back without being asked. */
export class Room extends Emitter<RoomEvents> {
  readonly id: string;
  readonly publisher: Publisher;
  readonly subscriber: Subscriber;
  readonly tiles: TileWatcher;
  readonly #do: RoomDependencies;
  readonly #media: LocalMedia;
  readonly #legs: Legs;
  readonly #news: RoomNews;
  readonly #peers = new Peers();
  readonly #paths: PathWatch;
  readonly #moving = new Moving();
  #state: RoomState = { name: 'entering' };
  #ownSeat: string | undefined;
  #session: string | null = null;
  #hasJoined = false;
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
    this.#media = media;
    this.#news = new RoomNews({
      readSeats: () => this.#do.readSeats(id),
      onChanged: () => this.#changed(),
      onPacketsChanged: () => this.publisher.resume().catch(() => this.#legs.failPublish()),
    });
    this.publisher = new Publisher(media, this.#peers, {
      offer: (offer) => this.#signalling().invoke('PublishOffer', offer),
      setMuted: (source, muted) => this.#signalling().invoke('SetMuted', source, muted),
      onFailure: () => this.#legs.failPublish(),
    });
    this.subscriber = new Subscriber(this.#peers, {
      answer: (answer) => this.#signalling().invoke('SubscribeAnswer', answer),
      onFailure: () => this.#legs.failSubscribe(),
    });
    this.subscriber.on('tracksChanged', () => this.#changed());
    this.tiles = new TileWatcher((sizes) => this.#hub?.tell('SetTiles', sizes) ?? false);
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
    this.#paths = new PathWatch({
      peers: this.#peers,
      publishing: () => this.publisher.connection,
      onMoved: () => {
        // Nothing that hangs on the old network is waited for, neither signalling nor media.
        this.#moving.begin();
        void this.#hub?.stop();
      },
    });
  }

  get state(): RoomState {
    return this.#state;
  }

  get seats(): readonly RoomSeat[] {
    return this.#news.seats;
  }

  get ownSeat(): string | undefined {
    return this.#ownSeat;
  }

  get tracks(): readonly RemoteTrack[] {
    return this.subscriber.tracks;
  }

  get speakers(): readonly string[] {
    return this.#news.speakers;
  }

  /** False for moments in which pictures may still run, but nothing new is heard of the room. */
  get hasSignalling(): boolean {
    return this.#hub !== undefined;
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
    return this.#news.nameOf(seat);
  }

  /** Also takes the call back from another tab. */
  enter(): void {
    if (this.#running === undefined) {
      this.#running = new AbortController();
      this.#setState({ name: 'entering' });
      this.#legs.start();
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
      await this.#signalling().invoke(name, ...args);
    } catch (error) {
      throw refusalIn(error);
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
    this.#peers.close();
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
        if (isRefusal(refusalIn(error))) {
          this.#moving.end();
        }
        if (!signal.aborted) {
          await this.#heedRefusal(refusalAtTheDoor(error));
        }
      }
      if (!signal.aborted) {
        await this.#heed(lastWord.reason);
        await pause(this.#moving.pauseMs(failures), signal);
      }
    }
  }

  async #heedRefusal(error: unknown): Promise<void> {
    const state = stateAfterRefusal(error, this.#hasJoined);
    if (state !== undefined) {
      await this.#finish(state);
    }
  }

  /** From a fresh pass to the loss of this signalling connection. */
  async #visit(signal: AbortSignal, lastWord: LastWord): Promise<void> {
    const known = this.#moving.isOn ? this.#moving.entry : undefined;
    const entry = known ?? (await this.#do.enterRoom(this.id));
    if (signal.aborted) {
      return;
    }
    this.#moving.entry = entry;
    this.#news.learnNames(entry.seats);
    this.#peers.useRelays(entry.iceServers);
    const hub = this.#do.openHub(entry.hubUrl);
    const stopHub = () => void hub.stop();
    signal.addEventListener('abort', stopHub);
    try {
      const early = this.#listen(hub, lastWord);
      const joining = hub.join({ pass: entry.pass, session: this.#session });
      const reply = await this.#moving.patiently(joining);
      if (signal.aborted) {
        hub.tell('Leave');
        return;
      }
      this.#hub = hub;
      this.#session = reply.session;
      this.#ownSeat = reply.seat;
      this.#hasJoined = true;
      allow(reply.rights, this.#own);
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

  /** Their passwords run out within minutes, so new paths need new ones; without them the old ones must do. */
  async #renewRelays(): Promise<void> {
    if (this.#peers.hasRelays) {
      await this.#do.enterRoom(this.id).then(
        ({ iceServers }) => this.#peers.useRelays(iceServers),
        () => undefined,
      );
    }
  }

  async #afterJoin(resumed: boolean, early: SubscribeOffer[]): Promise<void> {
    const isNew = !resumed || this.#moving.isOn;
    this.#moving.end();
    if (!resumed) {
      this.#news.beginSeat();
    }
    if (isNew) {
      this.#legs.forget();
      this.subscriber.reset();
    }
    for (const offer of early.splice(0)) {
      this.subscriber.take(offer);
    }
    if (resumed && isNew) {
      this.#hub?.tell('RestartSubscription');
    }
    this.#setState({ name: 'joined' });
    this.#changed();
    this.tiles.reportAgain();
    const negotiated = isNew ? this.publisher.rebuild() : this.publisher.resume();
    // Not awaited: the others' pictures need not wait for ours.
    negotiated.then(
      () => this.#legs.forget(),
      () => this.#legs.failPublish(),
    );
  }

  #listen(hub: RoomHub, lastWord: LastWord): SubscribeOffer[] {
    return listen(hub, {
      ...this.#own,
      isJoined: () => this.#hub === hub,
      restartPublish: () => this.#legs.restartPublish(),
      onClosed: (reason) => {
        lastWord.reason = reason;
      },
    });
  }

  get #own() {
    const { publisher, subscriber } = this;
    const tell: Emitter<RoomEvents>['emit'] = (name, payload) => this.emit(name, payload);
    return { publisher, subscriber, news: this.#news, media: this.#media, tell };
  }

  async #heed(reason: string | undefined): Promise<void> {
    const next = afterLastWord(reason);
    if (next === 'anew') {
      this.#session = null;
    } else if (next !== 'resume') {
      await this.#finish(next);
    }
  }

  async #finish(state: RoomState): Promise<void> {
    const hub = this.#hub;
    this.#running?.abort();
    this.#running = undefined;
    this.#legs.stop();
    this.#paths.stop();
    window.removeEventListener('pagehide', this.#onPageHide);
    this.#hub = undefined;
    this.#session = null;
    this.#hasJoined = false;
    this.#news.forget();
    this.publisher.disconnect();
    this.subscriber.close();
    this.#setState(state);
    await hub?.stop();
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
