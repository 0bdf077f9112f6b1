import { effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { clinicConnection } from '../../realtime/clinicConnection';
import type { DepartmentPresence, PresenceState, WatchedPresence } from '../../realtime/messages';
import { readAgainWhoThisIs } from './model';
import { isDelayed, isStorageAway } from './outages';

// A blink of the network, or the move to another node of the server, is nobody's business.
const offlineAfterMs = 3_000;

/** False while what is on screen may be old, also before the first connection: nothing tells of changes then. */
export const isConnected = signal(clinicConnection.state === 'connected');
let offlineTimer: ReturnType<typeof setTimeout> | undefined;
clinicConnection.on('stateChanged', (state) => {
  clearTimeout(offlineTimer);
  if (state !== 'reconnecting') {
    isConnected.value = state === 'connected';
    return;
  }
  offlineTimer = setTimeout(() => {
    isConnected.value = false;
  }, offlineAfterMs);
});

clinicConnection.on('delayedChanged', (delayed) => {
  isDelayed.value = delayed;
});

clinicConnection.on('accessChanged', () => void readAgainWhoThisIs());

// While nothing can be kept, nothing tells of changes either.
effect(() => {
  if (!isStorageAway.value) {
    return undefined;
  }
  const timer = setInterval(
    () => clinicConnection.emit('readAgain', undefined),
    4_000 + Math.random() * 2_000,
  );
  return () => clearInterval(timer);
});

export const goLive = (): void => clinicConnection.start();
export const goSilent = (): Promise<void> => clinicConnection.stop();

export const sendPresence = (state: PresenceState): Promise<void> =>
  clinicConnection.setPresence(state);

const placeEveryMs = 20_000;

type DepartmentHandlers = {
  queueChanged: () => void;
  presencesChanged: (changes: readonly DepartmentPresence[]) => void;
  /** The first answer and the one after each gap. */
  presentNow?: (present: readonly DepartmentPresence[]) => void;
};

/** Calls the handlers of the latest render while the department is on screen. */
export function useDepartmentEvents(departmentId: string, handlers: DepartmentHandlers): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const stops = [
      // What changed between the reading and this answer was told to nobody.
      clinicConnection.watchDepartment(departmentId, (present) => {
        latest.current.presentNow?.(present);
        latest.current.queueChanged();
      }),
      clinicConnection.on('readAgain', () => latest.current.queueChanged()),
      clinicConnection.on('queueChanged', (event) => {
        if (event.departmentId === departmentId) {
          latest.current.queueChanged();
        }
      }),
      clinicConnection.on('presencesChanged', (event) => {
        if (event.departmentId === departmentId) {
          latest.current.presencesChanged(event.changes);
        }
      }),
    ];
    return () => stops.forEach((stop) => void stop());
  }, [departmentId]);
}

/** Calls the handlers of the latest render while a search shows these departments; `missed` after each gap. */
export function usePresenceEvents(
  departmentIds: readonly string[],
  handlers: {
    presentNow: (present: readonly WatchedPresence[]) => void;
    changed: (departmentId: string, changes: readonly DepartmentPresence[]) => void;
    missed: () => void;
  },
): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  const key = departmentIds.join(' ');
  useEffect(() => {
    if (key === '') {
      return undefined;
    }
    const watched = key.split(' ');
    let isFirst = true;
    const stops = [
      clinicConnection.watchPresence(watched, (present) => {
        latest.current.presentNow(present);
        if (!isFirst) {
          // Who left during the gap is not among those who are there.
          latest.current.missed();
        }
        isFirst = false;
      }),
      clinicConnection.on('presencesChanged', ({ departmentId, changes }) => {
        if (watched.includes(departmentId)) {
          latest.current.changed(departmentId, changes);
        }
      }),
      clinicConnection.on('readAgain', () => latest.current.missed()),
    ];
    return () => stops.forEach((stop) => void stop());
  }, [key]);
}

/** Calls `changed` whenever a consultation on screen changed or may have changed. */
export function useConsultationEvents(
  ids: readonly string[],
  changed: (consultationId: string) => void,
): void {
  const latest = useRef(changed);
  latest.current = changed;
  const key = [...ids].sort().join(' ');
  useEffect(() => {
    const watched = key === '' ? [] : key.split(' ');
    const stops = [
      ...watched.map((id) => clinicConnection.watchConsultation(id, () => latest.current(id))),
      clinicConnection.on('readAgain', () => {
        for (const id of watched) {
          latest.current(id);
        }
      }),
      clinicConnection.on('consultationChanged', ({ consultationId }) => {
        if (watched.includes(consultationId)) {
          latest.current(consultationId);
        }
      }),
      clinicConnection.on('turnNear', ({ consultationId }) => {
        if (watched.includes(consultationId)) {
          latest.current(consultationId);
        }
      }),
    ];
    return () => stops.forEach((stop) => void stop());
  }, [key]);
}

/** While waiting, every change of any queue may be a change of the own place. */
export function useDepartmentPlace(refresh: () => Promise<void>): void {
  const latest = useRef(refresh);
  latest.current = refresh;
  useEffect(() => {
    const again = () => void latest.current();
    // A clinic doctor may not watch the department; the place is read again from time to time as well.
    const timer = setInterval(again, placeEveryMs);
    const stop = clinicConnection.on('queueChanged', again);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, []);
}

/** Tells the newest chat message: now, after each gap, and whenever one comes. */
export function useMessageEvents(consultationId: string, posted: (sequence: number) => void): void {
  const latest = useRef(posted);
  latest.current = posted;
  useEffect(() => {
    const stops = [
      clinicConnection.watchConsultation(consultationId, (last) => latest.current(last)),
      clinicConnection.on('messagePosted', (event) => {
        if (event.consultationId === consultationId) {
          latest.current(event.sequence);
        }
      }),
    ];
    return () => stops.forEach((stop) => void stop());
  }, [consultationId]);
}
