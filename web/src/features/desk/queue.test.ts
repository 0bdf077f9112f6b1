import { describe, expect, it } from 'vitest';
import type { QueueEntry, Urgency } from '../../api/contracts';
import { moveSelection, waitedMinutes, waitsTooLong } from './queue';

function entry(consultationId: string, urgency: Urgency = 3): QueueEntry {
  return {
    consultationId,
    place: 1,
    patientName: '马德福',
    gender: 'male',
    age: 71,
    urgency,
    kind: 'direct',
    reason: '',
    redFlagCount: 0,
    waitingSince: '2026-11-23T10:00:00Z',
    score: {
      urgency: 3,
      urgencyPoints: 90,
      waitedMinutes: 0,
      continuityPoints: 0,
      languagePoints: 0,
      isOverdue: false,
      basePoints: 90,
      points: 90,
    },
    aheadBecause: { moreUrgent: 0, cameEarlier: 0, waitedMuchLonger: 0, suitsTheDoctor: 0 },
    isForYouAlone: false,
    isOnline: true,
    ringsInSeconds: null,
    institution: { zh: '青禾县人民医院', en: 'Qinghe County Hospital' },
  };
}

describe('selection in the queue', () => {
  const queue = [entry('a'), entry('b'), entry('c')];

  it.each([
    [null, 1, 'a'],
    ['a', 1, 'b'],
    ['c', 1, 'c'],
    ['a', -1, 'a'],
    ['gone', -1, 'a'],
  ] as const)('from %s by %i goes to %s', (from, step, expected) => {
    expect(moveSelection(queue, from, step)).toBe(expected);
  });

  it('stays empty when nobody waits', () => {
    expect(moveSelection([], 'a', 1)).toBeNull();
  });
});

describe('waiting', () => {
  const tenPast = Date.parse('2026-11-23T10:10:59Z');

  it('is counted in whole minutes and never negative', () => {
    expect(waitedMinutes('2026-11-23T10:00:00Z', tenPast)).toBe(10);
    expect(waitedMinutes('2026-11-23T11:00:00Z', tenPast)).toBe(0);
  });

  it('is too long for its level, not for every level', () => {
    expect(waitsTooLong(entry('a', 1), tenPast)).toBe(true);
    expect(waitsTooLong(entry('a', 2), tenPast)).toBe(false);
    expect(waitsTooLong(entry('a', 2), tenPast + 60_000)).toBe(true);
    expect(waitsTooLong(entry('a', 4), tenPast + 60_000)).toBe(false);
  });
});
