import { useEffect, useState } from 'preact/hooks';
import type { DoctorToWaitFor } from '../../api/contracts';
import { chooseMyDoctor, readMyDoctors } from '../../api/myConsultation';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { mine, show } from './model';
import type { Problem } from './problem';

const anybody = '';

/** Whom to wait for: whoever is free first, or one doctor by name; the waiting time stays either way. */
export function DoctorChoice() {
  const [doctors, setDoctors] = useState<DoctorToWaitFor[] | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const wanted = mine.value?.news?.doctor ?? null;
  useEffect(() => {
    if (isOpen) {
      readMyDoctors().then(setDoctors, (error: unknown) =>
        setProblem({ words: () => sentenceFor(error) }),
      );
    }
  }, [isOpen]);

  async function choose(practitionerId: string | null): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      show(await chooseMyDoctor(practitionerId));
      setOpen(false);
    } catch (error) {
      setProblem({ words: () => sentenceFor(error) });
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      {wanted !== null && (
        <Notice
          tone={isAway(wanted) ? 'warning' : 'info'}
          title={
            isAway(wanted)
              ? t('patient.doctor.away', { doctor: nameOf(wanted.name) })
              : t('patient.doctor.waiting', { doctor: nameOf(wanted.name) })
          }
          testId="patient-wanted"
          action={
            <Button busy={isBusy} onClick={() => void choose(null)} testId="patient-anybody">
              {t('patient.doctor.anybody')}
            </Button>
          }
        >
          {isAway(wanted) ? t('patient.doctor.awayText') : t('patient.doctor.waitingText')}
        </Notice>
      )}
      {problem !== null && <Notice tone="danger">{problem.words()}</Notice>}
      {isOpen && doctors !== null && (
        <SelectField
          label={t('patient.doctor.label')}
          hint={t('patient.doctor.hint')}
          value={wanted?.practitionerId ?? anybody}
          disabled={isBusy}
          options={[
            { value: anybody, label: t('patient.doctor.first') },
            ...doctors.map((doctor) => ({
              value: doctor.practitionerId,
              label: `${nameOf(doctor.name)} · ${t(`common.presence.${doctor.state ?? 'unknown'}`)}`,
            })),
          ]}
          onChange={(value) => void choose(value === anybody ? null : value)}
          testId="patient-doctor"
        />
      )}
      {!isOpen && wanted === null && (
        <Button variant="quiet" wide onClick={() => setOpen(true)} testId="patient-choose-doctor">
          {t('patient.doctor.choose')}
        </Button>
      )}
    </>
  );
}

const isAway = (doctor: DoctorToWaitFor) => doctor.state === 'away' || doctor.state === 'offline';
