import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { nameOf } from '../../text/format';
import { language, setLanguage, t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { heartIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { Spinner } from '../../ui/Spinner';
import { ToastStack } from '../../ui/Toast';
import { CodeEntry } from './CodeEntry';
import { ConfirmIdentity } from './ConfirmIdentity';
import { comeBack, door, mine, open } from './model';
import { isElsewhere, takeOver } from './oneTab';
import { Refused } from './Refused';
import './patient.css';

/** The patient's way from the link to the summary; everything after the first button is loaded on demand. */
export function PatientApp() {
  useEffect(() => {
    takeOver();
    void open();
    // The same tab may be handed another link by a message app.
    const onHash = () => void open();
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);
  useEffect(() => {
    document.title = t('patient.title');
  }, [language.value]);
  return (
    <div class="patient">
      <Header />
      <main class="patient-main">{isElsewhere.value ? <Elsewhere /> : <AtTheDoor />}</main>
      <ToastStack />
    </div>
  );
}

function Header() {
  const institution = mine.value?.institution ?? previewInstitution();
  return (
    <header class="patient-header">
      <span class="patient-brand">
        <Icon path={heartIcon} size={26} />
        <span>{institution === undefined ? t('patient.title') : nameOf(institution)}</span>
      </span>
      <Button
        variant="quiet"
        testId="patient-language"
        onClick={() => void setLanguage(language.value === 'en' ? 'zh-CN' : 'en')}
      >
        {t('common.settings.otherLanguage')}
      </Button>
    </header>
  );
}

function previewInstitution() {
  return door.value.at === 'confirm' ? door.value.preview.institution : undefined;
}

function AtTheDoor() {
  switch (door.value.at) {
    case 'opening':
      return <Spinner page label={t('patient.opening')} />;
    case 'unreachable':
      return <Unreachable />;
    case 'code':
      return <CodeEntry error={door.value.error} />;
    case 'refused':
      return <Refused reason={door.value.reason} />;
    case 'confirm':
      return <ConfirmIdentity proof={door.value.proof} preview={door.value.preview} />;
    case 'in':
      return <LoadedJourney />;
  }
}

function Unreachable() {
  return (
    <section class="patient-page">
      <h1>{t('patient.title')}</h1>
      <Notice tone="warning">{t('patient.network.failed')}</Notice>
      <Button variant="primary" size="large" wide onClick={() => void open()}>
        {t('patient.network.retry')}
      </Button>
    </section>
  );
}

function Elsewhere() {
  return (
    <section class="patient-page" data-testid="patient-elsewhere">
      <h1>{t('patient.elsewhere.title')}</h1>
      <p>{t('patient.elsewhere.text')}</p>
      <Button
        variant="primary"
        size="large"
        wide
        onClick={() => {
          takeOver();
          void comeBack();
        }}
      >
        {t('patient.elsewhere.here')}
      </Button>
    </section>
  );
}

/** A village line may drop while the next part loads: it says so and tries again on a tap. */
function LoadedJourney() {
  const [Journey, setJourney] = useState<ComponentType | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setHasFailed(false);
    import('./Journey').then(
      (loaded) => setJourney(() => loaded.Journey),
      () => setHasFailed(true),
    );
  }, [attempt]);
  if (Journey !== null) {
    return <Journey />;
  }
  if (!hasFailed) {
    return <Spinner page label={t('patient.opening')} />;
  }
  return (
    <section class="patient-page">
      <Notice tone="warning">{t('patient.network.failed')}</Notice>
      <Button variant="primary" size="large" wide onClick={() => setAttempt(attempt + 1)}>
        {t('patient.network.retry')}
      </Button>
    </section>
  );
}
