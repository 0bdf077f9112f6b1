import { t } from '../../text/text';
import { TextArea } from '../../ui/Field';
import { DiagnosisPicker, SyndromePicker } from './DiagnosisPicker';
import { KeptOffer } from './KeptOffer';
import type { NoteEditor } from './model';
import './note.css';
import type { MissingField } from './noteText';

const maximumLength = 4000;

/** What the doctor writes during and after the consultation; it saves itself. */
export function NoteForm({ editor }: { editor: NoteEditor }) {
  const text = editor.text.value;
  const missing = editor.missing.value;
  const errorOf = (field: MissingField) =>
    missing.includes(field) ? t('staff.note.missingField') : undefined;
  return (
    <div class="note-form" data-testid="note-form">
      <KeptOffer keeper={editor} />
      <TextArea
        label={t('staff.note.chiefComplaint')}
        placeholder={t('staff.note.chiefComplaintHint')}
        rows={2}
        maxLength={maximumLength}
        value={text.chiefComplaint}
        error={errorOf('chiefComplaint')}
        onInput={(chiefComplaint) => editor.change({ chiefComplaint })}
        testId="note-complaint"
      />
      <TextArea
        label={t('staff.note.findings')}
        placeholder={t('staff.note.findingsHint')}
        rows={4}
        maxLength={maximumLength}
        value={text.findings}
        error={errorOf('findings')}
        onInput={(findings) => editor.change({ findings })}
        testId="note-findings"
      />
      <DiagnosisPicker
        diagnoses={text.diagnoses}
        isMissing={missing.includes('diagnoses')}
        onChange={(diagnoses) => editor.change({ diagnoses })}
      />
      <SyndromePicker
        syndrome={text.syndrome}
        onChange={(syndrome) => editor.change({ syndrome })}
      />
      <TextArea
        label={t('staff.note.advice')}
        hint={t('staff.note.adviceHint')}
        rows={5}
        maxLength={maximumLength}
        value={text.advice}
        error={errorOf('advice')}
        onInput={(advice) => editor.change({ advice })}
        testId="note-advice"
      />
    </div>
  );
}
