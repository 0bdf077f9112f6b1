import { useEffect, useState } from 'preact/hooks';
import type { Complaint, Symptom } from '../../api/contracts';
import { get } from '../../api/http';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { MultiChoice, SingleChoice } from '../../ui/Choice';
import { TextArea } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { Spinner } from '../../ui/Spinner';
import { change, complaint, isTooLong, loadComplaint, saveNow, saving } from './complaintDraft';
import { go, mine, progress } from './model';
import type { Problem } from './problem';

export function ComplaintPage() {
  const [symptoms, setSymptoms] = useState<Symptom[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  useEffect(() => {
    // What is saved while typing must not carry the patient on: only the button does.
    if (progress.peek().wanted === null) {
      go({ wanted: 'complaint' });
    }
    loadComplaint();
    get<Symptom[]>('/api/symptoms').then(setSymptoms, () => setSymptoms([]));
  }, []);

  async function next(): Promise<void> {
    const { symptoms: chosen, text } = complaint.value;
    if (chosen.length === 0 && text.trim() === '') {
      setProblem({ words: () => t('patient.complaint.needSymptom') });
      return;
    }
    setIsBusy(true);
    setProblem(null);
    try {
      await saveNow();
      go({ wanted: 'redFlags' });
    } catch (error) {
      setProblem({ words: () => sentenceFor(error) });
    } finally {
      setIsBusy(false);
    }
  }

  const { value } = complaint;
  return (
    <section class="patient-page" data-testid="patient-complaint">
      <h1>{t('patient.complaint.title')}</h1>
      {symptoms === null ? (
        <Spinner />
      ) : (
        <MultiChoice
          label={t('patient.complaint.symptoms')}
          options={symptoms.map((one) => ({ value: one.code as string, label: nameOf(one.name) }))}
          values={value.symptoms}
          onChange={(chosen) => change({ symptoms: chosen })}
        />
      )}
      <HowLongAndBad value={value} />
      <TextArea
        label={t('patient.complaint.text')}
        hint={t('patient.complaint.textHint')}
        value={value.text}
        rows={3}
        onInput={(text) => change({ text })}
        onBlur={() => void saveNow().catch(() => undefined)}
        error={isTooLong() ? t('patient.complaint.tooLong') : undefined}
        testId="patient-complaint-text"
      />
      {problem !== null && <Notice tone="warning">{problem.words()}</Notice>}
      <SavingLine />
      <Button
        variant="primary"
        size="large"
        wide
        busy={isBusy}
        disabled={isTooLong()}
        testId="patient-complaint-next"
        onClick={() => void next()}
      >
        {t('patient.complaint.toRedFlags')}
      </Button>
      {mine.value?.status === 'waiting' && (
        <Button variant="quiet" wide onClick={() => go({ wanted: null })}>
          {t('patient.steps.back')}
        </Button>
      )}
    </section>
  );
}

function HowLongAndBad({ value }: { value: Complaint }) {
  return (
    <>
      <SingleChoice
        label={t('patient.complaint.duration')}
        value={value.duration}
        options={[
          { value: 'today', label: t('patient.complaint.durations.today') },
          { value: 'days', label: t('patient.complaint.durations.days') },
          { value: 'weeks', label: t('patient.complaint.durations.weeks') },
          { value: 'months', label: t('patient.complaint.durations.months') },
        ]}
        onChange={(duration) => change({ duration })}
      />
      <SingleChoice
        label={t('patient.complaint.severity')}
        value={value.severity}
        options={[
          { value: 'mild', label: t('patient.complaint.severities.mild') },
          { value: 'moderate', label: t('patient.complaint.severities.moderate') },
          { value: 'severe', label: t('patient.complaint.severities.severe') },
        ]}
        onChange={(severity) => change({ severity })}
      />
    </>
  );
}

function SavingLine() {
  const words = {
    saved: t('patient.complaint.saved'),
    saving: t('patient.complaint.saving'),
    notSaved: t('patient.complaint.notSaved'),
  };
  return (
    <p class="soft small" aria-live="polite" data-testid={`patient-${saving.value}`}>
      {words[saving.value]}
    </p>
  );
}
