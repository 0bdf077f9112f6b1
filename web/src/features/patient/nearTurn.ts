import type { MyConsultation } from '../../api/contracts';
import { t } from '../../text/text';
import { nudge } from './attention';

const storageKey = 'telehealth.near';
// Whoever is near from the beginning has just looked at the page.
const joinedJustNowMs = 20_000;

/** Rings once for each time that the server tells of, also after a reload or a lost connection; later it stands on the page only. */
export function tellNearOnce(visit: MyConsultation): void {
  const nearAt = visit.news?.nearAt ?? null;
  if (nearAt === null || visit.queue === null) {
    return;
  }
  const told = `${visit.id} ${nearAt}`;
  if (sessionStorage.getItem(storageKey) === told) {
    return;
  }
  sessionStorage.setItem(storageKey, told);
  if (Date.parse(nearAt) - Date.parse(visit.queue.waitingSince) > joinedJustNowMs) {
    nudge(t('patient.waiting.nearTitle'));
  }
}
