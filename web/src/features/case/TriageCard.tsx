import { useState } from 'preact/hooks';
import type { ConsultationDetails, Urgency } from '../../api/contracts';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { TriageBadge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { SingleChoice } from '../../ui/Choice';
import { sendIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { SaveState } from '../note/SaveState';
import { isComplaintMissing } from './draft';
import type { CaseForm } from './model';
import { RedFlagHits } from './RedFlagHits';

type TriageCardProps = {
  form: CaseForm;
  department: string;
  departmentId: string;
  onTried: () => void;
  onSubmitted: (details: ConsultationDetails) => void;
};

const levels = [1, 2, 3, 4] as const;

/** What the assessment says, what to do now, and the way to the specialist. */
export function TriageCard(props: TriageCardProps) {
  const { form } = props;
  const assessment = form.assessment.value;
  const chosen = form.draft.value.urgency;
  const lowest = assessment?.urgency ?? 4;
  return (
    <Card title={t('staff.case.triage')} class="triage-card" testId="triage">
      <div aria-live="polite" class="stack">
        <p class="row">
          <span class="soft">{t('staff.case.triageAssessed')}</span>
          {assessment ? (
            <TriageBadge urgency={assessment.urgency} long />
          ) : (
            <span class="soft">{t('staff.case.assessing')}</span>
          )}
        </p>
        {form.assessmentFailed.value && <Notice>{t('staff.case.assessFailed')}</Notice>}
        {assessment?.hits.length === 0 && <p class="soft small">{t('staff.case.triageNone')}</p>}
        {assessment && <RedFlagHits hits={assessment.hits} />}
      </div>
      <SingleChoice
        label={t('staff.case.triageChosen')}
        hint={lowest < 4 ? t('staff.case.triageTooLow') : undefined}
        value={String(chosen)}
        options={levels.map((level) => ({
          value: String(level),
          label: t(`common.urgency.short.${level}`),
          disabled: level > lowest,
        }))}
        onChange={(level) => form.change({ urgency: Number(level) as Urgency })}
      />
      {form.wasRaised.value && (
        <p class="small" role="status">
          {t('staff.case.triageRaised', { urgency: t(`common.urgency.level.${lowest}`) })}
        </p>
      )}
      <p class="soft small">{t(`staff.urgency.wait${chosen}`)}</p>
      <Submit {...props} />
    </Card>
  );
}

function Submit({ form, department, departmentId, onTried, onSubmitted }: TriageCardProps) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const wrong = Object.keys(form.vitalProblems.value).length;

  const submit = async () => {
    onTried();
    if (isComplaintMissing(form.draft.value.complaint)) {
      setProblem(t('staff.case.complaintMissing'));
      return;
    }
    if (wrong > 0) {
      setProblem(t('staff.case.fixFirst'));
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      onSubmitted(await form.submit(departmentId));
    } catch (error) {
      setProblem(sentenceFor(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div class="triage-submit">
      {problem && (
        <p class="field-error" role="alert" data-testid="submit-problem">
          {problem}
        </p>
      )}
      <Button
        variant="primary"
        size="large"
        icon={sendIcon}
        wide
        busy={isBusy}
        onClick={() => void submit()}
        testId="send"
      >
        {t('staff.case.submit', { department })}
      </Button>
      <SaveState state={form.autosave.state.value} savedAt={form.autosave.savedAt.value} />
    </div>
  );
}
