import { useState } from 'preact/hooks';
import { readConsultation } from '../../api/consultations';
import type { Invitation, PatientListItem } from '../../api/contracts';
import { invitePatient, invitePatientToCase } from '../../api/invitations';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { PageHeader } from '../../ui/AppShell';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { SelectField } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { showToast } from '../../ui/Toast';
import { PatientPicker } from '../case/PatientPicker';
import { departmentOptions, useDepartments } from '../case/useDepartments';
import { useConsultationEvents } from '../session/live';
import { usePageTitle } from '../session/pageTitle';
import { type Staff, StaffFrame } from '../session/StaffFrame';
import './invitation.css';
import { InvitationView } from './InvitationView';

export function InvitePage() {
  return (
    <StaffFrame roles={['specialist', 'clinicDoctor', 'coordinator']}>
      {(staff) => <Inviting staff={staff} />}
    </StaffFrame>
  );
}

export type Made = { invitation: Invitation; patient: PatientListItem };

function Inviting({ staff }: { staff: Staff }) {
  usePageTitle(t('staff.invite.title'));
  const [made, setMade] = useState<Made | null>(null);
  return (
    <>
      <PageHeader title={t('staff.invite.title')} subtitle={t('staff.invite.lead')} />
      {made === null ? (
        <InviteForm ownDepartmentId={staff.role.departmentId} onMade={setMade} />
      ) : (
        <MadeInvitation made={made} onChange={setMade} />
      )}
    </>
  );
}

type InviteFormProps = { ownDepartmentId: string | null; onMade: (made: Made) => void };

function InviteForm({ ownDepartmentId, onMade }: InviteFormProps) {
  const departments = useDepartments();
  const [patient, setPatient] = useState<PatientListItem | null>(null);
  const [departmentId, setDepartmentId] = useState(ownDepartmentId ?? '');
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const create = async () => {
    setTried(true);
    if (patient === null || departmentId === '') {
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      onMade({ invitation: await invitePatient(patient.id, departmentId), patient });
    } catch (error) {
      setProblem(sentenceFor(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Card class="invite-form" testId="invite-form">
      <PatientPicker
        patient={patient}
        onChange={setPatient}
        error={isTried && patient === null ? t('staff.newCase.choosePatientFirst') : undefined}
      />
      <SelectField
        label={t('staff.invite.department')}
        value={departmentId}
        options={[
          { value: '', label: t('staff.newCase.choose'), disabled: true },
          ...departmentOptions(departments.value ?? []),
        ]}
        onChange={setDepartmentId}
        error={
          isTried && departmentId === '' ? t('staff.newCase.chooseDepartmentFirst') : undefined
        }
        testId="department"
      />
      {departments.error !== null && (
        <Notice
          tone="danger"
          action={
            <Button size="small" onClick={departments.retry}>
              {t('common.actions.retry')}
            </Button>
          }
        >
          {sentenceFor(departments.error)}
        </Notice>
      )}
      {problem && <Notice tone="danger">{problem}</Notice>}
      <Button variant="primary" busy={isBusy} onClick={() => void create()} testId="create">
        {t('staff.invite.create')}
      </Button>
    </Card>
  );
}

export function MadeInvitation(props: { made: Made; onChange: (made: Made | null) => void }) {
  const { invitation, patient } = props.made;
  const [status, setStatus] = useState(invitation.status);
  const [isBusy, setBusy] = useState(false);
  useConsultationEvents([invitation.consultationId], (id) => {
    readConsultation(id).then(
      (details) => details.invitation && setStatus(details.invitation.status),
      // The next event or the next connection asks again.
      () => undefined,
    );
  });
  const renew = async () => {
    setBusy(true);
    try {
      const next = await invitePatientToCase(invitation.consultationId);
      setStatus(next.status);
      props.onChange({ invitation: next, patient });
      showToast(() => t('staff.invite.renewed'), { tone: 'success' });
    } catch (error) {
      showToast(() => sentenceFor(error), { tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card
      title={t('staff.invite.forPatient', { name: patient.name })}
      aside={
        <Button size="small" onClick={() => props.onChange(null)} testId="another">
          {t('staff.invite.another')}
        </Button>
      }
    >
      <InvitationView
        invitation={invitation}
        status={status}
        isRenewing={isBusy}
        onRenew={() => void renew()}
      />
    </Card>
  );
}
