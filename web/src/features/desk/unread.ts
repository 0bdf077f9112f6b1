import { useEffect, useState } from 'preact/hooks';
import { keptKey } from '../session/keptTexts';
import { useMessageEvents } from '../session/live';

/** Messages that came since the chat was last looked at, also those of a lost connection and of before a reload. */
export function useUnread(consultationId: string, isOpen: boolean): number {
  const key = keptKey('seen', consultationId);
  const [last, setLast] = useState(0);
  const [seen, setSeen] = useState(() => Number(localStorage.getItem(key) ?? 0));
  useMessageEvents(consultationId, (sequence) => setLast((known) => Math.max(known, sequence)));
  useEffect(() => {
    if (isOpen && last > seen) {
      setSeen(last);
      localStorage.setItem(key, String(last));
    }
  }, [isOpen, last, seen, key]);
  return isOpen ? 0 : Math.max(0, last - seen);
}
