import { isRefusal, RefusalError } from '../api/http';

export type RoomState =
  | { name: 'entering' }
  | { name: 'joined' }
  /** No way for sound and picture found yet; the browser tries the others by itself. */
  | { name: 'reaching' }
  /** Sound or picture is away; it comes back by itself. */
  | { name: 'reconnecting' }
  | { name: 'takenOver' }
  | { name: 'ended'; reason: 'left' | 'removed' | 'room_closed' }
  | { name: 'refused'; error: RefusalError };

/** What a hub refused, as if it had come over HTTP; anything else stays what it is. */
export function refusalIn(error: unknown): unknown {
  const code = error instanceof Error ? /refusal:([\w.]+)/.exec(error.message)?.[1] : undefined;
  return code === undefined ? error : new RefusalError(code, 409);
}

/** A full or locked room stays so; what else the hub refuses is asked for again with a fresh pass, and the door then knows better. */
export function refusalAtTheDoor(error: unknown): unknown {
  const refusal = refusalIn(error);
  const isFinal = isRefusal(refusal, 'media.room_full') || isRefusal(refusal, 'media.room_locked');
  return isFinal ? refusal : error;
}

/** Where a failed attempt to enter leads; undefined: try again. */
export function stateAfterRefusal(error: unknown, hasJoined: boolean): RoomState | undefined {
  if (!isRefusal(error) || error.status >= 500 || error.status === 429) {
    return undefined;
  }
  return hasJoined && /^(room|consultation)\./.test(error.code)
    ? { name: 'ended', reason: 'room_closed' }
    : { name: 'refused', error };
}

/** What the server's last word means for coming back: the end, entering anew, or taking up the session that may still be good. */
export function afterLastWord(reason: string | undefined): RoomState | 'anew' | 'resume' {
  switch (reason) {
    case 'replaced':
      return { name: 'takenOver' };
    case 'left':
    case 'removed':
    case 'room_closed':
      return { name: 'ended', reason };
    case 'timed_out':
    case 'overflow':
      return 'anew';
    default:
      // Lost, or the server is stopping.
      return 'resume';
  }
}
