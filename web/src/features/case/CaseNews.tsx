import type { ConsultationDetails } from '../../api/contracts';
import { nameOf, timeOf, todayOrDayOf } from '../../text/format';
import { t } from '../../text/text';
import { Notice } from '../../ui/Notice';
import { isTurnNear } from '../queue/explain';

/** What the department's queue does just now and what happened to the place, for whoever sent the case. */
export function CaseNews({ details }: { details: ConsultationDetails }) {
  const { news, queue } = details;
  if (news === null) {
    return null;
  }
  const { state, moved, missed } = news;
  const isWaiting = queue !== null;
  return (
    <>
      {isTurnNear(queue, news) && (
        <Notice tone="success" title={t('staff.case.news.near')} testId="case-near">
          {t('staff.case.news.nearText')}
        </Notice>
      )}
      {missed !== null && (
        <Notice
          tone="warning"
          title={t('staff.case.news.missed', { time: timeOf(missed.at) })}
          testId="case-missed"
        >
          {Date.now() < Date.parse(missed.keptUntil)
            ? t('staff.case.news.missedKept', { time: timeOf(missed.keptUntil) })
            : t('staff.case.news.missedLost', { time: timeOf(missed.keptUntil) })}
        </Notice>
      )}
      {moved !== null && (
        <Notice
          title={t('staff.case.news.moved', { department: nameOf(details.department.name) })}
          testId="case-moved"
        >
          <p>{t('staff.case.news.movedWhy', { from: nameOf(moved.from), reason: moved.reason })}</p>
          <p>{t('staff.case.news.movedTime')}</p>
        </Notice>
      )}
      {state.pausedUntil !== null && (
        <Notice
          tone="warning"
          title={t('staff.case.news.paused', { time: timeOf(state.pausedUntil) })}
          testId="case-paused"
        >
          <p>{state.pauseReason}</p>
          <p>{isWaiting ? t('staff.case.news.pausedPlace') : t('staff.case.news.pausedJoin')}</p>
        </Notice>
      )}
      {!state.isOpen && (
        <Notice
          tone="warning"
          title={
            state.opensAt === null
              ? t('staff.case.news.closed')
              : t('staff.case.news.closedUntil', { time: todayOrDayOf(state.opensAt) })
          }
          testId="case-closed"
        >
          {isWaiting ? t('staff.case.news.closedPlace') : t('staff.case.news.closedJoin')}
        </Notice>
      )}
      {state.isOpen && state.closesAt !== null && (
        <p class="soft small">{t('staff.case.news.closes', { time: timeOf(state.closesAt) })}</p>
      )}
    </>
  );
}
