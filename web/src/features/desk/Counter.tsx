import { useEffect, useState } from 'preact/hooks';
import {
  freeConsultation,
  pauseQueue,
  readQueueState,
  resumeQueue,
  setOpeningHours,
} from '../../api/consultations';
import type { DayOfWeek, QueueDesk } from '../../api/contracts';
import { nameOf, timeOf, todayOrDayOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { MultiChoice } from '../../ui/Choice';
import { Dialog } from '../../ui/Dialog';
import { SelectField, TextArea, TextField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { clockIcon } from '../../ui/icons';
import { Menu } from '../../ui/Menu';
import { Notice } from '../../ui/Notice';
import { showToast } from '../../ui/Toast';
import type { Desk } from './model';

const days: DayOfWeek[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];
const rereadMs = 30_000;
const say = (error: unknown) => showToast(() => sentenceFor(error), { tone: 'danger' });

export type CounterState = {
  desk: QueueDesk | null;
  refresh: () => Promise<void>;
  show: (desk: QueueDesk) => void;
};

/** Pauses and closing times end by themselves, so the state is read again from time to time. */
export function useCounter(departmentId: string, desk: Desk): CounterState {
  const [state, setState] = useState<QueueDesk | null>(null);
  const refresh = () =>
    readQueueState(departmentId).then(setState, () => {
      // The last known state stays; the next reading tries again.
    });
  const queue = desk.queue.value;
  useEffect(() => void refresh(), [departmentId, queue]);
  useEffect(() => {
    const timer = setInterval(() => void refresh(), rereadMs);
    return () => clearInterval(timer);
  }, [departmentId]);
  return { desk: state, refresh, show: setState };
}

/** What stands above the queue: a pause, closing time, and consultations whose doctor is gone. */
export function CounterNotices(props: { departmentId: string; counter: CounterState }) {
  const { desk, refresh, show } = props.counter;
  if (desk === null) {
    return null;
  }
  const { pausedUntil, pauseReason, isOpen, opensAt, closesAt } = desk.state;
  const free = (id: string, name: string) =>
    freeConsultation(id, false).then(() => {
      showToast(() => t('staff.queue.freed', { name }));
      return refresh();
    }, say);
  return (
    <>
      {pausedUntil !== null && (
        <Notice
          tone="warning"
          title={t('staff.queue.paused', { time: timeOf(pausedUntil) })}
          testId="queue-paused"
          action={
            <Button
              size="small"
              onClick={() => void resumeQueue(props.departmentId).then(show, say)}
              testId="queue-resume"
            >
              {t('staff.queue.resume')}
            </Button>
          }
        >
          {pauseReason}
        </Notice>
      )}
      {!isOpen && (
        <Notice testId="queue-closed">
          {opensAt === null
            ? t('staff.queue.closed')
            : t('staff.queue.closedUntil', { time: todayOrDayOf(opensAt) })}
        </Notice>
      )}
      {isOpen && closesAt !== null && (
        <p class="soft small">{t('staff.queue.closes', { time: timeOf(closesAt) })}</p>
      )}
      {desk.stuck.map((one) => (
        <Notice
          key={one.consultationId}
          tone="warning"
          title={t('staff.queue.stuck', { doctor: nameOf(one.doctorName), name: one.patientName })}
          action={
            <Button size="small" onClick={() => void free(one.consultationId, one.patientName)}>
              {t('staff.queue.free')}
            </Button>
          }
        >
          {t('staff.queue.stuckSince', { time: timeOf(one.unseenSince) })}
        </Notice>
      ))}
    </>
  );
}

export function CounterMenu(props: { departmentId: string; counter: CounterState }) {
  const [open, setOpen] = useState<'pause' | 'hours' | null>(null);
  const close = () => setOpen(null);
  const done = (desk: QueueDesk) => {
    props.counter.show(desk);
    close();
  };
  return (
    <>
      <Menu
        label={t('staff.queue.menu')}
        testId="queue-menu"
        groups={[
          {
            items: [
              {
                label: t('staff.queue.pause'),
                onSelect: () => setOpen('pause'),
                testId: 'queue-pause',
              },
              {
                label: t('staff.queue.hours'),
                onSelect: () => setOpen('hours'),
                testId: 'queue-hours',
              },
            ],
          },
        ]}
      >
        <Icon path={clockIcon} size={20} />
      </Menu>
      {open === 'pause' && (
        <PauseDialog departmentId={props.departmentId} onDone={done} onClose={close} />
      )}
      {open === 'hours' && <HoursDialog {...props} onDone={done} onClose={close} />}
    </>
  );
}

type DialogProps = { departmentId: string; onDone: (desk: QueueDesk) => void; onClose: () => void };

function PauseDialog({ departmentId, onDone, onClose }: DialogProps) {
  const [minutes, setMinutes] = useState('30');
  const [reason, setReason] = useState('');
  return (
    <Dialog
      title={t('staff.queue.pause')}
      onClose={onClose}
      testId="pause-dialog"
      actions={
        <>
          <Button onClick={onClose}>{t('common.actions.cancel')}</Button>
          <Button
            variant="primary"
            disabled={reason.trim() === ''}
            onClick={() =>
              void pauseQueue(departmentId, Number(minutes), reason.trim()).then(onDone, say)
            }
            testId="pause-confirm"
          >
            {t('staff.queue.pause')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <SelectField
          label={t('staff.queue.pauseFor')}
          value={minutes}
          options={['10', '20', '30', '60', '120'].map((value) => ({
            value,
            label: t('staff.queue.minutes', { minutes: Number(value) }),
          }))}
          onChange={setMinutes}
        />
        <TextArea
          label={t('staff.queue.reason')}
          hint={t('staff.queue.reasonAll')}
          rows={2}
          maxLength={200}
          value={reason}
          onInput={setReason}
          testId="pause-reason"
        />
      </div>
    </Dialog>
  );
}

function HoursDialog(props: DialogProps & { counter: CounterState }) {
  const known = props.counter.desk?.hours ?? [];
  const [open, setOpen] = useState<DayOfWeek[]>(known.map((one) => one.day));
  const [opens, setOpens] = useState(known[0]?.opens.slice(0, 5) ?? '08:00');
  const [closes, setCloses] = useState(known[0]?.closes.slice(0, 5) ?? '17:30');
  const hours = open.map((day) => ({ day, opens: `${opens}:00`, closes: `${closes}:00` }));
  return (
    <Dialog
      title={t('staff.queue.hours')}
      onClose={props.onClose}
      testId="hours-dialog"
      actions={
        <>
          <Button onClick={props.onClose}>{t('common.actions.cancel')}</Button>
          <Button
            variant="primary"
            disabled={open.length > 0 && opens >= closes}
            onClick={() => void setOpeningHours(props.departmentId, hours).then(props.onDone, say)}
            testId="hours-confirm"
          >
            {t('common.actions.save')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p class="soft">{t('staff.queue.hoursText')}</p>
        <MultiChoice
          label={t('staff.queue.days')}
          values={open}
          options={days.map((day) => ({ value: day, label: t(`staff.queue.day.${day}`) }))}
          onChange={setOpen}
        />
        <TextField label={t('staff.queue.opens')} type="time" value={opens} onInput={setOpens} />
        <TextField
          label={t('staff.queue.closesAt')}
          type="time"
          value={closes}
          onInput={setCloses}
        />
      </div>
    </Dialog>
  );
}
