import { useEffect } from 'preact/hooks';
import { t } from '../../text/text';
import { showToast } from '../../ui/Toast';
import type { ChosenPresence, Desk } from './model';

/** Long enough for a letter on paper; who is gone longer is not to be counted on. */
export const idleAfterMs = 15 * 60_000;

const storageKey = 'telehealth.active';
const checkEveryMs = 30_000;
const writeEveryMs = 15_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Tells when nobody touched any tab of this browser for a while, and when somebody is back. */
export class IdleWatch {
  readonly #onChange: (isIdle: boolean) => void;
  readonly #stopped = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  #isIdle = false;
  #touchedAt = 0;
  #writtenAt = 0;

  constructor(onChange: (isIdle: boolean) => void) {
    this.#onChange = onChange;
    const { signal } = this.#stopped;
    for (const sign of signs) {
      addEventListener(sign, () => this.#touch(), { passive: true, signal });
    }
    // Another tab of this browser was touched.
    addEventListener('storage', ({ key }) => key === storageKey && this.#check(), { signal });
    this.#timer = setInterval(() => this.#check(), checkEveryMs);
    this.#touch();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#stopped.abort();
  }

  #touch(): void {
    this.#touchedAt = Date.now();
    if (this.#touchedAt - this.#writtenAt >= writeEveryMs || this.#isIdle) {
      this.#writtenAt = this.#touchedAt;
      localStorage.setItem(storageKey, String(this.#touchedAt));
    }
    this.#check();
  }

  #check(): void {
    const touchedAt = Math.max(this.#touchedAt, Number(localStorage.getItem(storageKey)) || 0);
    const isIdle = Date.now() - touchedAt >= idleAfterMs;
    if (isIdle !== this.#isIdle) {
      this.#isIdle = isIdle;
      this.#onChange(isIdle);
    }
  }
}

/** Who was available and touched nothing for long is shown as away, and as available again when back; a choice of one's own stays. */
export class IdlePresence {
  readonly #desk: Pick<Desk, 'myPresence'>;
  readonly #choose: (state: ChosenPresence) => void;
  #isOurs = false;

  constructor(desk: Pick<Desk, 'myPresence'>, choose: (state: ChosenPresence) => void) {
    this.#desk = desk;
    this.#choose = choose;
  }

  /** True when the state was given back. */
  idle(isIdle: boolean): boolean {
    const state = this.#desk.myPresence.peek();
    if (isIdle) {
      this.#isOurs = state === 'available';
      if (this.#isOurs) {
        this.#choose('away');
      }
      return false;
    }
    const givesBack = this.#isOurs && state === 'away';
    this.#isOurs = false;
    if (givesBack) {
      this.#choose('available');
    }
    return givesBack;
  }
}

export function useIdleAway(desk: Desk, choose: (state: ChosenPresence) => void): void {
  useEffect(() => {
    const presence = new IdlePresence(desk, choose);
    const watch = new IdleWatch((isIdle) => {
      if (presence.idle(isIdle)) {
        showToast(() => t('staff.presence.backFromIdle'));
      }
    });
    return () => watch.stop();
  }, [desk]);
}
