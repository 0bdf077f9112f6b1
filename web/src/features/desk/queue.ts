import type { QueueEntry, Urgency } from '../../api/contracts';

/** Longest advisable wait in minutes (2018 four-level consensus); level I waits for nobody. */
const advisedWaitMinutes: Record<Urgency, number> = { 1: 0, 2: 10, 3: 30, 4: 60 };

/** The entry to select when the reader moves up or down; a selection that left the queue starts at the top. */
export function moveSelection(
  queue: readonly QueueEntry[],
  selectedId: string | null,
  step: 1 | -1,
): string | null {
  const at = queue.findIndex((entry) => entry.consultationId === selectedId);
  if (at < 0) {
    return queue[0]?.consultationId ?? null;
  }
  const next = Math.min(Math.max(at + step, 0), queue.length - 1);
  return queue[next]?.consultationId ?? null;
}

export function waitedMinutes(waitingSince: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(waitingSince)) / 60_000));
}

export function waitsTooLong(
  entry: Pick<QueueEntry, 'urgency' | 'waitingSince'>,
  now: number,
): boolean {
  return waitedMinutes(entry.waitingSince, now) > advisedWaitMinutes[entry.urgency];
}
