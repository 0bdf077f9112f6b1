import { t } from '../../text/text';
import { Notice } from '../../ui/Notice';
import { isDelayed, isStorageAway } from './outages';
import './outages.css';

/** What works differently while a part of the system is away. Calm, because nothing has to be done; gone by itself. */
export function OutageNotices() {
  if (!isStorageAway.value && !isDelayed.value) {
    return null;
  }
  return (
    <div class="outages">
      {isStorageAway.value && (
        <Notice title={t('common.outage.storageTitle')} testId="storage-away">
          {t('common.outage.storageText')}
        </Notice>
      )}
      {isDelayed.value && (
        <Notice title={t('common.outage.delayedTitle')} testId="updates-delayed">
          {t('common.outage.delayedText')}
        </Notice>
      )}
    </div>
  );
}
