import { expect, test } from 'vitest';
import type { RoomSeat } from '../../realtime/room';
import { arrange, tilesOf } from './tiles';

const seat = (id: string, sources: ('camera' | 'microphone' | 'screen')[], muted = false) =>
  ({
    id,
    tracks: sources.map((source) => ({ id: `${id}-${source}`, source, muted })),
    rights: { audio: true, video: true, screen: true, subscribe: true, moderate: false },
  }) satisfies RoomSeat;
const received = (of: RoomSeat) =>
  of.tracks.map(({ id, source }) => ({
    id,
    source,
    seat: of.id,
    mid: id,
    stream: {} as MediaStream,
  }));

const doctor = seat('doctor', ['camera', 'microphone']);
const clinic = seat('clinic', ['camera', 'microphone', 'screen']);
const me = seat('me', ['camera']);
const self = tilesOf([me], [], undefined)[0];
if (self === undefined) {
  throw new Error('one seat makes one tile');
}

test('a person without a camera still has a tile', () => {
  const tiles = tilesOf([me, seat('quiet', [])], [], 'me');
  expect(tiles).toMatchObject([{ seat: 'quiet', hasPicture: false, isMicrophoneOff: true }]);
});

test('a muted camera keeps its tile without the picture', () => {
  const dark = seat('dark', ['camera'], true);
  expect(tilesOf([dark], received(dark), 'me')).toMatchObject([{ hasPicture: false }]);
});

test('two people: the other fills the stage and one stands in the corner', () => {
  const arrangement = arrange(tilesOf([doctor, me], received(doctor), 'me'), self, undefined);
  expect(arrangement.shape).toBe('pair');
  expect(arrangement.main.map((tile) => tile.seat)).toEqual(['doctor']);
  expect(arrangement.side).toEqual([self]);
});

test('a shared screen takes the stage and everybody else stands beside it', () => {
  const others = tilesOf([clinic, doctor], [...received(clinic), ...received(doctor)], 'me');
  const arrangement = arrange(others, self, undefined);
  expect(arrangement.shape).toBe('focus');
  expect(arrangement.main.map((tile) => tile.key)).toEqual(['clinic-screen']);
  expect(arrangement.side.map((tile) => tile.seat)).toEqual(['clinic', 'doctor', 'me']);
});

test('in a crowd whoever speaks stands in front, unless somebody was chosen or a screen is shared', () => {
  const crowd = Array.from({ length: 9 }, (_, index) => seat(`p${index}`, ['camera']));
  const others = tilesOf(crowd, [], 'me');
  expect(arrange(others, self, undefined, undefined).main.map(({ seat }) => seat)).toEqual(['p0']);
  expect(arrange(others, self, undefined, 'p4').main.map(({ seat }) => seat)).toEqual(['p4']);
  expect(arrange(others, self, 'p2-camera', 'p4').main.map(({ seat }) => seat)).toEqual(['p2']);
  expect(arrange(others.slice(1), self, undefined, 'p4').shape).toBe('grid');
});

test('three people stand alike until one is chosen', () => {
  const others = tilesOf([doctor, seat('third', ['camera'])], received(doctor), 'me');
  expect(arrange(others, self, undefined).shape).toBe('grid');
  expect(arrange(others, self, 'third-camera').main.map((tile) => tile.seat)).toEqual(['third']);
});
