import { expect, test } from 'vitest';
import { type DeviceProblem, problemOf } from './devices';
import { levelOf } from './levelMeter';
import { judgeLine } from './networkCheck';
import { Serial } from './serial';
import { countStrikes, flowOf, judgeCall } from './stats';

const named = (name: string) => Object.assign(new Error(name), { name });

test.each<[string, DeviceProblem]>([
  ['NotAllowedError', 'denied'],
  ['NotReadableError', 'inUse'],
  ['NotFoundError', 'notFound'],
  ['OverconstrainedError', 'notFound'],
  ['SecurityError', 'insecure'],
  ['SomethingNewError', 'unknown'],
])('%s is told as %s', (name, problem) => {
  expect(problemOf(named(name))).toBe(problem);
});

test('silence has no level and full speech has all of it', () => {
  expect(levelOf(new Float32Array(64))).toBe(0);
  expect(levelOf(new Float32Array(64).fill(0.5))).toBe(1);
  expect(levelOf(new Float32Array(64).fill(0.02))).toBeCloseTo(0.52, 1);
});

test('a village line of 400 kbit/s and 400 ms is weak but usable', () => {
  expect(judgeLine(400, 400)).toBe('weak');
  expect(judgeLine(40, 5_000)).toBe('good');
  expect(judgeLine(40, 90)).toBe('bad');
});

test('steps run in order, and a failed one does not hold up the next', async () => {
  const order: string[] = [];
  const serial = new Serial();
  const slow = serial.run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push('slow');
    throw new Error('broken');
  });
  const quick = serial.run(async () => order.push('quick'));
  await expect(slow).rejects.toThrow('broken');
  await quick;
  expect(order).toEqual(['slow', 'quick']);
});

test('the own network is blamed before the others', () => {
  const weak = ['patient-1'];
  expect(judgeCall(undefined, weak)).toEqual({ kind: 'unknown' });
  expect(judgeCall({ uplink: 1, downlink: 3 }, weak)).toEqual({ kind: 'ownBad' });
  expect(judgeCall({ uplink: 3, downlink: 2 }, weak)).toEqual({ kind: 'ownWeak' });
  expect(judgeCall({ uplink: 2, downlink: 3, side: 'uplink' }, weak)).toEqual({ kind: 'upWeak' });
  expect(judgeCall({ uplink: 1, downlink: 3 }, weak, true)).toEqual({ kind: 'soundOnly' });
  expect(judgeCall({ uplink: 3, downlink: 3, side: 'other', otherSeat: 'doctor' }, weak)).toEqual({
    kind: 'otherWeak',
    seat: 'doctor',
  });
  expect(judgeCall({ uplink: 3, downlink: 3 }, weak)).toEqual({
    kind: 'otherWeak',
    seat: 'patient-1',
  });
  expect(judgeCall({ uplink: 3, downlink: 3 }, [])).toEqual({ kind: 'good' });
});

test('strikes add up while readings stay bad, and one good reading forgives them', () => {
  const bad = [{ seat: 's', lossPercent: 20, isFrozen: false }];
  const once = countStrikes(new Map(), bad);
  expect(countStrikes(once, bad).get('s')).toBe(2);
  expect(countStrikes(once, [{ seat: 's', lossPercent: 1, isFrozen: false }]).size).toBe(0);
});

test('loss is counted between two readings, not since the beginning', () => {
  const before = { packets: 1_000, lost: 500, freezes: 1 };
  expect(flowOf({ seat: 's' }, before, { packets: 1_090, lost: 510, freezes: 1 })).toEqual([
    { seat: 's', lossPercent: 10, isFrozen: false },
  ]);
  expect(flowOf({ seat: 's' }, undefined, before)).toEqual([]);
});
