import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { type DeviceChoice, listDevices } from '../../media/devices';
import { LocalMedia } from '../../media/localMedia';
import { watchWeakSeats } from '../../media/stats';
import { Room } from '../../realtime/room';
import { conversationOf } from '../chat/conversation';
import { chatOverRoom } from './liveChat';

/** A new object after each change of room or devices: components that read signals are drawn again only for new props. */
export type Call = { room: Room; media: LocalMedia };

/** One call from appearing to disappearing. */
export function useCall(consultationId: string, handedOver: LocalMedia | undefined): Call {
  const [version, redraw] = useReducer((before: number) => before + 1, 0);
  const call = useMemo(() => {
    const media = handedOver ?? new LocalMedia();
    return { media, room: new Room(consultationId, media) };
  }, [consultationId, handedOver]);
  useEffect(() => {
    const { room, media } = call;
    const stops = [
      room.on('changed', () => redraw(undefined)),
      media.on('changed', () => redraw(undefined)),
      chatOverRoom(room, conversationOf(consultationId)),
    ];
    // Not one after the other: the others' pictures come while the camera still opens.
    room.enter();
    void media.open().then(() => redraw(undefined));
    return () => {
      for (const stop of stops) {
        stop();
      }
      void room.dispose();
      media.close();
    };
  }, [call]);
  // the version is what makes it new.
  return useMemo(() => ({ ...call }), [call, version]);
}

export function useWeakSeats(room: Room): readonly string[] {
  const [seats, setSeats] = useState<readonly string[]>([]);
  useEffect(
    () =>
      watchWeakSeats(
        () => ({ connection: room.subscriber.connection, tracks: room.tracks }),
        setSeats,
      ),
    [room],
  );
  return seats;
}

/** True when it has been so for a while: what passes in a moment is not worth a word. */
export function useLasting(isTrue: boolean, milliseconds: number): boolean {
  const [hasLasted, setLasted] = useState(false);
  useEffect(() => {
    if (!isTrue) {
      setLasted(false);
      return;
    }
    const timer = setTimeout(() => setLasted(true), milliseconds);
    return () => clearTimeout(timer);
  }, [isTrue, milliseconds]);
  return isTrue && hasLasted;
}

/** Who speaks, or spoke last of the others: in a pause nobody loses the large picture. */
export function useLastSpeaker({ speakers, ownSeat }: Room): string | undefined {
  const last = useRef<string | undefined>(undefined);
  last.current = speakers.find((seat) => seat !== ownSeat) ?? last.current;
  return last.current;
}

export type Devices = { cameras: readonly DeviceChoice[]; microphones: readonly DeviceChoice[] };

/** What can be chosen; read again when something is plugged in, and when permission makes the names visible. */
export function useDevices(media: LocalMedia): Devices {
  const [devices, setDevices] = useState<Devices>({ cameras: [], microphones: [] });
  useEffect(() => {
    const read = async () => {
      const [cameras, microphones] = await Promise.all([
        listDevices('camera'),
        listDevices('microphone'),
      ]);
      setDevices({ cameras, microphones });
    };
    const readQuietly = () => void read().catch(() => undefined);
    readQuietly();
    const stop = media.on('changed', readQuietly);
    navigator.mediaDevices?.addEventListener('devicechange', readQuietly);
    return () => {
      stop();
      navigator.mediaDevices?.removeEventListener('devicechange', readQuietly);
    };
  }, [media]);
  return devices;
}

/** Seconds since the call stood for the first time. */
export function useElapsed(isRunning: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!isRunning) {
      return;
    }
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return seconds;
}

type Shortcuts = Record<string, () => void>;

/** Single letters, never while somebody types. */
export function useShortcuts(shortcuts: Shortcuts): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.repeat ||
        isTyping(event.target)
      ) {
        return;
      }
      shortcuts[event.key.toLowerCase()]?.();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [shortcuts]);
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
