import type { ConsultationDetails, QueuePlace } from '../../api/contracts';
import { nameOf, timeOf } from '../../text/format';
import { t } from '../../text/text';
import { Card } from '../../ui/Card';
import { Notice } from '../../ui/Notice';
import { PhoneInvitation } from '../invitation/PhoneInvitation';
import { explainPlace, waitInWords } from '../queue/explain';
import { isConnected, useDepartmentPlace } from '../session/live';
import { CancelCase } from './CancelCase';
import { CaseBrief } from './CaseBrief';
import { CaseDoctor } from './CaseDoctor';
import { CaseNews } from './CaseNews';
import type { LiveConsultation } from './useConsultation';

type CaseWaitingProps = { details: ConsultationDetails; live: LiveConsultation };

/** The place in the queue and an honest estimate; the page becomes the call by itself. */
export function CaseWaiting({ details, live }: CaseWaitingProps) {
  useDepartmentPlace(live.refresh);
  return (
    <div class="filling">
      <div class="filling-main">
        <Card
          tone="jade"
          title={t('staff.case.waitingTitle', { department: nameOf(details.department.name) })}
          testId="waiting"
        >
          {(!isConnected.value || live.error !== null) && (
            <Notice tone="warning">{t('staff.case.placeMayBeOld')}</Notice>
          )}
          {details.queue && <Place queue={details.queue} />}
          <CaseNews details={details} />
          <p>{t('staff.case.waitingText')}</p>
        </Card>
        <Card title={t('staff.case.caseSheet')}>
          <CaseBrief details={details} />
        </Card>
      </div>
      <div class="filling-side">
        <CaseDoctor details={details} onChosen={live.show} />
        <Card title={t('staff.case.invitePhone')}>
          <p class="soft small">{t('staff.case.invitePhoneText')}</p>
          <div>
            <PhoneInvitation details={details} />
          </div>
        </Card>
        <CancelCase details={details} onCancelled={live.show} />
      </div>
    </div>
  );
}

function Place({ queue }: { queue: QueuePlace }) {
  const { p50Minutes: estimateMinutes, basedOn: estimateBasis } = queue.wait;
  return (
    <dl class="place" aria-live="polite">
      <div>
        <dt data-testid="case-why">
          {queue.ahead === 0 ? t('staff.case.aheadNone') : explainPlace(queue.aheadBecause)}
        </dt>
        <dd class="place-number" data-testid="place">
          {t('staff.case.place', { place: queue.place })}
        </dd>
      </div>
      <div>
        <dt>
          {estimateMinutes === null
            ? waitInWords(queue.wait)
            : t('staff.case.estimateBasis', { count: estimateBasis })}
        </dt>
        <dd
          data-testid="case-estimate"
          class={estimateMinutes === null ? 'place-words' : 'place-number'}
        >
          {estimateMinutes === null ? t('staff.case.estimateNone') : waitInWords(queue.wait)}
        </dd>
      </div>
      <div>
        <dt>{t('staff.status.waiting')}</dt>
        <dd class="place-words">
          {t('staff.case.waitedSince', { time: timeOf(queue.waitingSince) })}
        </dd>
      </div>
    </dl>
  );
}
