import type { OutboxBacklog, QueueLoad } from '../../api/contracts';
import { clockOf, nameOf, numberOf } from '../../text/format';
import { t } from '../../text/text';
import { Facts } from '../../ui/Card';

const ageOf = (since: string | null, at: string) =>
  since === null
    ? t('operations.nobody')
    : clockOf(Math.max(0, Date.parse(at) - Date.parse(since)) / 1000);

export function Queues(props: { queues: readonly QueueLoad[]; at: string }) {
  if (props.queues.length === 0) {
    return <p class="soft">{t('operations.noQueues')}</p>;
  }
  return (
    <table class="operations-table">
      <thead>
        <tr>
          <th scope="col">{t('operations.department')}</th>
          <th scope="col">{t('operations.waiting')}</th>
          <th scope="col">{t('operations.oldest')}</th>
          <th scope="col">{t('operations.inProgress')}</th>
        </tr>
      </thead>
      <tbody>
        {props.queues.map((queue) => (
          <tr key={queue.departmentId}>
            <th scope="row">
              {nameOf(queue.department)}
              <span class="soft small">{nameOf(queue.institution)}</span>
            </th>
            <td data-label={t('operations.waiting')}>{numberOf(queue.waiting)}</td>
            <td data-label={t('operations.oldest')}>{ageOf(queue.oldestAt, props.at)}</td>
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
