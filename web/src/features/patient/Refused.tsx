import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { door, type RefusedReason } from './model';

const sentences = {
  unknown: ['patient.refused.unknown', 'patient.refused.unknownNext'],
  expired: ['patient.refused.expired', 'patient.refused.expiredNext'],
  used: ['patient.refused.used', 'patient.refused.usedNext'],
  locked: ['patient.refused.locked', 'patient.refused.lockedNext'],
} as const;

/** What is wrong with the link in one sentence, and what to do next in another. */
export function Refused(props: { reason: RefusedReason }) {
  const [title, next] = sentences[props.reason];
  return (
    <section class="patient-page" data-testid={`patient-refused-${props.reason}`}>
      <h1>{t(title)}</h1>
      <Notice tone="warning">{t(next)}</Notice>
      <Button
        variant={props.reason === 'unknown' ? 'primary' : 'secondary'}
        size="large"
        wide
        onClick={() => {
          door.value = { at: 'code', error: null };
        }}
      >
        {t('patient.refused.enterCode')}
      </Button>
      <p class="soft small">{t('patient.help')}</p>
    </section>
  );
}
