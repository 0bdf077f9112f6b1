import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { fingerprintOf, type KeptText } from './keptText';

export type AutosaveState = 'idle' | 'unsaved' | 'saving' | 'saved' | 'offline' | 'refused';

export interface AutosaveOptions<T> {
  /** Where the text waits in this browser until the server has it. */
  storageKey: string;
  /** What the server has. */
  onServer: T;
  save: (value: T) => Promise<{ savedAt: string }>;
  /** True: the network or the server is away and another try may succeed. */
  isTransient: (error: unknown) => boolean;
  onRefused?: (error: unknown) => void;
  storage?: Storage;
  delayMs?: number;
  retryMs?: number;
}

/** Text that saves itself: the server gets it when typing pauses, the browser keeps it until then. */
export interface Autosave<T> {
  state: ReadonlySignal<AutosaveState>;
  savedAt: ReadonlySignal<string | null>;
  hasUnsaved: ReadonlySignal<boolean>;
  change: (value: T) => void;
  /** Saves now and answers true when the server has everything. */
  flush: () => Promise<boolean>;
  /** Stops the timers; the text stays in the browser. */
  stop: () => void;
  /** Forgets everything that is not saved, here and in the browser. */
  discard: () => void;
}

export function createAutosave<T>(options: AutosaveOptions<T>): Autosave<T> {
  const { storageKey, delayMs = 800, retryMs = 4000, storage = localStorage } = options;
  const state = signal<AutosaveState>('idle');
  const savedAt = signal<string | null>(null);
  let pending: { value: T } | null = null;
  let running: Promise<boolean> | null = null;

  // What the server may have by now: the last it confirmed, and what was sent since without an answer.
  let bases = [fingerprintOf(options.onServer)];
  const keep = (value: T): void => keepText(storage, storageKey, { value, bases });
  const timer = createTimer(() => void flush());

  const failed = (sent: { value: T }, error: unknown): boolean => {
    pending ??= sent;
    if (options.isTransient(error)) {
      state.value = 'offline';
      timer.start(retryMs);
    } else {
      state.value = 'refused';
      options.onRefused?.(error);
    }
    return false;
  };

  const saveOnce = async (): Promise<boolean> => {
    while (pending) {
      const sent = pending;
      pending = null;
      state.value = 'saving';
      const sentPrint = fingerprintOf(sent.value);
      bases = [...bases, sentPrint];
      keep(sent.value);
      try {
        savedAt.value = (await options.save(sent.value)).savedAt;
        bases = [sentPrint];
      } catch (error) {
        return failed(sent, error);
      }
    }
    storage.removeItem(storageKey);
    state.value = 'saved';
    return true;
  };

  const flush = (): Promise<boolean> => {
    timer.stop();
    if (!pending && !running) {
      return Promise.resolve(state.value !== 'refused');
    }
    running ??= saveOnce().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    state,
    savedAt,
    hasUnsaved: computed(() => !['idle', 'saved'].includes(state.value)),
    change: (value) => {
      pending = { value };
      keep(value);
      state.value = 'unsaved';
      timer.start(delayMs);
    },
    flush,
    stop: timer.stop,
    discard: () => {
      timer.stop();
      pending = null;
      storage.removeItem(storageKey);
      state.value = 'idle';
    },
  };
}

/** At most one run lies ahead: a new start replaces the one before. */
function createTimer(run: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => clearTimeout(timer);
  const start = (afterMs: number): void => {
    stop();
    timer = setTimeout(run, afterMs);
  };
  return { start, stop };
}

function keepText<T>(storage: Storage, storageKey: string, kept: KeptText<T>): void {
  try {
    storage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    // A full or forbidden storage must not stop typing; the server copy is still made.
  }
}
