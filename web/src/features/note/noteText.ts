import type { CodedDiagnosis, ConsultationSummary, Note, NoteText } from '../../api/contracts';

export const emptyNote: NoteText = {
  chiefComplaint: '',
  findings: '',
  diagnoses: [],
  syndrome: null,
  advice: '',
};

export const maximumDiagnoses = 10;

export type MissingField = 'chiefComplaint' | 'findings' | 'diagnoses' | 'advice';

/** What a signature needs; the server has the last word with note.incomplete. */
export function missingFields(note: NoteText): MissingField[] {
  const missing: MissingField[] = [];
  if (note.chiefComplaint.trim() === '') {
    missing.push('chiefComplaint');
  }
  if (note.findings.trim() === '') {
    missing.push('findings');
  }
  if (note.diagnoses.length === 0) {
    missing.push('diagnoses');
  }
  if (note.advice.trim() === '') {
    missing.push('advice');
  }
  return missing;
}

export function withDiagnosis(
  diagnoses: readonly CodedDiagnosis[],
  added: CodedDiagnosis,
): CodedDiagnosis[] {
  const isKnown = diagnoses.some((one) => one.code === added.code);
  return isKnown || diagnoses.length >= maximumDiagnoses ? [...diagnoses] : [...diagnoses, added];
}

/** The first diagnosis is the primary one. */
export function withPrimary(diagnoses: readonly CodedDiagnosis[], code: string): CodedDiagnosis[] {
  const primary = diagnoses.filter((one) => one.code === code);
  return [...primary, ...diagnoses.filter((one) => one.code !== code)];
}

export function latestVersion(note: Note): ConsultationSummary | null {
  return note.versions.at(-1) ?? null;
}

export function textOf(version: ConsultationSummary): NoteText {
  const { chiefComplaint, findings, diagnoses, syndrome, advice } = version;
  return { chiefComplaint, findings, diagnoses, syndrome, advice };
}

/** Where writing starts: the draft, else for an amendment what was signed, else nothing. */
export function startingText(note: Note): NoteText {
  const latest = latestVersion(note);
  return note.draft ?? (latest ? textOf(latest) : emptyNote);
}
