import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Node } from '../../api/contracts';
import { isOld, mayDrain, movedRooms, OperationsWatch } from './model';

const node = (name: string, more: Partial<Node> = {}): Node => ({
  name,
  role: 'all',
  state: 'serving',
  lastSeenAt: '2026-01-01T00:00:00Z',
  startedAt: '2026-01-01T00:00:00Z',
  rooms: 12,
  roomsBefore: null,
  seats: 24,
  connections: 3,
  cpuShare: 0.1,
  version: '1.0.0',
  ...more,
});

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a node is drained only when another serves what it serves', () => {
  const one = node('/nodes/1');
  expect(mayDrain(one, [one])).toBe(false);
  expect(mayDrain(one, [one, node('/nodes/2')])).toBe(true);
  expect(mayDrain(one, [one, node('/nodes/2', { state: 'draining' })])).toBe(false);
  expect(mayDrain(one, [one, node('/nodes/2', { state: 'lost' })])).toBe(false);
  expect(mayDrain(one, [one, node('/nodes/2', { role: 'media' })])).toBe(false);
  const media = node('/nodes/3', { role: 'media' });
  expect(mayDrain(media, [media, node('web', { role: 'web' })])).toBe(false);
  expect(mayDrain(media, [media, one])).toBe(true);
  expect(mayDrain(node('/nodes/1', { state: 'draining' }), [node('/nodes/2')])).toBe(false);
});

test('progress counts from the rooms that it had when draining began', () => {
  expect(movedRooms(node('/nodes/1', { rooms: 9, roomsBefore: 12 }))).toEqual({
    moved: 3,
    total: 12,
  });
  expect(movedRooms(node('/nodes/1', { rooms: 4 }))).toEqual({ moved: 0, total: 4 });
});

test('a part that the server could not renew is old', () => {
  expect(isOld(null, '2026-01-01T00:00:10Z')).toBe(true);
  expect(isOld('2026-01-01T00:00:08Z', '2026-01-01T00:00:10Z')).toBe(false);
  expect(isOld('2026-01-01T00:00:00Z', '2026-01-01T00:00:10Z')).toBe(true);
});

test('draining that is undone in time is never asked for', async () => {
  const asked = vi.fn(async () => new Response(null, { status: 204 }));
  vi.stubGlobal('fetch', asked);
  const watch = new OperationsWatch();
  const done = vi.fn();
  watch.drainSoon('/nodes/1', done);
  await vi.advanceTimersByTimeAsync(4_500);
  expect(watch.pending.value).toEqual({ node: '/nodes/1', secondsLeft: 1 });
  watch.undo();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).not.toHaveBeenCalled();

  watch.drainSoon('/nodes/1', done);
  await vi.advanceTimersByTimeAsync(5_500);
  expect(asked).toHaveBeenCalledOnce();
  expect(done).toHaveBeenCalledWith(null);
  expect(watch.pending.value).toBeNull();
});
