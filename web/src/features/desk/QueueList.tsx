import { useEffect, useRef } from 'preact/hooks';
import type { QueueEntry } from '../../api/contracts';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { Badge, TriageBadge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Icon } from '../../ui/Icon';
import { alertIcon, moreIcon } from '../../ui/icons';
import { Menu } from '../../ui/Menu';
import { explainPlace } from '../queue/explain';
import { isDelayed } from '../session/outages';
import { useNow } from './now';
import { waitedMinutes, waitsTooLong } from './queue';

type QueueListProps = {
  entries: readonly QueueEntry[];
  selectedId: string | null;
  takingId: string | null;
  onOpen: (id: string) => void;
  onAccept: (id: string) => void;
  onAct: (kind: 'move' | 'retriage', id: string) => void;
};

export function QueueList(props: QueueListProps) {
  const now = useNow();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[data-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [props.selectedId]);
  return (
    <ol class="queue" ref={list} data-testid="queue">
      {props.entries.map((entry) => (
        <QueueRow key={entry.consultationId} entry={entry} now={now} {...props} />
      ))}
    </ol>
  );
}

function QueueRow({ entry, now, ...props }: QueueListProps & { entry: QueueEntry; now: number }) {
  const id = entry.consultationId;
  return (
    <li
      class={classes('queue-row', `queue-level-${entry.urgency}`)}
      data-selected={props.selectedId === id}
      data-testid="queue-row"
    >
      <button
        type="button"
        class="queue-open"
        aria-expanded={props.selectedId === id}
        onClick={() => props.onOpen(id)}
      >
        <span class="queue-head">
          <TriageBadge urgency={entry.urgency} />
          <strong class="queue-name">{entry.patientName}</strong>
          <span class="soft">
            {t('staff.personLine', { gender: t(`common.gender.${entry.gender}`), age: entry.age })}
          </span>
          {/* Beside a clinic doctor the patient needs no phone of their own. */}
          {(entry.kind === 'direct' || entry.isOnline === true) && (
            <Online isOnline={isDelayed.value ? null : entry.isOnline} />
          )}
        </span>
        <span class="queue-reason">{entry.reason || t('staff.desk.noReason')}</span>
        {explainPlace(entry.aheadBecause) !== '' && (
          <span class="soft small" data-testid="queue-why">
            {explainPlace(entry.aheadBecause)}
          </span>
        )}
        <span class="queue-foot">
          {entry.isForYouAlone && <Badge>{t('staff.queue.forYou')}</Badge>}
          {entry.redFlagCount > 0 && (
            <Badge tone="cinnabar" icon={alertIcon}>
              {t('staff.desk.redFlags', { count: entry.redFlagCount })}
            </Badge>
          )}
          <span class="soft">
            {t(`staff.kind.${entry.kind}`)} · {nameOf(entry.institution)}
          </span>
        </span>
      </button>
      <div class="queue-end">
        <Waited entry={entry} now={now} />
        <div class="queue-do">
          <Menu
            label={t('staff.queue.rowMenu', { name: entry.patientName })}
            testId="row-menu"
            groups={[
              {
                items: [
                  {
                    label: t('staff.queue.retriage'),
                    onSelect: () => props.onAct('retriage', id),
                    testId: 'row-retriage',
                  },
                  {
                    label: t('staff.queue.move'),
                    onSelect: () => props.onAct('move', id),
                    testId: 'row-move',
                  },
                ],
              },
            ]}
          >
            <Icon path={moreIcon} size={20} />
          </Menu>
          <Button
            size="small"
            busy={props.takingId === id}
            onClick={() => props.onAccept(id)}
            testId="accept"
          >
            {t('staff.desk.acceptShort')}
          </Button>
        </div>
      </div>
    </li>
  );
}

function Online({ isOnline }: { isOnline: boolean | null }) {
  if (isOnline === null) {
    return (
      <span class="soft small" title={t('staff.desk.onlineUnknownWhy')}>
        {t('staff.desk.onlineUnknown')}
      </span>
    );
  }
  return (
    <span
      class={isOnline ? 'queue-online' : 'queue-offline'}
      title={isOnline ? undefined : t('staff.desk.offlineWhy')}
    >
      {isOnline ? t('staff.desk.online') : t('staff.desk.offline')}
    </span>
  );
}

function Waited({ entry, now }: { entry: QueueEntry; now: number }) {
  const minutes = waitedMinutes(entry.waitingSince, now);
  const isTooLong = waitsTooLong(entry, now);
  return (
    <span
      class={classes('queue-waited', isTooLong && 'queue-too-long')}
      title={isTooLong ? t('staff.desk.tooLong') : undefined}
    >
      {minutes === 0 ? t('staff.desk.justArrived') : t('staff.desk.waitedShort', { minutes })}
      {isTooLong && <span class="visually-hidden"> {t('staff.desk.tooLong')}</span>}
    </span>
  );
}
