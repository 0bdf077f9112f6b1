import { useState } from 'preact/hooks';
import { openCase } from '../../api/consultations';
import type { PatientListItem } from '../../api/contracts';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { SelectField } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { navigate } from '../../ui/router';
import { PatientPicker } from './PatientPicker';
import { departmentOptions, useDepartments } from './useDepartments';

type Problems = { patient?: string; department?: string; whole?: string };

export function NewCaseDialog({ onClose }: { onClose: () => void }) {
  const departments = useDepartments();
  const [patient, setPatient] = useState<PatientListItem | null>(null);
  const [departmentId, setDepartmentId] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const [isBusy, setBusy] = useState(false);

  const start = async () => {
    const found: Problems = {
      ...(patient === null && { patient: t('staff.newCase.choosePatientFirst') }),
      ...(departmentId === '' && { department: t('staff.newCase.chooseDepartmentFirst') }),
    };
    setProblems(found);
    if (patient === null || departmentId === '') {
      return;
    }
    setBusy(true);
    try {
      const opened = await openCase(patient.id, departmentId);
      onClose();
      await navigate(`/cases/${opened.id}`);
    } catch (error) {
      setProblems({ whole: sentenceFor(error) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={t('staff.newCase.title')}
      onClose={onClose}
      testId="new-case-dialog"
      actions={
        <>
          <Button onClick={onClose}>{t('staff.newCase.cancel')}</Button>
          <Button variant="primary" busy={isBusy} onClick={() => void start()} testId="start-case">
            {t('staff.newCase.start')}
          </Button>
        </>
      }
    >
      <div class="stack new-case">
        <PatientPicker patient={patient} onChange={setPatient} error={problems.patient} />
        <SelectField
          label={t('staff.newCase.department')}
          value={departmentId}
          options={[
            { value: '', label: t('staff.newCase.choose'), disabled: true },
            ...departmentOptions(departments.value ?? []),
          ]}
          onChange={setDepartmentId}
          error={problems.department}
          testId="department"
        />
        {departments.error !== null && (
          <Notice tone="danger">{sentenceFor(departments.error)}</Notice>
        )}
        {problems.whole && <Notice tone="danger">{problems.whole}</Notice>}
      </div>
    </Dialog>
  );
}
