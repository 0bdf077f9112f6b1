import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { readSeats } from '../../api/rooms';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { Spinner } from '../../ui/Spinner';
import type { CallViewProps } from '../call/CallView';
import type { ChatPanelProps } from '../chat/ChatPanel';
import { OutageNotices } from '../session/OutageNotices';
import { keepScreenOn } from './attention';
import { lastSequence, seenSequence } from './liveVisit';
import { go, mine, refresh } from './model';

type Parts = { CallView: ComponentType<CallViewProps>; ChatPanel: ComponentType<ChatPanelProps> };

async function loadParts(): Promise<Parts> {
  const [call, chat] = await Promise.all([import('../call/CallView'), import('../chat/ChatPanel')]);
  return { CallView: call.CallView, ChatPanel: chat.ChatPanel };
}

/** Asked for while the patient still waits, so that nothing has to be loaded when the doctor calls. */
export function preloadCall(): void {
  void loadParts().catch(() => undefined);
}

export function CallPage() {
  const [parts, setParts] = useState<Parts | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => keepScreenOn(), []);
  useEffect(() => {
    setHasFailed(false);
    loadParts().then(setParts, () => setHasFailed(true));
  }, [attempt]);

  const id = mine.value?.id;
  if (parts !== null && id !== undefined) {
    return <Call id={id} parts={parts} />;
  }
  if (!hasFailed) {
    return <Spinner page label={t('patient.call.loading')} />;
  }
  return (
    <section class="patient-page">
      <Notice tone="warning">{t('patient.call.failed')}</Notice>
      <Button variant="primary" size="large" wide onClick={() => setAttempt(attempt + 1)}>
        {t('patient.network.retry')}
      </Button>
    </section>
  );
}

function Call({ id, parts }: { id: string; parts: Parts }) {
  const [isChatOpen, setIsChatOpen] = useState(false);
  const ownSeat = useOwnSeat(id);
  useEffect(() => {
    if (isChatOpen) {
      seenSequence.value = lastSequence.value;
    }
  }, [isChatOpen, lastSequence.value]);
  const unread = isChatOpen ? 0 : Math.max(0, lastSequence.value - seenSequence.value);
  return (
    <div class="patient-call">
      <h1 class="visually-hidden">{t('patient.title')}</h1>
      <OutageNotices />
      <div class={isChatOpen ? 'patient-call-body patient-call-chatting' : 'patient-call-body'}>
        <div class="patient-call-stage">
          <parts.CallView
            consultationId={id}
            onLeave={() => {
              go({ isInCall: false, hasLeftCall: true });
              void refresh();
            }}
            onLostSession={() => void refresh()}
            chat={{ unread, isOpen: isChatOpen, onToggle: () => setIsChatOpen(!isChatOpen) }}
          />
        </div>
        {isChatOpen && (
          <div class="patient-call-chat">
            <parts.ChatPanel consultationId={id} ownSeat={ownSeat} />
          </div>
        )}
      </div>
    </div>
  );
}

function useOwnSeat(id: string): string | undefined {
  const [seat, setSeat] = useState<string | undefined>(undefined);
  useEffect(() => {
    readSeats(id).then(
      (seats) => setSeat(seats.find((one) => one.role === 'patient')?.seat),
      () => undefined,
    );
  }, [id]);
  return seat;
}
