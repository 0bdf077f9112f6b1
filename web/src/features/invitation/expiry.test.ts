import { describe, expect, it } from 'vitest';
import { minutesLeft, statusNow } from './expiry';

const expiresAt = '2026-11-23T12:00:00Z';
const noon = Date.parse(expiresAt);

describe('an invitation', () => {
  it('expires by itself at its time', () => {
    expect(statusNow('open', expiresAt, noon - 1)).toBe('open');
    expect(statusNow('open', expiresAt, noon)).toBe('expired');
  });

  it('stays confirmed or locked after its time', () => {
    expect(statusNow('confirmed', expiresAt, noon + 1)).toBe('confirmed');
    expect(statusNow('locked', expiresAt, noon + 1)).toBe('locked');
  });

  it('never promises less than the minute that has begun', () => {
    expect(minutesLeft(expiresAt, noon - 61_000)).toBe(2);
    expect(minutesLeft(expiresAt, noon - 1_000)).toBe(1);
    expect(minutesLeft(expiresAt, noon + 5_000)).toBe(0);
  });
});
