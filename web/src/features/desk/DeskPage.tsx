import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ConsultationDetails, QueueEntry } from '../../api/contracts';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { PageHeader } from '../../ui/AppShell';
import { Button, IconButton } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { bellIcon, stethoscopeIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { navigate } from '../../ui/router';
import { Skeleton } from '../../ui/Spinner';
import { showToast } from '../../ui/Toast';
import {
  isConnected,
  sendPresence,
  useConsultationEvents,
  useDepartmentEvents,
} from '../session/live';
import { isDelayed, isStorageAway } from '../session/outages';
import { usePageTitle } from '../session/pageTitle';
import { type Staff, StaffFrame } from '../session/StaffFrame';
import { alertsOn, ring, setAlerts } from './alerts';
import { CasePanel } from './CasePanel';
import { Colleagues } from './Colleagues';
import { CounterMenu, CounterNotices, useCounter } from './Counter';
import './desk.css';
import { useIdleAway } from './idle';
import { useDeskKeys } from './keys';
import { MyConsultations } from './MyConsultations';
import { type ChosenPresence, Desk } from './model';
import { type PlaceAction, PlaceDialog } from './PlaceDialog';
import { PresenceSwitch } from './PresenceSwitch';
import { QueueList } from './QueueList';

export function DeskPage() {
  return (
    <StaffFrame roles={['specialist']}>
      {(staff) =>
        staff.role.departmentId === null ? (
          <EmptyState headingLevel={1} title={t('staff.desk.noDepartment')} />
        ) : (
          <DeskView staff={staff} departmentId={staff.role.departmentId} />
        )
      }
    </StaffFrame>
  );
}

function announce(entries: readonly QueueEntry[]): void {
  for (const entry of entries) {
    const urgency = t(`common.urgency.short.${entry.urgency}`);
    showToast(() => t('staff.desk.arrived', { urgency, name: entry.patientName }));
  }
  if (alertsOn.value) {
    ring();
  }
}

function useDesk(departmentId: string, practitionerId: string): Desk {
  const desk = useMemo(
    () => new Desk(departmentId, practitionerId, announce),
    [departmentId, practitionerId],
  );
  useEffect(() => {
    void desk.refreshQueue();
    void desk.refreshMine();
    void desk.readColleagues();
    return () => desk.leave();
  }, [desk]);
  useDepartmentEvents(departmentId, {
    queueChanged: () => {
      void desk.refreshQueue();
      void desk.refreshMine();
    },
    presencesChanged: (changes) => desk.changePresences(changes),
    presentNow: (present) => desk.replacePresences(present),
  });
  const openedId = desk.opened.value?.id;
  useConsultationEvents(openedId === undefined ? [] : [openedId], () => void desk.refreshOpened());
  return desk;
}

function DeskView({ staff, departmentId }: { staff: Staff; departmentId: string }) {
  const myId = staff.session.practitionerId;
  const desk = useDesk(departmentId, myId);
  const queue = desk.queue.value;
  const urgent = queue?.filter((entry) => entry.urgency <= 2).length ?? 0;
  const isAlerting = alertsOn.value && urgent > 0;
  usePageTitle(
    t('staff.desk.title'),
    isAlerting ? t('staff.desk.titleUrgent', { count: urgent }) : '',
  );

  const take = async (send: () => Promise<ConsultationDetails | null>) => {
    try {
      const taken = await send();
      if (taken !== null) {
        await navigate(`/consultations/${taken.id}`);
      }
    } catch (error) {
      showToast(() => sentenceFor(error), { tone: 'danger' });
    }
  };
  const takeNext = () => void take(() => desk.takeNext());
  const accept = (id: string) => void take(() => desk.accept(id));
  const choosePresence = (state: ChosenPresence) => {
    desk.setPresence(myId, state);
    sendPresence(state).catch((error: unknown) =>
      showToast(() => sentenceFor(error), { tone: 'danger' }),
    );
  };
  useIdleAway(desk, choosePresence);
  const isOpen = desk.opened.value !== null;
  const counter = useCounter(departmentId, desk);
  // A doctor may still accept somebody by name; nobody is called in turn.
  const isPaused = counter.desk !== null && counter.desk.state.pausedUntil !== null;
  const [action, setAction] = useState<PlaceAction | null>(null);
  const act = (kind: PlaceAction['kind'], id: string | null) => {
    const entry = queue?.find((one) => one.consultationId === id);
    if (entry !== undefined) {
      setAction({ kind, entry });
    }
  };
  useDeskKeys(desk, takeNext, (kind) => act(kind, desk.selectedId.value));
  return (
    <>
      <PageHeader
        title={t('staff.desk.title')}
        subtitle={<DeskLine count={queue?.length ?? null} />}
        actions={
          <>
            <AlertSwitch />
            <CounterMenu departmentId={departmentId} counter={counter} />
            <PresenceSwitch state={desk.myPresence.value} onChoose={choosePresence} />
            <Button
              variant="primary"
              busy={desk.taking.value === 'next'}
              disabled={queue === null || queue.length === 0 || isPaused}
              onClick={takeNext}
              testId="take-next"
            >
              {t('staff.desk.takeNext')}
            </Button>
          </>
        }
      />
      <div class={isOpen ? 'desk desk-open' : 'desk'}>
        <div class="desk-main">
          <CounterNotices departmentId={departmentId} counter={counter} />
          <QueueArea
            onAct={act}
            desk={desk}
            onAccept={accept}
            onAvailable={() => choosePresence('available')}
          />
          <KeyHint />
        </div>
        <div class="desk-side">
          {isOpen && <CasePanel desk={desk} onAccept={accept} />}
          <MyConsultations items={desk.mine.value} />
          <Colleagues desk={desk} myId={myId} />
        </div>
      </div>
      {action !== null && (
        <PlaceDialog
          action={action}
          departmentId={departmentId}
          onClose={() => setAction(null)}
          onDone={() => void desk.refreshQueue()}
        />
      )}
    </>
  );
}

/** "Live" beside a banner that says otherwise would be a lie. */
function livenessNow(): 'reconnecting' | 'standing' | 'delayed' | 'live' {
  if (!isConnected.value) {
    return 'reconnecting';
  }
  if (isStorageAway.value) {
    return 'standing';
  }
  return isDelayed.value ? 'delayed' : 'live';
}

function DeskLine({ count }: { count: number | null }) {
  const liveness = livenessNow();
  return (
    <span class="desk-line">
      <span class={liveness === 'live' ? 'desk-live' : 'desk-live desk-stale'}>
        {t(`staff.desk.${liveness}`)}
      </span>
      {count !== null && <span>{t('staff.desk.waitingCount', { count })}</span>}
    </span>
  );
}

function QueueArea(props: {
  desk: Desk;
  onAct: (kind: PlaceAction['kind'], id: string) => void;
  onAccept: (id: string) => void;
  onAvailable: () => void;
}) {
  const { desk } = props;
  const queue = desk.queue.value;
  // The banner says it already, and reads again by itself.
  const error = queue !== null && isStorageAway.value ? null : desk.queueError.value;
  return (
    <section class="desk-queue" aria-labelledby="queue-title">
      <h2 id="queue-title" class="visually-hidden">
        {t('staff.desk.queue')}
      </h2>
      {error !== null && (
        <Notice
          tone="warning"
          action={
            <Button size="small" onClick={() => void desk.refreshQueue()}>
              {t('common.actions.retry')}
            </Button>
          }
        >
          {sentenceFor(error)}
        </Notice>
      )}
      {queue === null && error === null && <Skeleton lines={6} height="4.5rem" />}
      {queue?.length === 0 && <NobodyWaits desk={desk} onAvailable={props.onAvailable} />}
      {queue !== null && queue.length > 0 && (
        <QueueList
          entries={queue}
          selectedId={desk.selectedId.value}
          takingId={desk.taking.value}
          onOpen={(id) => void desk.open(id)}
          onAccept={props.onAccept}
          onAct={props.onAct}
        />
      )}
    </section>
  );
}

function NobodyWaits({ desk, onAvailable }: { desk: Desk; onAvailable: () => void }) {
  const state = desk.myPresence.value;
  const isAway = state === 'away' || state === 'busy';
  return (
    <EmptyState
      icon={stethoscopeIcon}
      headingLevel={3}
      title={t('staff.desk.emptyTitle')}
      hint={isAway ? t('staff.desk.emptyAway') : t('staff.desk.emptyText')}
      action={
        isAway ? (
          <Button onClick={onAvailable}>{t('staff.desk.becomeAvailable')}</Button>
        ) : undefined
      }
    />
  );
}

function AlertSwitch() {
  const isOn = alertsOn.value;
  return (
    <IconButton
      icon={bellIcon}
      label={`${isOn ? t('staff.desk.alertOn') : t('staff.desk.alert')}: ${t('staff.desk.alertHint')}`}
      pressed={isOn}
      onClick={() => setAlerts(!isOn)}
      testId="alerts"
    />
  );
}

function KeyHint() {
  const keys: [key: string, words: string][] = [
    ['J K', t('staff.desk.keyMove')],
    ['Enter', t('staff.desk.keyOpen')],
    ['N', t('staff.desk.keyNext')],
    ['M', t('staff.queue.move')],
    ['T', t('staff.queue.retriage')],
    ['Esc', t('staff.desk.keyClose')],
  ];
  return (
    <dl class="key-hint" aria-label={t('staff.desk.keys')}>
      {keys.map(([key, words]) => (
        <div key={key}>
          <dt>
            {key.split(' ').map((one) => (
              <kbd key={one}>{one}</kbd>
            ))}
          </dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
