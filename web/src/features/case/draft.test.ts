import { describe, expect, it } from 'vitest';
import type { RedFlag } from '../../api/contracts';
import { isComplaintMissing, orderedFlags, raisedUrgency, toggled } from './draft';

function flag(id: string, tier: 1 | 2): RedFlag {
  const text = { zh: id, en: id };
  return {
    id,
    population: 'adult',
    text,
    tier,
    action: text,
    source: '',
    reviewStatus: 'unreviewed',
  };
}

describe('urgency', () => {
  it.each([
    [4, 1, 1],
    [2, 4, 2],
    [3, 3, 3],
  ] as const)('chosen %i and assessed %i sends %i', (chosen, assessed, expected) => {
    expect(raisedUrgency(chosen, assessed)).toBe(expected);
  });
});

it('toggles an item without touching the list it was given', () => {
  const before = ['A01'];
  expect(toggled(before, 'A02')).toEqual(['A01', 'A02']);
  expect(toggled(before, 'A01')).toEqual([]);
  expect(before).toEqual(['A01']);
});

it('puts ticked lines first and grave ones before the others', () => {
  const flags = [flag('A12', 2), flag('A02', 1), flag('A16', 2), flag('A01', 1)];
  expect(orderedFlags(flags, ['A16']).map((one) => one.id)).toEqual(['A16', 'A01', 'A02', 'A12']);
});

describe('a complaint', () => {
  const empty = { symptoms: [], text: ' ', duration: null, severity: null, redFlags: ['A01'] };

  it('is missing without words and symptoms', () => {
    expect(isComplaintMissing(empty)).toBe(true);
  });

  it('is there with a symptom alone', () => {
    expect(isComplaintMissing({ ...empty, symptoms: ['fever'] })).toBe(false);
  });
});
