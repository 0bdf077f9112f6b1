import { useState } from 'preact/hooks';
import { cancelConsultation } from '../../api/consultations';
import type { ConsultationDetails } from '../../api/contracts';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { Notice } from '../../ui/Notice';

type CancelCaseProps = {
  details: ConsultationDetails;
  onCancelled: (details: ConsultationDetails) => void;
  /** The last words are saved before the case closes. */
  before?: () => Promise<unknown>;
};

export function CancelCase({ details, onCancelled, before }: CancelCaseProps) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [reasonError, setReasonError] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const cancel = async () => {
    if (reason.trim() === '') {
      setReasonError(t('staff.case.cancelReasonMissing'));
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      await before?.();
      onCancelled(await cancelConsultation(details.id, reason.trim()));
    } catch (error) {
      setProblem(sentenceFor(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div>
      <Button size="small" variant="quiet" onClick={() => setOpen(true)} testId="cancel-case">
        {t('staff.case.cancelCase')}
      </Button>
      {isOpen && (
        <Dialog
          title={t('staff.case.cancelTitle')}
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button onClick={() => setOpen(false)}>{t('staff.case.keep')}</Button>
              <Button
                variant="danger"
                busy={isBusy}
                onClick={() => void cancel()}
                testId="cancel-confirm"
              >
                {t('staff.case.cancelConfirm')}
              </Button>
            </>
          }
        >
          <div class="stack">
            <p>{t('staff.case.cancelText')}</p>
            <TextArea
              label={t('staff.case.cancelReason')}
              rows={2}
              maxLength={500}
              value={reason}
              error={reasonError}
              onInput={(value) => {
                setReason(value);
                setReasonError(undefined);
              }}
              testId="cancel-reason"
            />
            {problem && <Notice tone="danger">{problem}</Notice>}
          </div>
        </Dialog>
      )}
    </div>
  );
}
