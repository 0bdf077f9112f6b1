import { useState } from 'preact/hooks';
import {
  acceptConsultation,
  endConsultation,
  handBack,
  markNoShow,
  undoNoShow,
} from '../../api/consultations';
import type { ConsultationDetails } from '../../api/contracts';
import { clockOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { TriageBadge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { ask } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import { chevronLeftIcon } from '../../ui/icons';
import { Link, navigate } from '../../ui/router';
import { showToast } from '../../ui/Toast';
import type { LiveConsultation } from '../case/useConsultation';
import type { NoteEditor } from '../note/model';
import { useNow } from './now';

type ConsultationBarProps = {
  live: LiveConsultation;
  details: ConsultationDetails;
  /** Somebody else is in the room: the patient, or who is beside the patient. */
  isAccompanied: boolean;
  editor: () => NoteEditor | null;
};

async function takeBack(id: string): Promise<void> {
  try {
    await acceptConsultation(id);
    await navigate(`/consultations/${id}`);
  } catch (error) {
    showToast(() => sentenceFor(error), { tone: 'danger' });
  }
}

/** The two ways to finish: each saves the note's last words first. */
function useFinish({ live, details, editor }: ConsultationBarProps) {
  const [busy, setBusy] = useState<'end' | 'handBack' | null>(null);

  const finish = async (what: 'end' | 'handBack', send: () => Promise<void>) => {
    setBusy(what);
    try {
      await editor()?.autosave.flush();
      await send();
    } catch (error) {
      showToast(() => sentenceFor(error), { tone: 'danger' });
    } finally {
      setBusy(null);
    }
  };

  const end = async () => {
    const isSure = await ask({
      title: t('staff.consultation.endTitle'),
      text: t('staff.consultation.endText'),
      confirm: t('staff.consultation.endConfirm'),
      cancel: t('staff.consultation.continueCall'),
      danger: true,
    });
    if (isSure) {
      await finish('end', async () => live.show(await endConsultation(details.id)));
    }
  };

  const giveBack = async () => {
    const isSure = await ask({
      title: t('staff.consultation.handBackTitle'),
      text: t('staff.consultation.handBackText'),
      confirm: t('staff.consultation.handBackConfirm'),
      cancel: t('staff.consultation.continueCall'),
    });
    if (isSure) {
      await finish('handBack', async () => {
        await handBack(details.id);
        await navigate('/desk');
        showToast(() => t('staff.consultation.handedBack'), {
          undo: () => void takeBack(details.id),
        });
      });
    }
  };

  return { busy, end, giveBack };
}

/** Who it is, how long it has been going on, and the two ways to finish. */
export function ConsultationBar(props: ConsultationBarProps) {
  const { details } = props;
  const { busy, end, giveBack } = useFinish(props);
  return (
    <header class="consultation-bar">
      <Link to="/desk" class="consultation-back">
        <Icon path={chevronLeftIcon} size={20} />
        <span class="consultation-back-word">{t('staff.consultation.back')}</span>
      </Link>
      <div class="consultation-who">
        <h1>{details.patient.name}</h1>
        <span class="soft">
          {t('staff.personLine', {
            gender: t(`common.gender.${details.patient.gender}`),
            age: details.patient.age,
          })}
        </span>
        <TriageBadge urgency={details.urgency} />
        {details.startedAt !== null && <Elapsed since={details.startedAt} />}
      </div>
      <div class="consultation-actions">
        {!props.isAccompanied && <NoShow details={details} />}
        <Button
          size="small"
          busy={busy === 'handBack'}
          onClick={() => void giveBack()}
          testId="hand-back"
        >
          {t('staff.consultation.handBack')}
        </Button>
        <Button
          size="small"
          variant="danger"
          busy={busy === 'end'}
          onClick={() => void end()}
          testId="end"
        >
          {t('staff.consultation.end')}
        </Button>
      </div>
    </header>
  );
}

/** Offered once the patient was not seen for long enough; the server looks again. */
function NoShow({ details }: { details: ConsultationDetails }) {
  const now = useNow(1000);
  const [isBusy, setBusy] = useState(false);
  const call = details.call;
  // Where nobody can tell, a patient who came is not said to be gone.
  if (call === null || (call.hasPatientEntered && details.isPatientOnline !== false)) {
    return null;
  }
  const seconds = Math.ceil((Date.parse(call.mayMissAt) - now) / 1000);
  const mark = async () => {
    setBusy(true);
    try {
      await markNoShow(details.id);
      await navigate('/desk');
      showToast(() => t('staff.queue.missed', { name: details.patient.name }), {
        undo: () =>
          void undoNoShow(details.id).catch((error: unknown) =>
            showToast(() => sentenceFor(error), { tone: 'danger' }),
          ),
      });
    } catch (error) {
      showToast(() => sentenceFor(error), { tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="small"
      variant="quiet"
      busy={isBusy}
      disabled={seconds > 0}
      onClick={() => void mark()}
      testId="no-show"
    >
      {seconds > 0
        ? t('staff.queue.noShowIn', { clock: clockOf(seconds) })
        : t('staff.queue.noShow')}
    </Button>
  );
}

function Elapsed({ since }: { since: string }) {
  const now = useNow(1000);
  return (
    <span class="soft numeric">
      {t('staff.consultation.elapsed', { clock: clockOf((now - Date.parse(since)) / 1000) })}
    </span>
  );
}
