import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QueueEntry } from '../../api/contracts';
import { Bell } from './bell';

const entry = (consultationId: string, ringsInSeconds: number | null) =>
  ({ consultationId, ringsInSeconds }) as QueueEntry;

describe('the desk rings', () => {
  let rung: string[];
  let bell: Bell;
  beforeEach(() => {
    vi.useFakeTimers();
    rung = [];
    bell = new Bell((entries) => rung.push(...entries.map((one) => one.consultationId)));
  });
  afterEach(() => {
    bell.stop();
    vi.useRealTimers();
  });

  it('not for those who waited already, but for those whose turn at this desk is still to come', () => {
    bell.show([entry('before', 0), entry('soon', 5)]);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(5_000);
    expect(rung).toEqual(['soon']);
  });

  it('at once when it is first in turn, and once only', () => {
    bell.show([]);
    bell.show([entry('a', 0), entry('calm', null)]);
    bell.show([entry('a', 0), entry('calm', null)]);
    vi.advanceTimersByTime(60_000);
    expect(rung).toEqual(['a']);
  });

  it('later when colleagues come before, and not at all when one of them was faster', () => {
    bell.show([]);
    bell.show([entry('a', 15), entry('b', 30)]);
    vi.advanceTimersByTime(14_999);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(['a']);
    bell.show([entry('a', 0)]);
    vi.advanceTimersByTime(60_000);
    expect(rung).toEqual(['a']);
  });

  it('for somebody whose level was raised, and again for somebody who was handed back', () => {
    bell.show([entry('a', null)]);
    bell.show([entry('a', 0)]);
    bell.show([]);
    bell.show([entry('a', 0)]);
    expect(rung).toEqual(['a', 'a']);
  });

  it('no more when the page is left', () => {
    bell.show([]);
    bell.show([entry('a', 15)]);
    bell.stop();
    vi.advanceTimersByTime(60_000);
    expect(rung).toEqual([]);
  });
});
