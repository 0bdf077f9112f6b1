type Hear = (isAway: boolean) => void;

const listeners = new Set<Hear>();
let isAway = false;

/** Hears when the server cannot keep anything, and when it can again. */
export function onStorage(hear: Hear): void {
  listeners.add(hear);
}

/** To be told of every answer: it is the only way to learn of it. */
export function noticeStorage(status: number, code: string | undefined): void {
  const isAwayNow = code === 'storage.unavailable' || (isAway && status >= 300);
  if (isAwayNow !== isAway) {
    isAway = isAwayNow;
    for (const hear of listeners) {
      hear(isAway);
    }
  }
}
