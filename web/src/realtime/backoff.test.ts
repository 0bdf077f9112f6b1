import { expect, test, vi } from 'vitest';
import { backoffMs, pause } from './backoff';

test('delays are spread from nothing to a ceiling that doubles and stops growing', () => {
  expect(backoffMs(0, () => 1)).toBe(300);
  expect(backoffMs(3, () => 1)).toBe(2_400);
  expect(backoffMs(50, () => 1)).toBe(10_000);
  expect(backoffMs(50, () => 0)).toBe(0);
});

test('a returning network ends the wait', async () => {
  vi.useFakeTimers();
  const waited = pause(60_000, new AbortController().signal);
  window.dispatchEvent(new Event('online'));
  await expect(waited).resolves.toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
