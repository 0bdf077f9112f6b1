import type { RedFlagHit, VitalSignRange, VitalSigns } from '../../api/contracts';

export type VitalField = keyof VitalSigns;

/** In the order in which they are measured at the bedside. */
export const vitalFields: readonly VitalField[] = [
  'temperatureC',
  'systolicMmHg',
  'diastolicMmHg',
  'heartRatePerMin',
  'respiratoryRatePerMin',
  'spO2Percent',
  'glucoseMmolPerL',
  'weightKg',
  'heightCm',
];

export const noVitalSigns: VitalSigns = {
  temperatureC: null,
  systolicMmHg: null,
  diastolicMmHg: null,
  heartRatePerMin: null,
  respiratoryRatePerMin: null,
  spO2Percent: null,
  glucoseMmolPerL: null,
  weightKg: null,
  heightCm: null,
};

export type VitalProblem =
  | { kind: 'notANumber' }
  | { kind: 'implausible'; minimum: number; maximum: number; unit: string }
  | { kind: 'diastolicAboveSystolic' };

export type ReadVital = { value: number | null; problem: VitalProblem | null };

/** What somebody typed as a number: full-width digits and a decimal comma are as good as plain ones. */
export function readVital(text: string, range: VitalSignRange | undefined): ReadVital {
  const plain = text.normalize('NFKC').trim().replace(/[,。]/g, '.');
  if (plain === '') {
    return { value: null, problem: null };
  }
  const value = /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
  if (Number.isNaN(value)) {
    return { value: null, problem: { kind: 'notANumber' } };
  }
  if (range && (value < range.minimum || value > range.maximum)) {
    const { minimum, maximum, unit } = range;
    return { value: null, problem: { kind: 'implausible', minimum, maximum, unit } };
  }
  return { value, problem: null };
}

export type VitalTexts = Record<VitalField, string>;

export function textsOf(signs: VitalSigns): VitalTexts {
  return Object.fromEntries(
    vitalFields.map((field) => [field, signs[field]?.toString() ?? '']),
  ) as VitalTexts;
}

/** All fields read at once; a field with a problem counts as not measured. */
export function readVitals(
  texts: VitalTexts,
  ranges: readonly VitalSignRange[],
): { signs: VitalSigns; problems: Partial<Record<VitalField, VitalProblem>> } {
  const signs = { ...noVitalSigns };
  const problems: Partial<Record<VitalField, VitalProblem>> = {};
  for (const field of vitalFields) {
    const range = ranges.find((one) => one.field === field);
    const { value, problem } = readVital(texts[field], range);
    signs[field] = value;
    if (problem) {
      problems[field] = problem;
    }
  }
  const { systolicMmHg, diastolicMmHg } = signs;
  if (systolicMmHg !== null && diastolicMmHg !== null && diastolicMmHg >= systolicMmHg) {
    signs.diastolicMmHg = null;
    problems.diastolicMmHg = { kind: 'diastolicAboveSystolic' };
  }
  return { signs, problems };
}

/** The measurements that each shipped rule reads; nothing else is ever marked as abnormal. */
const fieldsOfRule: Record<string, readonly VitalField[]> = {
  A04: ['spO2Percent'],
  A09: ['glucoseMmolPerL'],
  A10: ['glucoseMmolPerL'],
  A11: ['systolicMmHg', 'diastolicMmHg'],
  A12: ['systolicMmHg', 'diastolicMmHg'],
  A13: ['systolicMmHg', 'diastolicMmHg'],
  A23: ['glucoseMmolPerL'],
  P06: ['respiratoryRatePerMin'],
  P08: ['temperatureC'],
  P13: ['temperatureC'],
  P14: ['respiratoryRatePerMin', 'spO2Percent'],
  P15: ['heartRatePerMin'],
};

/** Fields that a rule found abnormal, each with the rule that says so. */
export function abnormalFields(hits: readonly RedFlagHit[]): Map<VitalField, RedFlagHit> {
  const abnormal = new Map<VitalField, RedFlagHit>();
  for (const hit of hits) {
    for (const field of hit.because === 'vitalSigns' ? (fieldsOfRule[hit.flag.id] ?? []) : []) {
      const known = abnormal.get(field);
      if (!known || hit.flag.tier < known.flag.tier) {
        abnormal.set(field, hit);
      }
    }
  }
  return abnormal;
}

export function bodyMassIndex(signs: VitalSigns): number | null {
  const { weightKg, heightCm } = signs;
  return weightKg === null || heightCm === null ? null : weightKg / (heightCm / 100) ** 2;
}
