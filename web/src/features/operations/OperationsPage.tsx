import { useEffect, useMemo } from 'preact/hooks';
import type { Operations } from '../../api/contracts';
import { preciseTimeOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { PageHeader } from '../../ui/AppShell';
import { Badge } from '../../ui/Badge';
import { Card } from '../../ui/Card';
import { clockIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { Skeleton } from '../../ui/Spinner';
import { useNow } from '../desk/now';
import { usePageTitle } from '../session/pageTitle';
import { StaffFrame } from '../session/StaffFrame';
import { Dependencies } from './Dependencies';
import { Failures } from './Failures';
import { isOld, OperationsWatch, staleAfterMs } from './model';
import { Nodes } from './Nodes';
import './operations.css';
import { Outbox, Queues } from './Workload';

export function OperationsPage() {
  return <StaffFrame roles={['administrator']}>{() => <OperationsView />}</StaffFrame>;
}

function OperationsView() {
  usePageTitle(t('operations.title'));
  const watch = useMemo(() => new OperationsWatch(), []);
  useEffect(() => {
    watch.start();
    return () => watch.stop();
  }, [watch]);
  const now = useNow(1_000);
  const seen = watch.seen.value;
  const isStale = seen !== null && now - watch.readAtMs.value > staleAfterMs;
  return (
    <>
      <PageHeader
        title={t('operations.title')}
        subtitle={
          seen === null ? (
            t('operations.lead')
          ) : (
            <span data-testid="operations-answered">
              {t('operations.answeredBy', {
                node: seen.answeredBy,
                time: preciseTimeOf(seen.at),
              })}
            </span>
          )
        }
      />
      {isStale && (
        <Notice
          tone="warning"
          title={t('operations.stale', { time: preciseTimeOf(seen.at) })}
          testId="operations-stale"
        >
          {t('operations.staleText')}
        </Notice>
      )}
      {seen === null ? (
        watch.error.value === null ? (
          <Skeleton lines={6} height="3rem" />
        ) : (
          <Notice tone="warning">{sentenceFor(watch.error.value)}</Notice>
        )
      ) : (
        <Sections seen={seen} watch={watch} isStale={isStale} />
      )}
    </>
  );
}

function Sections(props: { seen: Operations; watch: OperationsWatch; isStale: boolean }) {
  const { seen } = props;
  return (
    <div class={props.isStale ? 'operations operations-stale' : 'operations'}>
      <Card title={t('operations.dependencies')} testId="operations-dependencies">
        <Dependencies dependencies={seen.dependencies} at={seen.at} />
      </Card>
      <Card
        title={t('operations.nodes')}
        aside={<AsOf asOf={seen.nodesAsOf} at={seen.at} />}
        testId="operations-nodes"
      >
        <Nodes seen={seen} watch={props.watch} />
      </Card>
      <div class="operations-pair">
        <Card
          title={t('operations.queues')}
          aside={<AsOf asOf={seen.queuesAsOf} at={seen.at} />}
          testId="operations-queues"
        >
          <Queues seen={seen} />
        </Card>
        <Card
          title={t('operations.outbox')}
          aside={<AsOf asOf={seen.queuesAsOf} at={seen.at} />}
          testId="operations-outbox"
        >
          <Outbox outbox={seen.outbox} at={seen.at} />
        </Card>
      </div>
      <Card title={t('operations.recent')} testId="operations-failures">
        <Failures seen={seen} />
      </Card>
    </div>
  );
}

/** Only where a part is older than the answer itself. */
function AsOf(props: { asOf: string | null; at: string }) {
  if (!isOld(props.asOf, props.at)) {
    return null;
  }
  return (
    <Badge tone="amber" icon={clockIcon}>
      {props.asOf === null
        ? t('operations.neverRead')
        : t('operations.partlyStale', { time: preciseTimeOf(props.asOf) })}
    </Badge>
  );
}
