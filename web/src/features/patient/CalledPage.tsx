import { useEffect } from 'preact/hooks';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { cameraIcon } from '../../ui/icons';
import { keepScreenOn, ring } from './attention';
import { go, mine } from './model';

export function CalledPage() {
  useEffect(() => {
    const stopRinging = ring(t('patient.waiting.calledTitle'));
    const letScreenSleep = keepScreenOn();
    return () => {
      stopRinging();
      letScreenSleep();
    };
  }, []);
  const doctor = mine.value?.doctorName ?? null;
  return (
    <section class="patient-page patient-centered patient-called" data-testid="patient-called">
      <span class="patient-medallion patient-ringing" aria-hidden="true">
        <Icon path={cameraIcon} size={56} />
      </span>
      <div role="alert">
        <h1>{t('patient.called.title')}</h1>
      </div>
      <p class="patient-lead">
        {doctor === null
          ? t('patient.called.someone')
          : t('patient.called.doctor', { doctor: nameOf(doctor) })}
      </p>
      <Button
        variant="primary"
        size="large"
        wide
        testId="patient-enter"
        onClick={() => go({ isInCall: true })}
      >
        {t('patient.called.enter')}
      </Button>
      <p class="soft">{t('patient.called.hint')}</p>
      <p class="soft small">{t('patient.called.notNow')}</p>
    </section>
  );
}
