import { signal } from '@preact/signals';

const storageKey = 'telehealth.desk.alerts';

/** Opt-in: nobody's computer rings without being asked. */
export const alertsOn = signal(localStorage.getItem(storageKey) === 'on');

let sounds: AudioContext | undefined;

/** Called from a click, because browsers let a page sound only after one. */
export function setAlerts(on: boolean): void {
  alertsOn.value = on;
  localStorage.setItem(storageKey, on ? 'on' : 'off');
  if (on) {
    ring();
  }
}

// Two soft rising tones: E5 and A5, heard across a room without startling.
const tonesHz = [659, 880];

export function ring(): void {
  sounds ??= new AudioContext();
  const context = sounds;
  for (const [index, frequency] of tonesHz.entries()) {
    const startAt = context.currentTime + index * 0.18;
    const tone = new OscillatorNode(context, { frequency });
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(0, startAt);
    loudness.gain.linearRampToValueAtTime(0.2, startAt + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, startAt + 0.4);
    tone.connect(loudness).connect(context.destination);
    tone.start(startAt);
    tone.stop(startAt + 0.45);
  }
}
