import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type TileSize, TileWatcher } from './tiles';

let reports: TileSize[][] = [];
let canSay = true;

beforeEach(() => {
  reports = [];
  canSay = true;
  vi.useFakeTimers();
  const observer = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  vi.stubGlobal('ResizeObserver', observer);
  vi.stubGlobal('IntersectionObserver', observer);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const take = (tiles: TileSize[]) => {
  reports.push(tiles);
  return canSay;
};

const last = () => reports.at(-1)?.map(({ track, priority }) => [track, priority]);

test('a tile that is watched anew before the old watch ends is still shown', () => {
  const watcher = new TileWatcher(take);
  const element = document.createElement('div');
  const stop = watcher.watch('t2', element, 0);
  watcher.watch('t2', element, 1);
  stop();
  vi.advanceTimersByTime(500);
  expect(last()).toEqual([['t2', 1]]);
});

test('a tile that is gone is told as hidden', () => {
  const watcher = new TileWatcher(take);
  watcher.watch('t2', document.createElement('div'))();
  vi.advanceTimersByTime(500);
  expect(reports.at(-1)).toEqual([
    { track: 't2', visible: false, width: 0, height: 0, priority: 0 },
  ]);
});

test('what could not be said is said again', () => {
  const watcher = new TileWatcher(take);
  canSay = false;
  watcher.watch('t2', document.createElement('div'))();
  vi.advanceTimersByTime(500);
  canSay = true;
  watcher.reportAgain();
  expect(reports.map((tiles) => tiles.map(({ track, visible }) => [track, visible]))).toEqual([
    [['t2', false]],
    [['t2', false]],
  ]);
});

test('a click is said at once, and what goes on changing only several times a second', () => {
  const watcher = new TileWatcher(take);
  const element = document.createElement('div');
  watcher.watch('t1', element);
  watcher.watch('t2', element);
  vi.advanceTimersByTime(30);
  expect(last()).toEqual([
    ['t1', 0],
    ['t2', 0],
  ]);
  for (let priority = 1; priority <= 50; priority++) {
    watcher.watch('t2', element, priority);
    vi.advanceTimersByTime(20);
  }
  expect(reports.length).toBeLessThanOrEqual(7);
  vi.advanceTimersByTime(200);
  expect(last()).toEqual([
    ['t1', 0],
    ['t2', 50],
  ]);
  const before = reports.length;
  vi.advanceTimersByTime(1_000);
  expect(reports.length).toBe(before);
  watcher.watch('t1', element, 1);
  vi.advanceTimersByTime(30);
  expect(last()?.[0]).toEqual(['t1', 1]);
});
