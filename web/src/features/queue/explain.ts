import type { PlaceNews, QueueAhead, QueuePlace, WaitEstimate } from '../../api/contracts';
import { t } from '../../text/text';

/** Who is before and why, in one sentence; nothing when nobody is. */
export function explainPlace(ahead: QueueAhead): string {
  const parts = [
    ahead.moreUrgent > 0 ? t('common.queue.moreUrgent', { count: ahead.moreUrgent }) : '',
    ahead.cameEarlier > 0 ? t('common.queue.cameEarlier', { count: ahead.cameEarlier }) : '',
    ahead.waitedMuchLonger > 0
      ? t('common.queue.waitedMuchLonger', { count: ahead.waitedMuchLonger })
      : '',
    ahead.suitsTheDoctor > 0
      ? t('common.queue.suitsTheDoctor', { count: ahead.suitsTheDoctor })
      : '',
  ].filter((part) => part !== '');
  return parts.length === 0
    ? ''
    : t('common.queue.because', { parts: parts.join(t('common.queue.and')) });
}

/** A range, or why there is no honest one. */
export function waitInWords(wait: WaitEstimate): string {
  if (wait.p50Minutes === null || wait.p90Minutes === null) {
    return t(`common.queue.unknown.${wait.unknown ?? 'tooFewVisits'}`);
  }
  return wait.p50Minutes === wait.p90Minutes
    ? t('common.queue.about', { minutes: wait.p50Minutes })
    : t('common.queue.range', { from: wait.p50Minutes, to: wait.p90Minutes });
}

/** Told is not enough: while nobody calls, no turn is near. */
export function isTurnNear(place: QueuePlace | null, news: PlaceNews | null): boolean {
  return (
    place !== null &&
    news !== null &&
    news.nearAt !== null &&
    news.state.isOpen &&
    news.state.pausedUntil === null &&
    place.wait.unknown !== 'nobodyThere'
  );
}
