const firstDelayMs = 300;
const longestDelayMs = 10_000;

/** Full jitter: after a restart of the server its clients come back spread over time, not all at once. */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures, 16));
  return random() * ceiling;
}

// The server gives each client a moment of its own; chance within this keeps those of one moment apart.
const hintSpreadMs = 1_000;

/** As the server asked, never earlier, whatever happens here meanwhile. */
export function heedHint(hintMs: number, signal: AbortSignal): Promise<void> {
  return rest(hintMs + Math.random() * hintSpreadMs, signal);
}

export function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}

/** Waits, but no longer than until the network returns or the tab is looked at again: then trying is worth it now. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      document.removeEventListener('visibilitychange', onVisible);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const onVisible = () => {
      if (document.visibilityState === 'visible') {
        done();
      }
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
    document.addEventListener('visibilitychange', onVisible);
    signal.addEventListener('abort', done);
  });
}
