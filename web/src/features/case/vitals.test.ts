import { describe, expect, it } from 'vitest';
import type { RedFlagHit } from '../../api/contracts';
import {
  abnormalFields,
  bodyMassIndex,
  noVitalSigns,
  readVital,
  readVitals,
  textsOf,
} from './vitals';

const temperature = { field: 'temperatureC', unit: '℃', minimum: 30, maximum: 45 };

function hit(id: string, tier: 1 | 2, because: RedFlagHit['because']): RedFlagHit {
  const text = { zh: id, en: id };
  return {
    because,
    flag: {
      id,
      population: 'adult',
      text,
      tier,
      action: text,
      source: '',
      reviewStatus: 'unreviewed',
    },
  };
}

describe('reading a vital sign', () => {
  it.each([
    ['36.7', 36.7],
    [' 38 ', 38],
    ['３８．５', 38.5],
    ['38,5', 38.5],
    ['38，5', 38.5],
  ])('takes %s as a number', (text, value) => {
    expect(readVital(text, temperature)).toEqual({ value, problem: null });
  });

  it('takes nothing as not measured', () => {
    expect(readVital('  ', temperature)).toEqual({ value: null, problem: null });
  });

  it.each(['high', '-1', '3e4', '38.5.1', '0x20'])('refuses %s', (text) => {
    expect(readVital(text, temperature)).toEqual({ value: null, problem: { kind: 'notANumber' } });
  });

  it('refuses what no living person has', () => {
    expect(readVital('385', temperature).problem).toMatchObject({
      kind: 'implausible',
      maximum: 45,
    });
  });
});

describe('reading all vital signs', () => {
  it('keeps the good ones beside a bad one', () => {
    const texts = { ...textsOf(noVitalSigns), temperatureC: '385', heartRatePerMin: '72' };
    const { signs, problems } = readVitals(texts, [temperature]);
    expect(signs.heartRatePerMin).toBe(72);
    expect(signs.temperatureC).toBeNull();
    expect(Object.keys(problems)).toEqual(['temperatureC']);
  });

  it('finds swapped blood pressures', () => {
    const texts = { ...textsOf(noVitalSigns), systolicMmHg: '80', diastolicMmHg: '120' };
    expect(readVitals(texts, []).problems.diastolicMmHg?.kind).toBe('diastolicAboveSystolic');
  });

  it('gives back what it was made from', () => {
    const signs = { ...noVitalSigns, temperatureC: 36.7, weightKg: 68 };
    expect(readVitals(textsOf(signs), []).signs).toEqual(signs);
  });
});

describe('abnormal marks', () => {
  it('stand only where a rule read the measurement', () => {
    const marks = abnormalFields([hit('A12', 2, 'vitalSigns'), hit('A01', 1, 'reported')]);
    expect([...marks.keys()]).toEqual(['systolicMmHg', 'diastolicMmHg']);
  });

  it('name the gravest rule', () => {
    const marks = abnormalFields([hit('A12', 2, 'vitalSigns'), hit('A11', 1, 'vitalSigns')]);
    expect(marks.get('systolicMmHg')?.flag.id).toBe('A11');
  });
});

it('computes a body mass index only from both measurements', () => {
  expect(bodyMassIndex({ ...noVitalSigns, weightKg: 68 })).toBeNull();
  expect(bodyMassIndex({ ...noVitalSigns, weightKg: 81, heightCm: 180 })).toBeCloseTo(25);
});
