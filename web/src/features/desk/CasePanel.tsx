import { useEffect, useRef } from 'preact/hooks';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { TriageBadge } from '../../ui/Badge';
import { Button, IconButton } from '../../ui/Button';
import { closeIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { Skeleton } from '../../ui/Spinner';
import { CaseBrief } from '../case/CaseBrief';
import { isDelayed } from '../session/outages';
import type { Desk } from './model';

/** The case of somebody who waits, to be read before accepting. */
export function CasePanel(props: { desk: Desk; onAccept: (id: string) => void }) {
  const { desk } = props;
  const opened = desk.opened.value;
  const heading = useRef<HTMLHeadingElement>(null);
  const id = opened?.id;
  useEffect(() => {
    if (id !== undefined) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [id]);
  if (opened === null) {
    return null;
  }
  const details = opened.details;
  return (
    <aside class="case-panel" aria-labelledby="case-panel-title" data-testid="case-panel">
      <header class="case-panel-head">
        <div class="case-panel-who">
          <h2 id="case-panel-title" ref={heading} tabIndex={-1}>
            {details?.patient.name ?? t('staff.brief.loading')}
          </h2>
          {details && (
            <p class="row case-panel-line">
              <TriageBadge urgency={details.urgency} long />
              <span class="soft">
                {t('staff.personLine', {
                  gender: t(`common.gender.${details.patient.gender}`),
                  age: details.patient.age,
                })}
                {' · '}
                {details.patient.village}
              </span>
            </p>
          )}
        </div>
        <IconButton icon={closeIcon} label={t('staff.desk.close')} onClick={() => desk.close()} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section class="case-panel-body" aria-label={t('staff.brief.tabCase')} tabIndex={0}>
        {details?.kind === 'direct' && details.isPatientOnline === false && !isDelayed.value && (
          <Notice tone="info">{t('staff.desk.offlineWhy')}</Notice>
        )}
        {details && <CaseBrief details={details} />}
        {opened.error !== null && <Notice tone="danger">{sentenceFor(opened.error)}</Notice>}
        {!details && opened.error === null && <Skeleton lines={9} />}
      </section>
      {details?.status === 'waiting' && (
        <footer class="case-panel-foot">
          <Button
            variant="primary"
            wide
            busy={desk.taking.value === details.id}
            onClick={() => props.onAccept(details.id)}
            testId="accept-open"
          >
            {t('staff.desk.accept')}
          </Button>
        </footer>
      )}
    </aside>
  );
}
