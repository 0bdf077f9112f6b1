import type { LocalMedia } from '../media/localMedia';
import type { Peers } from '../media/peers';
import { Publisher } from '../media/publisher';
import { type SubscribeOffer, Subscriber } from '../media/subscriber';
import { Legs } from './legs';
import { allow, listen, type RoomTold } from './listen';
import type { JoinReply, SpareDoor } from './messages';
import type { RoomHub } from './roomHub';
import { RoomNews } from './roomNews';
import type { SeatNames } from './seatNames';

export type Surroundings = {
  media: LocalMedia;
  peers: Peers;
  names: SeatNames;
  tell: RoomTold;
  onChanged: () => void;
  /** Gets passwords for the relays that are still good; never fails. */
  renewRelays: () => Promise<void>;
  onHealth: (seat: OwnSeat, isBad: boolean) => void;
  onMoveTo: (seat: OwnSeat, door: SpareDoor) => void;
};

/** The answer to Join, and what overtook it. */
export type Joined = {
  hub: RoomHub;
  reply: JoinReply;
  early: SubscribeOffer[];
  /** What the server says before it closes this connection. */
  word: { reason: string | undefined };
};

/** One's seat at one node: its session, its two peer connections, what is told there, and the signalling connection that speaks for it. */
export class OwnSeat {
  readonly publisher: Publisher;
  readonly subscriber: Subscriber;
  readonly news: RoomNews;
  readonly legs: Legs;
  /** Where to go on should the node die. */
  standby: SpareDoor | null = null;
  /** Where the node sends everybody. */
  destination: SpareDoor | undefined;
  readonly #with: Surroundings;
  #hub: RoomHub | undefined;
  #session: string | null = null;
  #word: Joined['word'] = { reason: undefined };

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
    const { media, peers, names, onChanged } = surroundings;
    this.news = new RoomNews({
      names,
      onChanged,
      onPacketsChanged: () => this.publisher.resume().catch(() => this.legs.failPublish()),
    });
    this.publisher = new Publisher(media, peers, {
      offer: (offer) => this.signalling().invoke('PublishOffer', offer),
      setMuted: (source, muted) => this.signalling().invoke('SetMuted', source, muted),
      onFailure: () => this.legs.failPublish(),
    });
    this.subscriber = new Subscriber(peers, {
      answer: (answer) => this.signalling().invoke('SubscribeAnswer', answer),
      onFailure: () => this.legs.failSubscribe(),
    });
    this.subscriber.on('tracksChanged', onChanged);
    this.legs = new Legs({
      publisher: this.publisher,
      subscriber: this.subscriber,
      hub: () => this.#hub,
      rebuild: () => {
        this.forgetSession();
        void this.#hub?.stop();
      },
      renewRelays: surroundings.renewRelays,
      onHealth: (isBad) => surroundings.onHealth(this, isBad),
    });
  }

  /** Undefined while signalling is away. */
  get hub(): RoomHub | undefined {
    return this.#hub;
  }

  get lastWord(): string | undefined {
    return this.#word.reason;
  }

  signalling(): RoomHub {
    if (this.#hub === undefined) {
      throw new Error('Signalling is away.');
    }
    return this.#hub;
  }

  /** Asks for the seat; for the one of last time when it may still be there. */
  async join(hub: RoomHub, pass: string): Promise<Joined> {
    const word: Joined['word'] = { reason: undefined };
    const early = listen(hub, {
      ...this.#told,
      isJoined: () => this.#hub === hub,
      restartPublish: () => this.legs.restartPublish(),
      onStandby: (door) => {
        this.standby = door;
      },
      onMoveTo: (door) => {
        this.destination = door;
        this.#with.onMoveTo(this, door);
      },
      onClosed: (reason) => {
        word.reason = reason;
      },
    });
    return { hub, early, word, reply: await hub.join({ pass, session: this.#session }) };
  }

  /** From now on this connection speaks for the seat. @param onNewPaths Peer connections of before are of no use any more. */
  sit({ hub, reply, early, word }: Joined, onNewPaths: boolean): void {
    const isNew = !reply.resumed || onNewPaths;
    this.#hub = hub;
    this.#session = reply.session;
    this.#word = word;
    allow(reply.rights, this.#told);
    if (!reply.resumed) {
      this.news.beginSeat();
    }
    if (isNew) {
      this.legs.forget();
      this.subscriber.reset();
    }
    for (const offer of early.splice(0)) {
      this.subscriber.take(offer);
    }
    if (reply.resumed && isNew) {
      hub.tell('RestartSubscription');
    }
    const negotiated = isNew ? this.publisher.rebuild() : this.publisher.resume();
    // Not awaited: the others' pictures need not wait for ours.
    negotiated.then(
      () => this.legs.forget(),
      () => this.legs.failPublish(),
    );
  }

  /** The connection is gone; the seat may still be there. */
  lose(hub: RoomHub): void {
    if (this.#hub === hub) {
      this.#hub = undefined;
    }
  }

  /** The next one enters anew. */
  forgetSession(): void {
    this.#session = null;
  }

  /** Gives the seat up and everything that hangs on it. */
  async leave(): Promise<void> {
    const hub = this.#hub;
    this.#hub = undefined;
    this.#session = null;
    this.standby = null;
    this.destination = undefined;
    this.legs.stop();
    this.news.forget();
    this.publisher.disconnect();
    this.subscriber.close();
    await hub?.stop();
  }

  /** Leaves; the object is of no use afterwards. */
  async close(): Promise<void> {
    this.publisher.close();
    await this.leave();
  }

  get #told() {
    const { publisher, subscriber, news } = this;
    return { publisher, subscriber, news, media: this.#with.media, tell: this.#with.tell };
  }
}
