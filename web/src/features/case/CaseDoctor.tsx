import { useState } from 'preact/hooks';
import { chooseDoctor, readDoctors } from '../../api/consultations';
import type { ConsultationDetails, DoctorToWaitFor } from '../../api/contracts';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { SelectField } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { useReadOnce } from './useDepartments';

const anybody = '';

type CaseDoctorProps = {
  details: ConsultationDetails;
  onChosen: (details: ConsultationDetails) => void;
};

/** Whom the case waits for: whoever is free first, or one doctor by name; the time waited counts either way. */
export function CaseDoctor(props: CaseDoctorProps) {
  // Another department has other doctors.
  return <Choice key={props.details.department.id} {...props} />;
}

function Choice({ details, onChosen }: CaseDoctorProps) {
  const doctors = useReadOnce<DoctorToWaitFor[]>((signal) =>
    readDoctors(details.department.id, { signal }),
  );
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const wanted = details.news?.doctor ?? null;

  const choose = async (value: string) => {
    setBusy(true);
    setProblem(undefined);
    try {
      onChosen(await chooseDoctor(details.id, value === anybody ? null : value));
    } catch (error) {
      setProblem(sentenceFor(error));
    } finally {
      setBusy(false);
    }
  };

  const isAway = wanted !== null && (wanted.state === 'away' || wanted.state === 'offline');
  return (
    <Card title={t('staff.case.doctor.title')}>
      {isAway && (
        <Notice
          tone="warning"
          title={t('staff.case.doctor.away', { doctor: nameOf(wanted.name) })}
          testId="case-doctor-away"
          action={
            <Button
              size="small"
              busy={isBusy}
              onClick={() => void choose(anybody)}
              testId="case-anybody"
            >
              {t('staff.case.doctor.anybody')}
            </Button>
          }
        >
          {t('staff.case.doctor.awayText')}
        </Notice>
      )}
      {doctors.error !== null ? (
        <Notice
          tone="warning"
          action={
            <Button size="small" onClick={doctors.retry}>
              {t('common.actions.retry')}
            </Button>
          }
        >
          {sentenceFor(doctors.error)}
        </Notice>
      ) : (
        <SelectField
          label={t('staff.case.doctor.label')}
          hint={wanted === null ? t('staff.case.doctor.hint') : t('staff.case.doctor.hintNamed')}
          value={wanted?.practitionerId ?? anybody}
          disabled={isBusy || doctors.value === null}
          options={[
            { value: anybody, label: t('staff.case.doctor.first') },
            ...(doctors.value ?? []).map((doctor) => ({
              value: doctor.practitionerId,
              label: `${nameOf(doctor.name)} · ${t(`common.presence.${doctor.state ?? 'unknown'}`)}`,
            })),
          ]}
          onChange={(value) => void choose(value)}
          testId="case-doctor"
        />
      )}
      {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
    </Card>
  );
}
