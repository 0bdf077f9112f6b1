import type { MedicationLine, PatientRecord } from '../../api/contracts';
import { dateOf, nameOf } from '../../text/format';
import { t } from '../../text/text';

/** What the consortium already knows of a patient. */
export function RecordPanel({ patient }: { patient: PatientRecord }) {
  return (
    <dl class="record">
      <dt>{t('staff.brief.allergies')}</dt>
      <dd>
        {patient.allergies.length === 0 ? (
          <span class="soft">{t('staff.brief.noAllergies')}</span>
        ) : (
          <strong class="record-allergy">
            {patient.allergies.map((one) => one.text).join(' · ')}
          </strong>
        )}
      </dd>
      <dt>{t('staff.brief.conditions')}</dt>
      <dd>
        {patient.conditions.length === 0 ? (
          <span class="soft">{t('staff.brief.noConditions')}</span>
        ) : (
          <ul class="record-list">
            {patient.conditions.map((one) => (
              <li key={one.text}>
                {one.text} {one.code && <span class="record-code">{one.code}</span>}
              </li>
            ))}
          </ul>
        )}
      </dd>
      <dt>{t('staff.brief.medications')}</dt>
      <dd>
        {patient.medications.length === 0 ? (
          <span class="soft">{t('staff.brief.noMedications')}</span>
        ) : (
          <Medications lines={patient.medications} />
        )}
      </dd>
      <dt>{t('staff.brief.born')}</dt>
      <dd class="numeric">{dateOf(patient.birthDate)}</dd>
      <dt>{t('staff.brief.phone')}</dt>
      <dd class="numeric">{patient.phoneMasked}</dd>
      <dt>{t('staff.brief.earlier')}</dt>
      <dd>
        {patient.earlierPrescriptions.length === 0 ? (
          <span class="soft">{t('staff.brief.noEarlier')}</span>
        ) : (
          patient.earlierPrescriptions.map((sheet) => (
            <div key={sheet.issuedOn} class="record-sheet">
              <p class="soft small">
                {dateOf(sheet.issuedOn)} · {nameOf(sheet.institution)}
              </p>
              <Medications lines={sheet.lines} />
            </div>
          ))
        )}
      </dd>
    </dl>
  );
}

function Medications({ lines }: { lines: readonly MedicationLine[] }) {
  return (
    <ul class="record-list">
      {lines.map((line) => (
        <li key={line.text}>
          {line.text}
          <span class="soft">
            {' '}
            {[line.dosage, line.since && t('staff.brief.since', { date: dateOf(line.since) })]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
