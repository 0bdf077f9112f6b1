import { signal } from '@preact/signals';
import { isDelayed } from '../session/outages';
import { refresh } from './model';

/** False while the server cannot be reached; the visit itself is kept there. */
export const isConnected = signal(true);

/** The newest chat message that exists, and the newest that was on screen. */
export const lastSequence = signal(0);
export const seenSequence = signal(0);

let followed: string | undefined;

// The hub tells at once; this is for what a hub may lose, and for places that move when others leave.
const rereadMs = 10_000;
// A blink of the network is nobody's business.
const offlineAfterMs = 3_000;

/** Keeps the own consultation on screen true until the answer is called. */
export function followVisit(consultationId: string): () => void {
  if (followed !== consultationId) {
    followed = consultationId;
    lastSequence.value = 0;
    seenSequence.value = 0;
  }
  const stops: (() => void)[] = [];
  let isOver = false;
  const timer = setInterval(() => void refresh(), rereadMs);
  const onVisible = () => {
    if (document.visibilityState === 'visible') {
      void refresh();
    }
  };
  document.addEventListener('visibilitychange', onVisible);
  window.addEventListener('online', onVisible);
  void connect(consultationId).then((stop) => (isOver ? stop() : stops.push(stop)));
  return () => {
    isOver = true;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onVisible);
    window.removeEventListener('online', onVisible);
    for (const stop of stops) {
      stop();
    }
  };
}

/** The hub's client is loaded here, after the page that is already readable. */
async function connect(consultationId: string): Promise<() => void> {
  const { clinicConnection } = await import('../../realtime/clinicConnection');
  let offlineTimer: ReturnType<typeof setTimeout> | undefined;
  const stops = [
    clinicConnection.on('stateChanged', (state) => {
      clearTimeout(offlineTimer);
      if (state === 'connected') {
        isConnected.value = true;
      } else if (state === 'reconnecting') {
        offlineTimer = setTimeout(() => {
          isConnected.value = false;
        }, offlineAfterMs);
      }
    }),
    clinicConnection.on('caughtUp', () => void refresh()),
    clinicConnection.on('delayedChanged', (delayed) => {
      isDelayed.value = delayed;
    }),
    clinicConnection.on('readAgain', () => void refresh()),
    clinicConnection.on('consultationChanged', () => void refresh()),
    clinicConnection.on('turnNear', () => void refresh()),
    clinicConnection.on('queueChanged', () => void refresh()),
    clinicConnection.on('messagePosted', ({ sequence }) => heard(sequence)),
    clinicConnection.watchConsultation(consultationId, heard),
  ];
  clinicConnection.start();
  return () => {
    clearTimeout(offlineTimer);
    isConnected.value = true;
    isDelayed.value = false;
    for (const stop of stops) {
      stop();
    }
    void clinicConnection.stop();
  };
}

function heard(sequence: number): void {
  lastSequence.value = Math.max(lastSequence.value, sequence);
}
