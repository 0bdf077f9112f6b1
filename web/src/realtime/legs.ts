import type { Publisher } from '../media/publisher';
import type { Subscriber } from '../media/subscriber';
import { Leg } from './leg';
import type { RoomHub } from './roomHub';

const watchEveryMs = 1_000;

type LegsDependencies = {
  publisher: Publisher;
  subscriber: Subscriber;
  /** Undefined while signalling is away. */
  hub: () => RoomHub | undefined;
  /** All else failed: enter anew. */
  rebuild: () => void;
  /** Gets passwords for the relays that are still good; never fails. */
  renewRelays: () => Promise<void>;
  /** Told once a second whether sound or picture is away for longer than a blink. */
  onHealth: (isBad: boolean) => void;
};

/** Looks after the two peer connections of a seat: notices what is bad and does what the restart policy says. */
export class Legs {
  readonly #do: LegsDependencies;
  readonly #publish: Leg;
  readonly #subscribe: Leg;
  #haveConnected = false;
  #watch: ReturnType<typeof setInterval> | undefined;

  constructor(dependencies: LegsDependencies) {
    this.#do = dependencies;
    const { publisher, subscriber } = dependencies;
    this.#publish = new Leg(() => publisher.connection?.connectionState ?? 'connected');
    this.#subscribe = new Leg(() => subscriber.connection?.connectionState ?? 'connected');
  }

  /** Sound or picture has had a way since the start: what is bad now was good before. */
  get haveConnected(): boolean {
    return this.#haveConnected;
  }

  /** @param haveConnected Another seat's connections were good, and these take their place. */
  start(haveConnected = false): void {
    this.#haveConnected ||= haveConnected;
    this.#watch ??= setInterval(() => this.look(), watchEveryMs);
  }

  stop(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
    this.#haveConnected = false;
    this.forget();
  }

  /** Both connections are new. */
  forget(): void {
    this.#publish.forget();
    this.#subscribe.forget();
  }

  failPublish(): void {
    this.#publish.fail();
  }

  failSubscribe(): void {
    this.#subscribe.fail();
  }

  /** Nothing comes any more over what calls itself connected: new paths at once. */
  hurry(): void {
    this.failPublish();
    this.failSubscribe();
    this.look();
  }

  restartPublish(): void {
    this.#do
      .renewRelays()
      .then(() => this.#do.publisher.restart())
      .catch(() => this.#publish.fail());
  }

  look(): void {
    const now = performance.now();
    const hub = this.#do.hub();
    const hasSignalling = hub?.isOpen ?? false;
    const { publisher, subscriber } = this.#do;
    this.#haveConnected ||= [publisher, subscriber].some(
      ({ connection }) => connection?.connectionState === 'connected',
    );
    const steps = {
      publish: this.#publish.next(hasSignalling, now),
      subscribe: this.#subscribe.next(hasSignalling, now),
    };
    if (steps.publish === 'rebuild' || steps.subscribe === 'rebuild') {
      this.#do.rebuild();
      return;
    }
    if (steps.publish === 'restart') {
      this.restartPublish();
    }
    if (steps.subscribe === 'restart') {
      this.#restartSubscribe();
    }
    this.#do.onHealth(this.#publish.isBad(now) || this.#subscribe.isBad(now));
  }

  #restartSubscribe(): void {
    void this.#do.renewRelays().then(() => this.#do.hub()?.tell('RestartSubscription'));
  }
}
