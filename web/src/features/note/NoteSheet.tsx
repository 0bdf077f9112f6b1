import type { LocalizedName, NoteText, PatientListItem } from '../../api/contracts';
import { dateTimeOf, nameOf } from '../../text/format';
import { t } from '../../text/text';
import './note.css';

type Signature = {
  doctorName: LocalizedName;
  institution: LocalizedName;
  signedAt: string;
  version: number;
  amendmentReason: string | null;
};

type NoteSheetProps = {
  note: NoteText;
  patient: Pick<PatientListItem, 'name' | 'gender' | 'age'>;
  /** Absent in the preview before signing. */
  signature?: Signature | undefined;
};

/** The note as the patient reads it and as it is printed. */
export function NoteSheet({ note, patient, signature }: NoteSheetProps) {
  return (
    <article class="note-sheet" data-testid="note-sheet">
      <header class="note-sheet-head">
        <h3>{t('staff.note.printedTitle')}</h3>
        {signature && <p>{nameOf(signature.institution)}</p>}
        <p class="note-sheet-patient">
          <strong>{patient.name}</strong>
          <span>
            {t('staff.personLine', {
              gender: t(`common.gender.${patient.gender}`),
              age: patient.age,
            })}
          </span>
        </p>
      </header>
      {signature?.amendmentReason && (
        <p class="note-sheet-reason">
          {t('staff.note.forReason', { reason: signature.amendmentReason })}
        </p>
      )}
      <dl class="note-sheet-parts">
        <dt>{t('staff.note.chiefComplaint')}</dt>
        <dd>{note.chiefComplaint || t('staff.note.notSet')}</dd>
        <dt>{t('staff.note.findings')}</dt>
        <dd>{note.findings || t('staff.note.notSet')}</dd>
        <dt>{t('staff.note.diagnosesShort')}</dt>
        <dd>
          <ol class="note-sheet-codes">
            {note.diagnoses.map((item) => (
              <li key={item.code}>
                {item.text} <span class="coded-code">{item.code}</span>
              </li>
            ))}
          </ol>
        </dd>
        {note.syndrome && (
          <>
            <dt>{t('staff.note.syndromeShort')}</dt>
            <dd>
              {note.syndrome.text} <span class="coded-code">{note.syndrome.code}</span>
            </dd>
          </>
        )}
        <dt>{t('staff.note.advice')}</dt>
        <dd class="note-sheet-advice">{note.advice || t('staff.note.notSet')}</dd>
      </dl>
      {signature && (
        <footer class="note-sheet-foot">
          <span>
            {t('staff.note.printedDoctor')} <strong>{nameOf(signature.doctorName)}</strong>
          </span>
          <span>{t('staff.note.signedAt', { time: dateTimeOf(signature.signedAt) })}</span>
          <span>{t('staff.note.version', { version: signature.version })}</span>
        </footer>
      )}
    </article>
  );
}
