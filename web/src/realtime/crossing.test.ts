import { expect, test } from 'vitest';
import type { RemoteTrack } from '../media/subscriber';
import { blend, hasWhole, type View } from './crossing';
import { rights } from './roomHub.fake';
import type { RoomSeat } from './roomNews';

type Source = 'microphone' | 'camera';

const seat = (id: string, ...tracks: [string, Source, boolean?][]): RoomSeat => ({
  id,
  rights,
  tracks: tracks.map(([track, source, muted = false]) => ({ id: track, source, muted })),
});

const received = (id: string, of: string, source: Source): RemoteTrack => ({
  id,
  seat: of,
  source,
  mid: id,
  stream: {} as MediaStream,
});

const old: View = {
  seats: [seat('me'), seat('doctor', ['a1', 'microphone'], ['v1', 'camera'])],
  tracks: [received('a1', 'doctor', 'microphone'), received('v1', 'doctor', 'camera')],
};
const there: View = {
  seats: [seat('me'), seat('doctor', ['a2', 'microphone'], ['v2', 'camera'])],
  tracks: [received('a2', 'doctor', 'microphone'), received('v2', 'doctor', 'camera')],
};
const nothing = () => false;
const everything = () => true;
const idsOf = ({ tracks }: View) => tracks.map(({ id }) => id).sort();
const listed = ({ seats }: View) =>
  seats.map(({ id, tracks }) => `${id}: ${tracks.map((track) => track.id).join(' ')}`);

test('who has not come to the new node yet is shown as last seen', () => {
  const view = blend(old, { seats: [seat('me')], tracks: [] }, nothing);
  expect(listed(view)).toEqual(['me: ', 'doctor: a1 v1']);
  expect(idsOf(view)).toEqual(['a1', 'v1']);
});

test('what is published there and not received yet stays on the old way', () => {
  const view = blend(old, { seats: there.seats, tracks: [] }, nothing);
  expect(listed(view)).toEqual(['me: ', 'doctor: a1 v1']);
});

test('a picture is taken as soon as it is received, a voice when it is heard', () => {
  expect(idsOf(blend(old, there, nothing))).toEqual(['a1', 'v2']);
  expect(idsOf(blend(old, there, everything))).toEqual(['a2', 'v2']);
});

test('whoever is new there is shown at once', () => {
  const nurse = { seats: [seat('nurse', ['a3', 'microphone'])], tracks: [] };
  expect(listed(blend(old, nurse, nothing))).toContain('nurse: a3');
});

test('a microphone that was switched off meanwhile is shown so', () => {
  const muted = { ...there, seats: [seat('doctor', ['a2', 'microphone', true])] };
  const view = blend(old, muted, nothing);
  expect(view.seats[0]?.tracks.find(({ source }) => source === 'microphone')?.muted).toBe(true);
});

test('the crossing is whole when all that came before comes again', () => {
  expect(hasWhole(old, there, nothing)).toBe(false);
  expect(hasWhole(old, there, everything)).toBe(true);
  expect(hasWhole(old, { seats: [], tracks: [] }, everything)).toBe(false);
});

test('who sends nothing is waited for all the same', () => {
  const listener = { seats: [seat('nurse')], tracks: [] };
  expect(hasWhole(listener, { seats: [], tracks: [] }, everything)).toBe(false);
  expect(hasWhole(listener, listener, everything)).toBe(true);
});

test('what is muted on either side is not waited for', () => {
  const quiet = { ...old, seats: [seat('doctor', ['a1', 'microphone', true])] };
  expect(hasWhole(quiet, { seats: [seat('doctor')], tracks: [] }, nothing)).toBe(true);
  const off: View = {
    seats: [seat('me'), seat('doctor', ['a2', 'microphone', true], ['v2', 'camera', true])],
    tracks: [],
  };
  expect(hasWhole(old, off, nothing)).toBe(true);
});
