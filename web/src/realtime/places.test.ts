import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NetworkError } from '../api/http';
import { LocalMedia } from '../media/localMedia';
import type { JoinReply } from './messages';
import { Room } from './room';
import type { RoomHub } from './roomHub';
import { entry, FakeHub, rights } from './roomHub.fake';

// Two nodes: the one that holds the room, and the one that stands by.
const home = '/nodes/1/hubs/room';
const spare = { pass: 'spare pass', hubUrl: '/nodes/2/hubs/room' };

let opened: { url: string; hub: FakeHub }[] = [];
let answers: Record<string, () => JoinReply | Promise<JoinReply>>;
let isDoorOpen = true;
let door: string;
let room: Room;

const seated = (session: string, resumed = false) => ({ seat: 'me', session, resumed, rights });
const refused = (code: string) => () => Promise.reject(new Error(`refusal:${code}`));
const gone = () => Promise.reject(new Error('connection refused'));
const at = (url: string) => opened.filter((one) => one.url === url).map((one) => one.hub);
const last = (url: string): FakeHub => {
  const hub = at(url).at(-1);
  if (hub === undefined) {
    throw new Error(`Nobody connected to ${url}.`);
  }
  return hub;
};
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const doctor = (track: string) => ({
  sequence: 1,
  seats: [
    { id: 'doctor', rights, tracks: [{ id: track, source: 'camera' as const, muted: false }] },
  ],
  listeners: 0,
  locked: false,
});

beforeEach(async () => {
  opened = [];
  isDoorOpen = true;
  door = home;
  answers = { [home]: () => seated('s1'), [spare.hubUrl]: refused('room.held_elsewhere') };
  vi.useFakeTimers();
  vi.stubGlobal(
    'RTCPeerConnection',
    class {
      connectionState = 'new';
      close() {}
    },
  );
  room = new Room('r1', new LocalMedia(), {
    enterRoom: async () => {
      if (!isDoorOpen) {
        throw new NetworkError('network');
      }
      return { ...entry, hubUrl: door, standby: spare };
    },
    readSeats: async () => [],
    openHub: (url) => {
      const hub = new FakeHub(() => (answers[url] ?? gone)());
      opened.push({ url, hub });
      return hub as unknown as RoomHub;
    },
  });
  room.enter();
  await pass(0);
});

afterEach(async () => {
  const over = room.dispose();
  await pass(2_000);
  await over;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('when the node dies the call goes on at the standby, and who was there stays on screen', async () => {
  last(home).say('RoomChanged', doctor('v1'));
  answers = { [home]: gone, [spare.hubUrl]: () => seated('s2') };
  isDoorOpen = false;
  last(home).lose();
  await pass(1_000);
  expect(last(spare.hubUrl).joins).toEqual([{ pass: 'spare pass', session: null }]);
  expect(room.state).toEqual({ name: 'joined' });
  expect(room.hasSignalling).toBe(true);
  expect(room.seats.map(({ id }) => id)).toEqual(['doctor']);
  await pass(11_000);
  expect(room.seats).toEqual([]);
});

test('while the node lives the standby is no way in, and the old seat is taken again', async () => {
  answers[home] = () => seated('s1', true);
  last(home).lose();
  await pass(1_000);
  expect(at(spare.hubUrl)).toHaveLength(1);
  expect(last(home).joins).toEqual([{ pass: 'pass', session: 's1' }]);
  expect(room.hasSignalling).toBe(true);
});

test('the newest standby that was named is asked', async () => {
  const newer = { pass: 'newer', hubUrl: '/nodes/3/hubs/room' };
  last(home).say('Standby', newer);
  answers = { [home]: gone, [newer.hubUrl]: () => seated('s3') };
  isDoorOpen = false;
  last(home).lose();
  await pass(1_000);
  expect(at(spare.hubUrl)).toHaveLength(0);
  expect(last(newer.hubUrl).joins).toEqual([{ pass: 'newer', session: null }]);
});

test('a front door that leads to the standby is not taken as well', async () => {
  let grant: (reply: JoinReply) => void = () => undefined;
  answers = {
    [spare.hubUrl]: () =>
      new Promise((resolve) => {
        grant = resolve;
      }),
  };
  door = spare.hubUrl;
  last(home).lose();
  await pass(1_000);
  expect(at(spare.hubUrl)).toHaveLength(1);
  grant(seated('s2'));
  await pass(1_000);
  expect(at(spare.hubUrl)).toHaveLength(1);
  expect(room.hasSignalling).toBe(true);
});

test('a front door that leads to the standby is taken when that was refused', async () => {
  const replies = [refused('room_pass.expired'), () => seated('s2')];
  answers = { [spare.hubUrl]: () => (replies.shift() ?? gone)() };
  door = spare.hubUrl;
  last(home).lose();
  await pass(1_000);
  expect(at(spare.hubUrl)).toHaveLength(2);
  expect(room.hasSignalling).toBe(true);
});

test('a seat that was granted after another door was quicker is left again', async () => {
  let grant: (reply: JoinReply) => void = () => undefined;
  answers = {
    [home]: () => seated('s1', true),
    [spare.hubUrl]: () =>
      new Promise((resolve) => {
        grant = resolve;
      }),
  };
  last(home).lose();
  await pass(1_000);
  grant(seated('s2'));
  await pass(0);
  expect(last(spare.hubUrl).told).toContain('Leave');
  expect(last(home).told).not.toContain('Leave');
});

test('a node that is emptied is left only after the other one runs', async () => {
  const next = { pass: 'next', hubUrl: '/nodes/2/hubs/room' };
  answers[next.hubUrl] = () => seated('s2');
  const old = last(home);
  old.say('RoomChanged', doctor('v1'));
  old.say('MoveTo', next);
  await pass(100);
  expect(last(next.hubUrl).joins).toEqual([{ pass: 'next', session: null }]);
  expect(old.isOpen).toBe(true);
  expect(old.told).not.toContain('Leave');
  expect(room.seats.map(({ id }) => id)).toEqual(['doctor']);
  expect(room.state).toEqual({ name: 'joined' });
  // What never comes there is not waited for beyond ten seconds.
  await pass(10_500);
  expect(old.told).toContain('Leave');
  expect(old.isOpen).toBe(false);
  expect(room.hasSignalling).toBe(true);
});

test('a new node that refuses is asked again while the old one goes on', async () => {
  const next = { pass: 'next', hubUrl: '/nodes/2/hubs/room' };
  answers[next.hubUrl] = gone;
  last(home).say('MoveTo', next);
  await pass(2_000);
  expect(room.hasSignalling).toBe(true);
  expect(at(home)).toHaveLength(1);
  answers[next.hubUrl] = () => seated('s2');
  await pass(10_000);
  expect(last(next.hubUrl).joins).toHaveLength(1);
  expect(room.hasSignalling).toBe(true);
});
