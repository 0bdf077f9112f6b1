import type { Operations, OutboxBacklog, QueueLoad } from '../../api/contracts';
import { clockOf, nameOf, numberOf, relativeTimeOf, timeOf } from '../../text/format';
import { t } from '../../text/text';
import { Badge } from '../../ui/Badge';
import { Facts } from '../../ui/Card';
import { clockIcon } from '../../ui/icons';

const ageOf = (since: string | null, at: string) =>
  since === null
    ? t('operations.nobody')
    : clockOf(Math.max(0, Date.parse(at) - Date.parse(since)) / 1000);

export function Queues({ seen }: { seen: Operations }) {
  return (
    <>
      {seen.queues.length === 0 ? (
        <p class="soft">{t('operations.noQueues')}</p>
      ) : (
        <QueueTable queues={seen.queues} at={seen.at} />
      )}
      {seen.moreQueues > 0 && (
        <p class="soft small">{t('operations.moreQueues', { count: seen.moreQueues })}</p>
      )}
      <p class="soft small" data-testid="operations-rebuilds">
        {rebuildsText(seen)}
      </p>
    </>
  );
}

function rebuildsText({ rebuilds, at }: Operations): string {
  const { count, lastAt } = rebuilds;
  return lastAt === null
    ? t('operations.noRebuilds')
    : t('operations.rebuilds', { count, ago: relativeTimeOf(lastAt, Date.parse(at)) });
}

function QueueTable(props: { queues: readonly QueueLoad[]; at: string }) {
  return (
    <table class="operations-table">
      <thead>
        <tr>
          <th scope="col">{t('operations.department')}</th>
          <th scope="col">{t('operations.waiting')}</th>
          <th scope="col">{t('operations.oldest')}</th>
          <th scope="col">{t('operations.claims')}</th>
          <th scope="col">{t('operations.inProgress')}</th>
        </tr>
      </thead>
      <tbody>
        {props.queues.map((queue) => (
          <tr key={queue.departmentId}>
            <th scope="row">
              {nameOf(queue.department)}
              <span class="soft small">{nameOf(queue.institution)}</span>
              {queue.pausedUntil !== null && (
                <Badge tone="amber" icon={clockIcon}>
                  {t('operations.pausedUntil', { time: timeOf(queue.pausedUntil) })}
                </Badge>
              )}
            </th>
            <td data-label={t('operations.waiting')}>{numberOf(queue.waiting)}</td>
            <td data-label={t('operations.oldest')}>{ageOf(queue.oldestAt, props.at)}</td>
            <td data-label={t('operations.claims')}>
              {queue.claims === null ? (
                <span class="soft" title={t('operations.claimsUnknown')}>
                  {t('operations.unknown')}
                </span>
              ) : (
                numberOf(queue.claims)
              )}
            </td>
            <td data-label={t('operations.inProgress')}>{numberOf(queue.inProgress)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Outbox(props: { outbox: OutboxBacklog; at: string }) {
  const { outbox, at } = props;
  return (
    <>
      <p class="soft small">{t('operations.outboxLead')}</p>
      {outbox.waiting === 0 ? (
        <p>{t('operations.outboxEmpty')}</p>
      ) : (
        <Facts
          of={[
            [t('operations.outboxWaiting'), numberOf(outbox.waiting)],
            [t('operations.outboxFailing'), numberOf(outbox.failing)],
            [t('operations.outboxOldest'), ageOf(outbox.oldestAt, at)],
          ]}
        />
      )}
    </>
  );
}
