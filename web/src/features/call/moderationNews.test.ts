import { expect, test } from 'vitest';
import { whatChanged } from './moderationNews';

const all = { audio: true, video: true, screen: true, subscribe: true, moderate: false };
const nothing = { ...all, audio: false, video: false, screen: false };

test('what is taken and given is said in one sentence where it is everything, else one by one', () => {
  expect(whatChanged(all, nothing)).toEqual(['mayNot.anything']);
  expect(whatChanged(all, { ...nothing, screen: true })).toEqual(['mayNot.anything']);
  expect(whatChanged(nothing, all)).toEqual(['may.everything']);
  expect(whatChanged(all, { ...all, screen: false })).toEqual(['mayNot.screen']);
  expect(whatChanged(all, { ...all, video: false, screen: false })).toEqual([
    'mayNot.camera',
    'mayNot.screen',
  ]);
  expect(whatChanged({ ...all, audio: false }, { ...all, video: false })).toEqual([
    'may.microphone',
    'mayNot.camera',
  ]);
  expect(whatChanged(all, { ...all, subscribe: false })).toEqual([]);
});
