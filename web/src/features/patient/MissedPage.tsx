import { useEffect, useState } from 'preact/hooks';
import { enterQueue } from '../../api/myConsultation';
import { timeOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { nudge } from './attention';
import { mine, show } from './model';
import type { Problem } from './problem';
import { QueueNews } from './QueueNews';

/** The doctor called and nobody came: the old place is kept for a while, and the page says until when. */
export function MissedPage() {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const missed = mine.value?.news?.missed ?? null;
  useEffect(() => nudge(t('patient.missed.title')), []);
  if (missed === null) {
    return null;
  }

  async function comeBack(): Promise<void> {
    setIsBusy(true);
    try {
      show(await enterQueue());
    } catch (error) {
      setProblem({ words: () => sentenceFor(error) });
    } finally {
      setIsBusy(false);
    }
  }

  const isKept = Date.now() < Date.parse(missed.keptUntil);
  const isDirect = mine.value?.kind === 'direct';
  return (
    <section class="patient-page" data-testid="patient-missed">
      <h1>{t('patient.missed.title')}</h1>
      <p class="patient-lead">{t('patient.missed.called', { time: timeOf(missed.at) })}</p>
      <Notice tone={isKept ? 'info' : 'warning'}>
        {isKept
          ? t('patient.missed.kept', { time: timeOf(missed.keptUntil) })
          : t('patient.missed.notKept', { time: timeOf(missed.keptUntil) })}
      </Notice>
      <QueueNews />
      {problem !== null && <Notice tone="danger">{problem.words()}</Notice>}
      {isDirect ? (
        <Button
          variant="primary"
          size="large"
          wide
          busy={isBusy}
          testId="patient-come-back"
          onClick={() => void comeBack()}
        >
          {isKept ? t('patient.missed.comeBack') : t('patient.missed.queueAgain')}
        </Button>
      ) : (
        <p>{t('patient.missed.atClinic')}</p>
      )}
      <p class="soft small">{t('patient.missed.why')}</p>
    </section>
  );
}
