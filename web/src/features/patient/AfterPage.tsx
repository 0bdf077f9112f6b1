import { dateTimeOf, nameOf } from '../../text/format';
import { t } from '../../text/text';
import { Icon } from '../../ui/Icon';
import { signIcon } from '../../ui/icons';
import { mine } from './model';

/** Between the end of the call and the doctor's signature. */
export function AfterPage() {
  const endedAt = mine.value?.endedAt ?? null;
  const doctor = mine.value?.doctorName ?? null;
  return (
    <section class="patient-page patient-centered" data-testid="patient-after">
      <h1>{t('patient.after.title')}</h1>
      <span class="patient-medallion" aria-hidden="true">
        <Icon path={signIcon} size={48} />
      </span>
      <p class="patient-lead" role="status">
        {t('patient.after.writing')}
      </p>
      {doctor !== null && <p>{nameOf(doctor)}</p>}
      <p class="soft">{t('patient.after.writingText')}</p>
      {endedAt !== null && (
        <p class="soft small">{t('patient.after.endedAt', { time: dateTimeOf(endedAt) })}</p>
      )}
    </section>
  );
}

export function CancelledPage() {
  return (
    <section class="patient-page" data-testid="patient-cancelled">
      <h1>{t('patient.after.cancelled')}</h1>
      <p>{t('patient.after.cancelledText')}</p>
    </section>
  );
}
