import { useEffect, useState } from 'preact/hooks';
import type { RedFlag } from '../../api/contracts';
import { readRedFlags } from '../../api/directory';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { findText, t } from '../../text/text';
import { Button } from '../../ui/Button';
import { MultiChoice, SingleChoice } from '../../ui/Choice';
import { Notice } from '../../ui/Notice';
import { Spinner } from '../../ui/Spinner';
import { change, complaint, loadComplaint, saveNow } from './complaintDraft';
import { go, mine, rememberedPopulation } from './model';
import type { Problem } from './problem';

export function RedFlagQuestions() {
  const [flags, setFlags] = useState<RedFlag[] | null>(null);
  const [population, setPopulation] = useState(rememberedPopulation());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    loadComplaint();
    readRedFlags().then(
      (all) => {
        setFlags(all);
        setProblem(null);
      },
      (error: unknown) => setProblem({ words: () => sentenceFor(error) }),
    );
  }, [attempt]);

  async function next(): Promise<void> {
    setIsBusy(true);
    setProblem(null);
    try {
      await saveNow();
      const isWaiting = mine.value?.status === 'waiting';
      go({ wanted: isWaiting ? null : 'photos', hasSeenAdvice: false });
    } catch (error) {
      setProblem({ words: () => sentenceFor(error) });
    } finally {
      setIsBusy(false);
    }
  }

  const chosen = complaint.value.redFlags;
  return (
    <section class="patient-page" data-testid="patient-red-flags">
      <h1>{t('patient.complaint.redFlagsTitle')}</h1>
      <p>{t('patient.complaint.redFlagsHint')}</p>
      <SingleChoice
        label={t('patient.complaint.forWhom')}
        value={population}
        options={[
          { value: 'adult', label: t('patient.complaint.adult') },
          { value: 'child', label: t('patient.complaint.child') },
        ]}
        onChange={(next) => {
          setPopulation(next);
          change({ redFlags: [] });
        }}
      />
      {flags === null ? (
        problem === null && <Spinner />
      ) : (
        <FlagChoice flags={flags.filter((flag) => flag.population === population)} />
      )}
      {problem !== null && (
        <Notice
          tone="warning"
          action={
            <Button onClick={() => setAttempt(attempt + 1)}>{t('patient.network.retry')}</Button>
          }
        >
          {problem.words()}
        </Notice>
      )}
      <Button
        variant="primary"
        size="large"
        wide
        busy={isBusy}
        disabled={flags === null}
        testId="patient-red-flags-next"
        onClick={() => void next()}
      >
        {chosen.length === 0
          ? t('patient.complaint.noneOfThese')
          : t('patient.complaint.someOfThese', { count: chosen.length })}
      </Button>
      <Button variant="quiet" wide onClick={() => go({ wanted: 'complaint' })}>
        {t('patient.steps.back')}
      </Button>
    </section>
  );
}

function FlagChoice({ flags }: { flags: readonly RedFlag[] }) {
  return (
    <MultiChoice
      layout="list"
      hideLabel
      label={t('patient.complaint.redFlagsTitle')}
      options={flags.map((flag) => ({ value: flag.id, label: plainWords(flag) }))}
      values={complaint.value.redFlags}
      onChange={(redFlags) => change({ redFlags })}
    />
  );
}

export function plainWords(flag: RedFlag): string {
  return findText(`patient.danger.${flag.id}`) ?? nameOf(flag.text);
}
