import { nameOf, timeOf, todayOrDayOf } from '../../text/format';
import { t } from '../../text/text';
import { Notice } from '../../ui/Notice';
import { mine } from './model';

/** What the department's queue does just now, and what staff did to the place: only what the server knows. */
export function QueueNews() {
  const visit = mine.value;
  const news = visit?.news ?? null;
  if (visit === null || news === null) {
    return null;
  }
  const { state, moved } = news;
  return (
    <>
      {moved !== null && (
        <Notice
          title={t('patient.news.moved', { department: nameOf(visit.department) })}
          testId="patient-moved"
        >
          <p>{t('patient.news.movedWhy', { from: nameOf(moved.from), reason: moved.reason })}</p>
          <p>{t('patient.news.movedTime')}</p>
        </Notice>
      )}
      {state.pausedUntil !== null && (
        <Notice
          tone="warning"
          title={t('patient.news.paused', { time: timeOf(state.pausedUntil) })}
          testId="patient-paused"
        >
          <p>{state.pauseReason}</p>
          <p>
            {visit.queue === null ? t('patient.news.pausedJoin') : t('patient.news.pausedPlace')}
          </p>
        </Notice>
      )}
      {!state.isOpen && (
        <Notice
          tone="warning"
          title={
            state.opensAt === null
              ? t('patient.news.closed')
              : t('patient.news.closedUntil', { time: todayOrDayOf(state.opensAt) })
          }
          testId="patient-closed"
        >
          {visit.queue === null ? t('patient.news.closedJoin') : t('patient.news.closedPlace')}
        </Notice>
      )}
      {state.isOpen && state.closesAt !== null && (
        <p class="soft small" data-testid="patient-closes">
          {t('patient.news.closes', { time: timeOf(state.closesAt) })}
        </p>
      )}
    </>
  );
}
