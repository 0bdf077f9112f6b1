import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PresenceState } from '../../realtime/messages';
import { IdlePresence, IdleWatch, idleAfterMs } from './idle';

describe('a browser that nobody touches', () => {
  const heard: boolean[] = [];
  let watch: IdleWatch;
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    heard.length = 0;
    watch = new IdleWatch((isIdle) => heard.push(isIdle));
  });
  afterEach(() => {
    watch.stop();
    vi.useRealTimers();
  });

  it('is idle after a while, once, and not any more at the first touch', () => {
    vi.advanceTimersByTime(idleAfterMs - 60_000);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(idleAfterMs);
    expect(heard).toEqual([true]);
    dispatchEvent(new Event('keydown'));
    expect(heard).toEqual([true, false]);
  });

  it('is not idle while another of its tabs is used', () => {
    vi.advanceTimersByTime(idleAfterMs - 60_000);
    localStorage.setItem('telehealth.active', String(Date.now()));
    vi.advanceTimersByTime(idleAfterMs - 60_000);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(2 * 60_000);
    expect(heard).toEqual([true]);
  });

  it('hears at once that somebody is back at another tab', () => {
    vi.advanceTimersByTime(idleAfterMs + 60_000);
    localStorage.setItem('telehealth.active', String(Date.now()));
    const touched = Object.assign(new Event('storage'), { key: 'telehealth.active' });
    dispatchEvent(touched);
    expect(heard).toEqual([true, false]);
  });
});

describe('the state of who is idle', () => {
  const presenceOf = (state: PresenceState) => {
    const myPresence = signal<PresenceState>(state);
    const chosen: string[] = [];
    const presence = new IdlePresence({ myPresence }, (next) => {
      chosen.push(next);
      myPresence.value = next;
    });
    return { presence, chosen, myPresence };
  };

  it('is away, and available again when back', () => {
    const { presence, chosen } = presenceOf('available');
    presence.idle(true);
    expect(presence.idle(false)).toBe(true);
    expect(chosen).toEqual(['away', 'available']);
  });

  it.each(['busy', 'away', 'inConsultation'] as const)('stays %s', (state) => {
    const { presence, chosen } = presenceOf(state);
    presence.idle(true);
    presence.idle(false);
    expect(chosen).toEqual([]);
  });

  it('is left as it is when it was chosen elsewhere meanwhile', () => {
    const { presence, chosen, myPresence } = presenceOf('available');
    presence.idle(true);
    myPresence.value = 'busy';
    expect(presence.idle(false)).toBe(false);
    expect(chosen).toEqual(['away']);
  });
});
