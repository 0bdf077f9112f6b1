import type { Signal } from '@preact/signals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';

type Keeper<T> = {
  wasRestored: boolean;
  other: Signal<T | null>;
  takeOther: () => void;
  dropOther: () => void;
};

/** What became of text that this browser had kept. */
export function KeptOffer<T>({ keeper }: { keeper: Keeper<T> }) {
  if (keeper.other.value === null) {
    return keeper.wasRestored ? <Notice>{t('staff.save.restored')}</Notice> : null;
  }
  return (
    <Notice
      tone="warning"
      testId="kept-offer"
      action={
        <div class="row">
          <Button size="small" onClick={keeper.takeOther} testId="take-kept">
            {t('staff.save.takeKept')}
          </Button>
          <Button size="small" variant="quiet" onClick={keeper.dropOther}>
            {t('staff.save.takeServers')}
          </Button>
        </div>
      }
    >
      {t('staff.save.twoTexts')}
    </Notice>
  );
}
