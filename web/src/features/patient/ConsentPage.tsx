import { useEffect, useState } from 'preact/hooks';
import type { Consent } from '../../api/contracts';
import { isRefusal } from '../../api/http';
import { acceptConsent, readConsent } from '../../api/myConsultation';
import { sentenceFor } from '../../text/refusals';
import { language, t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { Spinner } from '../../ui/Spinner';
import { show } from './model';
import type { Problem } from './problem';

export function ConsentPage() {
  const [consent, setConsent] = useState<Consent | null>(null);
  const [hasDeclined, setHasDeclined] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    readConsent({ signal: stop.signal }).then(setConsent, (error: unknown) => {
      if (!stop.signal.aborted) {
        setProblem({ words: () => sentenceFor(error) });
      }
    });
    return () => stop.abort();
  }, [attempt]);

  async function accept(version: string): Promise<void> {
    setIsBusy(true);
    setProblem(null);
    try {
      show(await acceptConsent(version, language.value));
    } catch (error) {
      if (isRefusal(error, 'consent.outdated')) {
        setProblem({ words: () => t('patient.consent.outdated') });
        setAttempt(attempt + 1);
      } else {
        setProblem({ words: () => sentenceFor(error) });
      }
    } finally {
      setIsBusy(false);
    }
  }

  if (hasDeclined) {
    return <Declined onReconsider={() => setHasDeclined(false)} />;
  }
  return (
    <section class="patient-page" data-testid="patient-consent">
      <h1>{t('patient.consent.title')}</h1>
      <p>{t('patient.consent.explain')}</p>
      {consent === null ? <Waiting problem={problem} /> : <Sections consent={consent} />}
      {problem !== null && (
        <Notice
          tone="warning"
          action={
            consent === null && (
              <Button
                onClick={() => {
                  setProblem(null);
                  setAttempt(attempt + 1);
                }}
              >
                {t('patient.network.retry')}
              </Button>
            )
          }
        >
          {problem.words()}
        </Notice>
      )}
      {consent !== null && (
        <>
          <Button
            variant="primary"
            size="large"
            wide
            busy={isBusy}
            testId="patient-accept"
            onClick={() => void accept(consent.version)}
          >
            {t('patient.consent.accept')}
          </Button>
          <Button
            variant="quiet"
            wide
            testId="patient-decline"
            onClick={() => setHasDeclined(true)}
          >
            {t('patient.consent.decline')}
          </Button>
        </>
      )}
    </section>
  );
}

function Waiting(props: { problem: Problem | null }) {
  return props.problem === null ? <Spinner /> : null;
}

function Sections({ consent }: { consent: Consent }) {
  const text = language.value === 'en' ? consent.en : consent.zh;
  return (
    <div class="patient-consent">
      {text.sections.map((section) => (
        <section key={section.heading}>
          <h2>{section.heading}</h2>
          <p>{section.text}</p>
        </section>
      ))}
      <p class="soft small">{t('patient.consent.version', { version: consent.version })}</p>
    </div>
  );
}

function Declined(props: { onReconsider: () => void }) {
  return (
    <section class="patient-page" data-testid="patient-declined">
      <h1>{t('patient.consent.declinedTitle')}</h1>
      <p>{t('patient.consent.declinedText')}</p>
      <Button variant="primary" size="large" wide onClick={props.onReconsider}>
        {t('patient.consent.reconsider')}
      </Button>
    </section>
  );
}
