import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { ConsultationDetails, RedFlag, VitalSignRange } from '../../api/contracts';
import { readRedFlags, readVitalSignRanges } from '../../api/directory';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { MultiChoice, SingleChoice } from '../../ui/Choice';
import { askAboutUnsaved } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { useLeaveGuard } from '../../ui/router';
import { Skeleton } from '../../ui/Spinner';
import { KeptOffer } from '../note/KeptOffer';
import { CancelCase } from './CancelCase';
import { CaseDoctor } from './CaseDoctor';
import { CaseNews } from './CaseNews';
import { CasePhotos } from './CasePhotos';
import { CaseForm } from './model';
import { RecordPanel } from './RecordPanel';
import { RedFlagChecklist } from './RedFlagChecklist';
import { loadSymptoms, symptomList } from './symptoms';
import { TriageCard } from './TriageCard';
import type { LiveConsultation } from './useConsultation';
import { useReadOnce } from './useDepartments';
import { VitalsForm } from './VitalsForm';

type CaseFillingProps = { details: ConsultationDetails; live: LiveConsultation };
type Lists = { flags: RedFlag[]; ranges: VitalSignRange[] };

const maximumLength = 4000;

export function CaseFilling(props: CaseFillingProps) {
  const lists = useReadOnce<Lists>(async (signal) => {
    const [flags, ranges] = await Promise.all([
      readRedFlags({ signal }),
      readVitalSignRanges({ signal }),
      loadSymptoms(),
    ]);
    return { flags, ranges };
  });
  if (lists.error !== null) {
    return (
      <Notice
        tone="danger"
        action={
          <Button size="small" onClick={lists.retry}>
            {t('common.actions.retry')}
          </Button>
        }
      >
        {sentenceFor(lists.error)}
      </Notice>
    );
  }
  return lists.value === null ? (
    <Skeleton lines={8} height="3rem" />
  ) : (
    <Filling {...props} lists={lists.value} />
  );
}

function useCaseForm(details: ConsultationDetails, ranges: VitalSignRange[]): CaseForm {
  // Made once: the text on screen must outlive what the server tells meanwhile.
  const form = useMemo(() => new CaseForm(details, ranges), [details.id, ranges]);
  useEffect(() => form.start(), [form]);
  const isDirty = useCallback(() => form.autosave.hasUnsaved.value, [form]);
  const askIfNotSaved = useCallback(
    async () => (await form.autosave.flush()) || askAboutUnsaved(),
    [form],
  );
  useLeaveGuard(isDirty, askIfNotSaved);
  return form;
}

function Filling({ details, live, lists }: CaseFillingProps & { lists: Lists }) {
  const form = useCaseForm(details, lists.ranges);
  const [isTried, setTried] = useState(false);
  const draft = form.draft.value;
  return (
    <div class="filling">
      <div class="filling-main">
        <KeptOffer keeper={form} />
        <CaseNews details={details} />
        <ComplaintCard form={form} isTried={isTried} />
        <Card title={t('staff.case.vitals')}>
          <p class="soft small">{t('staff.case.vitalsHint')}</p>
          <VitalsForm form={form} ranges={lists.ranges} />
        </Card>
        <RedFlagChecklist
          flags={lists.flags}
          age={details.patient.age}
          ticked={draft.complaint.redFlags}
          onChange={(redFlags) => form.changeComplaint({ redFlags })}
        />
        <Card title={t('staff.brief.photos')}>
          <p class="soft small">{t('staff.case.photoHint')}</p>
          <CasePhotos details={details} live={live} />
        </Card>
      </div>
      <div class="filling-side">
        <TriageCard
          form={form}
          department={nameOf(details.department.name)}
          departmentId={details.department.id}
          onTried={() => setTried(true)}
          onSubmitted={live.show}
        />
        <CaseDoctor details={details} onChosen={live.show} />
        <Card title={t('staff.brief.record')}>
          <RecordPanel patient={details.patient} />
        </Card>
        <CancelCase
          details={details}
          onCancelled={live.show}
          before={() => form.autosave.flush()}
        />
      </div>
    </div>
  );
}

function ComplaintCard({ form, isTried }: { form: CaseForm; isTried: boolean }) {
  const { complaint, history } = form.draft.value;
  const isMissing = isTried && complaint.text.trim() === '' && complaint.symptoms.length === 0;
  return (
    <Card title={t('staff.case.illness')}>
      <TextArea
        label={t('staff.case.complaint')}
        hint={t('staff.case.complaintHint')}
        rows={3}
        maxLength={maximumLength}
        value={complaint.text}
        error={isMissing ? t('staff.case.complaintMissing') : undefined}
        onInput={(text) => form.changeComplaint({ text })}
        testId="case-complaint"
      />
      <MultiChoice
        label={t('staff.case.symptoms')}
        values={complaint.symptoms}
        options={symptomList.value.map((one) => ({ value: one.code, label: nameOf(one.name) }))}
        onChange={(symptoms: string[]) => form.changeComplaint({ symptoms })}
      />
      <div class="filling-pair">
        <SingleChoice
          label={t('staff.case.duration')}
          value={complaint.duration}
          options={(['today', 'days', 'weeks', 'months'] as const).map((value) => ({
            value,
            label: t(`staff.brief.duration.${value}`),
          }))}
          onChange={(duration) => form.changeComplaint({ duration })}
        />
        <SingleChoice
          label={t('staff.case.severity')}
          value={complaint.severity}
          options={(['mild', 'moderate', 'severe'] as const).map((value) => ({
            value,
            label: t(`staff.brief.severity.${value}`),
          }))}
          onChange={(severity) => form.changeComplaint({ severity })}
        />
      </div>
      <TextArea
        label={t('staff.case.history')}
        hint={t('staff.case.historyHint')}
        rows={4}
        maxLength={maximumLength}
        value={history}
        onInput={(text) => form.change({ history: text })}
        testId="history"
      />
    </Card>
  );
}
