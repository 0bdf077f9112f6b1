import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { ConsultationDetails } from '../../api/contracts';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { ask, askAboutUnsaved } from '../../ui/Dialog';
import { editIcon, printIcon, signIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { useLeaveGuard } from '../../ui/router';
import { showToast } from '../../ui/Toast';
import { NoteEditor } from './model';
import { NoteForm } from './NoteForm';
import './note.css';
import { latestVersion } from './noteText';
import { SaveState } from './SaveState';
import { SignDialog } from './SignDialog';
import { SignedVersions } from './SignedVersions';

type NotePanelProps = {
  details: ConsultationDetails;
  /** Only the treating doctor writes and signs. */
  isDoctor: boolean;
  onChanged: (details: ConsultationDetails) => void;
  /** The page saves through it before it ends or hands back. */
  editorRef?: (editor: NoteEditor | null) => void;
};

export function NotePanel({ details, isDoctor, onChanged, editorRef }: NotePanelProps) {
  const latest = latestVersion(details.note);
  const hasDraft = details.note.draft !== null;
  const [isAmending, setAmending] = useState(hasDraft && latest !== null);
  if (!isDoctor) {
    return latest ? (
      <SignedVersions versions={details.note.versions} patient={details.patient} />
    ) : (
      <p class="soft">{t('staff.note.onlyDoctor')}</p>
    );
  }
  if (latest !== null && !isAmending) {
    return (
      <>
        <div class="note-actions no-print">
          <Button icon={printIcon} size="small" onClick={() => window.print()}>
            {t('staff.note.print')}
          </Button>
          <Button icon={editIcon} size="small" onClick={() => setAmending(true)} testId="amend">
            {t('staff.note.amend')}
          </Button>
        </div>
        <SignedVersions versions={details.note.versions} patient={details.patient} />
      </>
    );
  }
  return (
    <Writing
      key={`${details.id} ${latest?.version ?? 0}`}
      details={details}
      editorRef={editorRef}
      onChanged={(next) => {
        setAmending(false);
        onChanged(next);
      }}
    />
  );
}

type WritingProps = Omit<NotePanelProps, 'isDoctor' | 'editorRef'> & {
  editorRef: NotePanelProps['editorRef'];
};

function useEditor(details: ConsultationDetails, editorRef: WritingProps['editorRef']): NoteEditor {
  // Made once: the text on screen must outlive what the server tells meanwhile.
  const editor = useMemo(() => new NoteEditor(details), [details.id]);
  useEffect(() => {
    editorRef?.(editor);
    return () => {
      editorRef?.(null);
      void editor.autosave.flush().finally(() => editor.autosave.stop());
    };
  }, [editor]);
  const isDirty = useCallback(() => editor.autosave.hasUnsaved.value, [editor]);
  const askIfNotSaved = useCallback(
    async () => (await editor.autosave.flush()) || askAboutUnsaved(),
    [editor],
  );
  useLeaveGuard(isDirty, askIfNotSaved);
  return editor;
}

async function discardAmendment(
  editor: NoteEditor,
  onChanged: NotePanelProps['onChanged'],
): Promise<void> {
  const isSure = await ask({
    title: t('staff.note.discardTitle'),
    text: t('staff.note.discardText'),
    confirm: t('staff.note.discardConfirm'),
    cancel: t('staff.note.keepEditing'),
    danger: true,
  });
  if (!isSure) {
    return;
  }
  try {
    onChanged(await editor.discardDraft());
  } catch (error) {
    showToast(() => sentenceFor(error), { tone: 'danger' });
  }
}

function Writing({ details, onChanged, editorRef }: WritingProps) {
  const editor = useEditor(details, editorRef);
  const [isReviewing, setReviewing] = useState(false);
  const latest = latestVersion(details.note);
  const isEnded = details.status === 'ended' || details.status === 'completed';

  return (
    <div class="note-writing">
      {latest && (
        <Notice
          title={t('staff.note.amending', { version: latest.version })}
          action={
            <Button
              size="small"
              variant="quiet"
              onClick={() => void discardAmendment(editor, onChanged)}
              testId="discard"
            >
              {t('staff.note.discardAmendment')}
            </Button>
          }
        >
          {t('staff.note.amendText')}
        </Notice>
      )}
      <NoteForm editor={editor} />
      <Foot
        editor={editor}
        draftSavedAt={details.note.draftSavedAt}
        isEnded={isEnded}
        onReview={() => setReviewing(true)}
      />
      {isReviewing && (
        <SignDialog
          editor={editor}
          details={details}
          isAmendment={latest !== null}
          onClose={() => setReviewing(false)}
          onSigned={(signed) => {
            setReviewing(false);
            showToast(() => t('staff.note.signed'), { tone: 'success' });
            onChanged(signed);
          }}
        />
      )}
    </div>
  );
}

type FootProps = {
  editor: NoteEditor;
  draftSavedAt: string | null;
  isEnded: boolean;
  onReview: () => void;
};

function Foot(props: FootProps) {
  const { editor } = props;
  return (
    <div class="note-foot">
      {props.isEnded && (
        <Button
          variant="primary"
          icon={signIcon}
          onClick={() => editor.check() && props.onReview()}
          testId="review"
        >
          {t('staff.note.reviewAndSign')}
        </Button>
      )}
      <SaveState
        state={editor.autosave.state.value}
        savedAt={editor.autosave.savedAt.value ?? props.draftSavedAt}
      />
      {!props.isEnded && <span class="soft small">{t('staff.note.endFirst')}</span>}
      {editor.missing.value.length > 0 && (
        <p class="field-error" role="alert" data-testid="missing">
          {t('staff.note.missing', {
            fields: editor.missing.value
              .map((field) => t(`staff.note.field.${field}`))
              .join(t('staff.note.fieldSeparator')),
          })}
        </p>
      )}
    </div>
  );
}
