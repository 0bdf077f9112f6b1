import type { PatientListItem } from '../../api/contracts';
import { findPatients } from '../../api/directory';
import { dateOf } from '../../text/format';
import { t } from '../../text/text';
import { Avatar } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { SearchList } from '../../ui/SearchList';
import './picker.css';

type PatientPickerProps = {
  patient: PatientListItem | null;
  onChange: (patient: PatientListItem | null) => void;
  error?: string | undefined;
};

/** Finds one patient of the institution's reach, then shows who was chosen. */
export function PatientPicker({ patient, onChange, error }: PatientPickerProps) {
  if (patient !== null) {
    return (
      <div class="field">
        <span class="field-label">{t('staff.newCase.patient')}</span>
        <div class="chosen-patient" data-testid="chosen-patient">
          <PatientLine patient={patient} />
          <Button size="small" variant="quiet" onClick={() => onChange(null)}>
            {t('staff.newCase.change')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div class="patient-search">
      <SearchList
        label={t('staff.newCase.findPatient')}
        placeholder={t('staff.newCase.findHint')}
        search={(query, signal) => findPatients(query, { signal })}
        keyOf={(item) => item.id}
        show={(item) => <PatientLine patient={item} />}
        onChoose={onChange}
        searchEmpty
        testId="patient-search"
      />
      {error && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

export function PatientLine({ patient }: { patient: PatientListItem }) {
  return (
    <span class="patient-line">
      <Avatar name={patient.name} size={36} />
      <span class="patient-words">
        <strong>{patient.name}</strong>
        <span class="soft small">
          {t('staff.personLine', {
            gender: t(`common.gender.${patient.gender}`),
            age: patient.age,
          })}
          {' · '}
          {t('staff.bornOn', { date: dateOf(patient.birthDate) })}
          {' · '}
          {patient.village}
        </span>
      </span>
    </span>
  );
}
