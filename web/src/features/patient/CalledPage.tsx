import { useEffect } from 'preact/hooks';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { cameraIcon } from '../../ui/icons';
import { keepScreenOn, ring } from './attention';
import { preloadCall } from './CallPage';
import { go, mine, progress } from './model';

export function CalledPage() {
  const hasLeft = progress.value.hasLeftCall;
  useEffect(() => {
    preloadCall();
    const letScreenSleep = keepScreenOn();
    // Who has just left need not be rung for.
    const stopRinging = hasLeft ? undefined : ring(t('patient.waiting.calledTitle'));
    return () => {
      stopRinging?.();
      letScreenSleep();
    };
  }, [hasLeft]);
  const doctor = mine.value?.doctorName ?? null;
  const waiting =
    doctor === null
      ? t('patient.called.someone')
      : t('patient.called.doctor', { doctor: nameOf(doctor) });
  return (
    <section class="patient-page patient-centered patient-called" data-testid="patient-called">
      <span class="patient-medallion patient-ringing" aria-hidden="true">
        <Icon path={cameraIcon} size={56} />
      </span>
      <div role="alert">
        <h1>{hasLeft ? t('patient.call.left') : t('patient.called.title')}</h1>
      </div>
      <p class="patient-lead">{hasLeft ? t('patient.call.leftText') : waiting}</p>
      <Button
        variant="primary"
        size="large"
        wide
        testId="patient-enter"
        onClick={() => go({ isInCall: true })}
      >
        {hasLeft ? t('patient.call.comeBack') : t('patient.called.enter')}
      </Button>
      <p class="soft">{t('patient.called.hint')}</p>
      <p class="soft small">{t('patient.called.notNow')}</p>
    </section>
  );
}
