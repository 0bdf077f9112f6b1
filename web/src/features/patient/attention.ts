import { signal } from '@preact/signals';

/** Ways to be noticed on a phone that lies on a table: screen, title, vibration and a sound. */

export const isSoundOn = signal(false);
let context: AudioContext | undefined;

/** Browsers let a page sound only after a tap; the taps of the way here have already been that. */
export async function unlockSound(): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
  isSoundOn.value = context.state === 'running';
  chime(context);
}

export function keepScreenOn(): () => void {
  let lock: WakeLockSentinel | undefined;
  let isOver = false;
  const take = async () => {
    if (document.visibilityState !== 'visible' || isOver) {
      return;
    }
    try {
      lock = await navigator.wakeLock?.request('screen');
      if (isOver) {
        await lock?.release();
      }
    } catch {
      // Low battery: the phone decides, and the sound still calls.
    }
  };
  // The system takes the lock away whenever the page is hidden.
  const onVisible = () => void take();
  document.addEventListener('visibilitychange', onVisible);
  void take();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', onVisible);
    void lock?.release().catch(() => undefined);
  };
}

const ringEveryMs = 4_000;

/** Rings until stopped: an elderly patient may need a minute to find the phone. */
export function ring(title: string): () => void {
  const usualTitle = document.title;
  let isFlashed = false;
  const once = () => {
    isFlashed = !isFlashed;
    document.title = isFlashed ? `★ ${title}` : usualTitle;
    vibrate([400, 200, 400]);
    context ??= new AudioContext();
    const audio = context;
    audio.resume().then(
      () => chime(audio),
      () => undefined,
    );
  };
  once();
  const timer = setInterval(once, ringEveryMs);
  return () => {
    clearInterval(timer);
    vibrate(0);
    document.title = usualTitle;
  };
}

/** Once, for what can wait a few minutes; the title keeps it until somebody looks. */
export function nudge(title: string): void {
  vibrate([200, 100, 200]);
  context ??= new AudioContext();
  const audio = context;
  audio.resume().then(
    () => chime(audio),
    () => undefined,
  );
  if (document.visibilityState === 'visible') {
    return;
  }
  const usualTitle = document.title;
  document.title = `★ ${title}`;
  const onVisible = () => {
    document.title = usualTitle;
    document.removeEventListener('visibilitychange', onVisible);
  };
  document.addEventListener('visibilitychange', onVisible);
}

function vibrate(pattern: number | number[]): void {
  // Before the first tap browsers refuse, loudly, in the console.
  if (navigator.userActivation?.hasBeenActive === true) {
    navigator.vibrate?.(pattern);
  }
}

// Two rising notes, made here so that nothing has to be loaded when it matters.
function chime(audio: AudioContext): void {
  for (const [index, frequency] of [659, 880].entries()) {
    const startAt = audio.currentTime + index * 0.35;
    const note = audio.createOscillator();
    const volume = audio.createGain();
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0, startAt);
    volume.gain.linearRampToValueAtTime(0.4, startAt + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, startAt + 0.6);
    note.connect(volume).connect(audio.destination);
    note.start(startAt);
    note.stop(startAt + 0.65);
  }
}
