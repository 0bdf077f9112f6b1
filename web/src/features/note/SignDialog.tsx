import { useState } from 'preact/hooks';
import type { ConsultationDetails } from '../../api/contracts';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import type { NoteEditor } from './model';
import { NoteSheet } from './NoteSheet';

type SignDialogProps = {
  editor: NoteEditor;
  details: ConsultationDetails;
  isAmendment: boolean;
  onClose: () => void;
  onSigned: (details: ConsultationDetails) => void;
};

/** The last look: exactly what the patient will read, then the signature. */
export function SignDialog(props: SignDialogProps) {
  const { editor, details, isAmendment } = props;
  const [reason, setReason] = useState('');
  const [reasonError, setReasonError] = useState<string>();
  const [problem, setProblem] = useState<string>();

  const sign = async () => {
    if (isAmendment && reason.trim() === '') {
      setReasonError(t('staff.note.amendReasonMissing'));
      return;
    }
    setProblem(undefined);
    try {
      props.onSigned(await editor.sign(isAmendment ? reason.trim() : undefined));
    } catch (error) {
      setProblem(sentenceFor(error));
    }
  };

  return (
    <Dialog
      size="wide"
      title={t('staff.note.reviewTitle')}
      onClose={props.onClose}
      testId="sign-dialog"
      actions={
        <>
          <Button onClick={props.onClose}>{t('staff.note.backToEdit')}</Button>
          <Button
            variant="primary"
            busy={editor.isSigning.value}
            onClick={() => void sign()}
            testId="sign"
          >
            {t('staff.note.signNow')}
          </Button>
        </>
      }
    >
      <div class="sign-review">
        <p class="soft">{t('staff.note.reviewText')}</p>
        {isAmendment && (
          <TextArea
            label={t('staff.note.amendReason')}
            rows={2}
            maxLength={500}
            value={reason}
            error={reasonError}
            onInput={(value) => {
              setReason(value);
              setReasonError(undefined);
            }}
            testId="amend-reason"
          />
        )}
        <NoteSheet note={editor.text.value} patient={details.patient} />
        {problem && <Notice tone="danger">{problem}</Notice>}
      </div>
    </Dialog>
  );
}
