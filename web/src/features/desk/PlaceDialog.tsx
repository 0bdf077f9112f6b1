import { useState } from 'preact/hooks';
import { moveConsultation, retriage, undoMove } from '../../api/consultations';
import type { QueueEntry, Urgency } from '../../api/contracts';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { SelectField, TextArea } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { showToast } from '../../ui/Toast';
import { departmentOptions, useDepartments } from '../case/useDepartments';

export type PlaceAction = { kind: 'move' | 'retriage'; entry: QueueEntry };

const levels: Urgency[] = [1, 2, 3, 4];

const undo = (id: string, onDone: () => void) =>
  undoMove(id).then(onDone, (error: unknown) =>
    showToast(() => sentenceFor(error), { tone: 'danger' }),
  );

/** Moves somebody to another department, or changes the level: both with a reason. */
export function PlaceDialog(props: {
  action: PlaceAction;
  departmentId: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const { entry, kind } = props.action;
  const [departmentId, setDepartmentId] = useState('');
  const [urgency, setUrgency] = useState<Urgency>(entry.urgency);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const id = entry.consultationId;
  const isComplete =
    reason.trim() !== '' && (kind === 'move' ? departmentId !== '' : urgency !== entry.urgency);

  const send = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      if (kind === 'move') {
        await moveConsultation(id, departmentId, reason.trim());
        showToast(() => t('staff.queue.moved', { name: entry.patientName }), {
          undo: () => void undo(id, props.onDone),
        });
      } else {
        await retriage(id, urgency, reason.trim());
        showToast(() => t('staff.queue.retriaged', { name: entry.patientName }));
      }
      props.onDone();
      props.onClose();
    } catch (error) {
      setProblem(sentenceFor(error));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={t(kind === 'move' ? 'staff.queue.moveTitle' : 'staff.queue.retriageTitle', {
        name: entry.patientName,
      })}
      onClose={props.onClose}
      testId="place-dialog"
      actions={
        <>
          <Button onClick={props.onClose}>{t('common.actions.cancel')}</Button>
          <Button
            variant="primary"
            busy={isBusy}
            disabled={!isComplete}
            onClick={() => void send()}
            testId="place-confirm"
          >
            {t(kind === 'move' ? 'staff.queue.move' : 'staff.queue.retriage')}
          </Button>
        </>
      }
    >
      <div class="stack">
        {kind === 'move' ? (
          <DepartmentChoice
            own={props.departmentId}
            value={departmentId}
            onChange={setDepartmentId}
          />
        ) : (
          <LevelChoice value={urgency} onChange={setUrgency} />
        )}
        <TextArea
          label={t('staff.queue.reason')}
          hint={kind === 'move' ? t('staff.queue.reasonPatient') : t('staff.queue.reasonStaff')}
          rows={2}
          maxLength={200}
          value={reason}
          onInput={setReason}
          testId="place-reason"
        />
        {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
      </div>
    </Dialog>
  );
}

function DepartmentChoice(props: { own: string; value: string; onChange: (id: string) => void }) {
  const departments = useDepartments();
  return (
    <SelectField
      label={t('staff.queue.toDepartment')}
      hint={t('staff.queue.moveHint')}
      value={props.value}
      options={[
        { value: '', label: t('staff.queue.choose') },
        ...departmentOptions((departments.value ?? []).filter((one) => one.id !== props.own)),
      ]}
      onChange={props.onChange}
      testId="place-department"
    />
  );
}

function LevelChoice(props: { value: Urgency; onChange: (urgency: Urgency) => void }) {
  return (
    <SelectField
      label={t('common.urgency.label')}
      value={String(props.value)}
      options={levels.map((level) => ({
        value: String(level),
        label: t(`common.urgency.level.${level}`),
      }))}
      onChange={(value) => props.onChange(Number(value) as Urgency)}
      testId="place-urgency"
    />
  );
}
