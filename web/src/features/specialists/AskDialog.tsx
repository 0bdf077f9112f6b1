import { useState } from 'preact/hooks';
import { openCase } from '../../api/consultations';
import type { PatientListItem, Specialist } from '../../api/contracts';
import { invitePatient } from '../../api/invitations';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { PresenceBadge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Notice } from '../../ui/Notice';
import { navigate } from '../../ui/router';
import { PatientPicker } from '../case/PatientPicker';
import type { Made } from '../invitation/InvitePage';
import type { ShownState } from './model';
import { consequenceOf } from './words';

type AskDialogProps = {
  person: Specialist;
  departmentId: string;
  /** Department and hospital. */
  place: string;
  state: ShownState;
  /** For a coordinator, who invites a patient instead of opening a case. */
  onInvited?: ((made: Made) => void) | undefined;
  onClose: () => void;
};

/** For which patient; then the case is written, and waits for this doctor alone. */
export function AskDialog(props: AskDialogProps) {
  const { person, departmentId, onInvited } = props;
  const [patient, setPatient] = useState<PatientListItem | null>(null);
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const name = nameOf(person.name);

  const ask = async () => {
    setTried(true);
    if (patient === null) {
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      if (onInvited !== undefined) {
        const invitation = await invitePatient(patient.id, departmentId, person.practitionerId);
        onInvited({ invitation, patient });
      } else {
        const opened = await openCase(patient.id, departmentId, person.practitionerId);
        await navigate(`/cases/${opened.id}`);
      }
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={
        onInvited === undefined
          ? t('specialists.dialogTitle', { name })
          : t('specialists.inviteTitle', { name })
      }
      onClose={props.onClose}
      testId="ask-dialog"
      actions={
        <>
          <Button onClick={props.onClose}>{t('staff.newCase.cancel')}</Button>
          <Button variant="primary" busy={isBusy} onClick={() => void ask()} testId="ask-start">
            {onInvited === undefined ? t('specialists.start') : t('specialists.createInvitation')}
          </Button>
        </>
      }
    >
      <div class="stack specialist-ask">
        <div class="specialist-ask-now">
          <PresenceBadge state={props.state} />
          <span class="soft small">{props.place}</span>
        </div>
        <p aria-live="polite">{consequenceOf(person, props.state)}</p>
        <PatientPicker
          patient={patient}
          onChange={setPatient}
          error={isTried && patient === null ? t('staff.newCase.choosePatientFirst') : undefined}
        />
        {problem !== null && <Notice tone="danger">{sentenceFor(problem)}</Notice>}
      </div>
    </Dialog>
  );
}
