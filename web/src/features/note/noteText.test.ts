import { describe, expect, it } from 'vitest';
import type { ConsultationSummary } from '../../api/contracts';
import {
  emptyNote,
  latestVersion,
  maximumDiagnoses,
  missingFields,
  startingText,
  withDiagnosis,
  withPrimary,
} from './noteText';

const hypertension = { code: 'I10.x00', text: '原发性高血压' };
const angina = { code: 'I20.900', text: '心绞痛' };
const complete = {
  chiefComplaint: '头晕 1 周',
  findings: '血压 162/96 mmHg',
  diagnoses: [hypertension],
  syndrome: null,
  advice: '一周后复测血压',
};

function signed(version: number): ConsultationSummary {
  const name = { zh: '李文博', en: 'Li Wenbo' };
  const signedAt = '2026-11-23T10:00:00Z';
  return {
    ...complete,
    doctorName: name,
    institution: name,
    signedAt,
    version,
    amendmentReason: null,
  };
}

describe('a signature', () => {
  it('needs everything but the syndrome', () => {
    expect(missingFields(emptyNote)).toEqual(['chiefComplaint', 'findings', 'diagnoses', 'advice']);
    expect(missingFields(complete)).toEqual([]);
  });

  it('is not satisfied by blanks', () => {
    expect(missingFields({ ...complete, advice: ' \n' })).toEqual(['advice']);
  });
});

describe('diagnoses', () => {
  it('are not entered twice', () => {
    expect(withDiagnosis([hypertension], { ...hypertension })).toHaveLength(1);
    expect(withDiagnosis([hypertension], angina)).toEqual([hypertension, angina]);
  });

  it('have a limit', () => {
    const many = Array.from({ length: maximumDiagnoses }, (_, i) => ({ code: `A${i}`, text: '' }));
    expect(withDiagnosis(many, angina)).toHaveLength(maximumDiagnoses);
  });

  it('start with the primary one', () => {
    expect(withPrimary([hypertension, angina], angina.code)).toEqual([angina, hypertension]);
  });
});

describe('writing', () => {
  it('starts empty', () => {
    expect(startingText({ draft: null, draftSavedAt: null, versions: [] })).toEqual(emptyNote);
  });

  it('starts an amendment from the last signed version', () => {
    const note = { draft: null, draftSavedAt: null, versions: [signed(1), signed(2)] };
    expect(latestVersion(note)?.version).toBe(2);
    expect(startingText(note)).toEqual(complete);
  });

  it('goes on with the draft', () => {
    const draft = { ...complete, advice: '两周后复诊' };
    const note = { draft, draftSavedAt: '2026-11-23T11:00:00Z', versions: [signed(1)] };
    expect(startingText(note)).toEqual(draft);
  });
});
