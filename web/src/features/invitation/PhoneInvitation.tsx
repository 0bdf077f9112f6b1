import { useState } from 'preact/hooks';
import type { ConsultationDetails, Invitation } from '../../api/contracts';
import { invitePatientToCase } from '../../api/invitations';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { qrIcon } from '../../ui/icons';
import { showToast } from '../../ui/Toast';
import { InvitationView } from './InvitationView';

/** Lets the patient of a case join with a phone of their own. */
export function PhoneInvitation({ details }: { details: ConsultationDetails }) {
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [isBusy, setBusy] = useState(false);
  const invite = async () => {
    setBusy(true);
    try {
      setInvitation(await invitePatientToCase(details.id));
    } catch (error) {
      showToast(() => sentenceFor(error), { tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {details.invitation?.status === 'confirmed' ? (
        <Badge tone="moss" testId="phone-confirmed">
          {t('staff.case.confirmedPhone')}
        </Badge>
      ) : (
        <Button
          icon={qrIcon}
          size="small"
          busy={isBusy && invitation === null}
          onClick={() => void invite()}
          testId="invite-phone"
        >
          {t('staff.case.invite')}
        </Button>
      )}
      {invitation && (
        <Dialog
          size="wide"
          title={t('staff.invite.forPatient', { name: details.patient.name })}
          onClose={() => setInvitation(null)}
          testId="phone-dialog"
        >
          <InvitationView
            invitation={invitation}
            status={details.invitation?.status ?? invitation.status}
            isRenewing={isBusy}
            onRenew={() => void invite()}
          />
        </Dialog>
      )}
    </>
  );
}
