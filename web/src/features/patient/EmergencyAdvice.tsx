import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { alertIcon, phoneIcon } from '../../ui/icons';
import { go, mine } from './model';
import { plainWords } from './RedFlagQuestions';

/** Full screen, because nothing on this page matters more; the request itself stays open. */
export function EmergencyAdvice() {
  const hits = (mine.value?.redFlagAdvice ?? []).filter((hit) => hit.flag.tier === 1);
  return (
    <section class="patient-emergency" role="alert" data-testid="patient-emergency">
      <Icon path={alertIcon} size={56} />
      <h1>{t('patient.emergency.title')}</h1>
      <p class="patient-emergency-call">{t('patient.emergency.callNow')}</p>
      <a class="button button-large button-wide patient-emergency-button" href="tel:120">
        <Icon path={phoneIcon} size={28} />
        <span>{t('patient.emergency.callButton')}</span>
      </a>
      <div class="patient-emergency-card">
        <h2>{t('patient.emergency.because')}</h2>
        <ul>
          {hits.map((hit) => (
            <li key={hit.flag.id}>{plainWords(hit.flag)}</li>
          ))}
        </ul>
        <h2>{t('patient.emergency.doNow')}</h2>
        <ul>
          {[...new Set(hits.map((hit) => nameOf(hit.flag.action)))].map((action) => (
            <li key={action}>{action}</li>
          ))}
          <li>{t('patient.emergency.notAlone')}</li>
        </ul>
        <p>{t('patient.emergency.stayOpen')}</p>
      </div>
      <Button
        wide
        testId="patient-emergency-understood"
        onClick={() => go({ hasSeenAdvice: true })}
      >
        {t('patient.emergency.understood')}
      </Button>
    </section>
  );
}
