import { timeoutSignal } from '../../api/patience';

export type DeviceProblem =
  | 'refusedSafari'
  | 'refusedWeChat'
  | 'refusedAndroid'
  | 'refusedDesktop'
  | 'refusedSystem'
  | 'missing'
  | 'busy'
  | 'unsupported'
  | 'other';

export type DeviceKind = 'camera' | 'microphone';
export type Opened = { stream: MediaStream } | { problem: DeviceProblem };

/** One device at a time, so that a broken camera does not take the microphone with it. */
export async function openDevice(kind: DeviceKind): Promise<Opened> {
  // Absent on insecure pages and in the web views of some apps.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices?.getUserMedia === undefined || typeof RTCPeerConnection === 'undefined') {
    return { problem: isWeChat() ? 'refusedWeChat' : 'unsupported' };
  }
  try {
    return {
      stream: await devices.getUserMedia(
        kind === 'camera' ? { video: { facingMode: 'user' } } : { audio: true },
      ),
    };
  } catch (error) {
    return { problem: problemOf(error instanceof DOMException ? error : new DOMException()) };
  }
}

export function problemOf(error: { name: string; message: string }, agent = navigator.userAgent) {
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return refusedBy(error.message, agent);
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'other';
  }
}

function refusedBy(message: string, agent: string): DeviceProblem {
  // Chromium says "Permission denied by system" when the phone, not the page, said no.
  if (/by system/i.test(message)) {
    return 'refusedSystem';
  }
  if (isWeChat(agent)) {
    return 'refusedWeChat';
  }
  if (/iPhone|iPad/.test(agent)) {
    return 'refusedSafari';
  }
  return /Android|HarmonyOS/.test(agent) ? 'refusedAndroid' : 'refusedDesktop';
}

function isWeChat(agent = navigator.userAgent): boolean {
  return /MicroMessenger/i.test(agent);
}

/** Calls back about ten times a second with 0..1; returns how to stop. */
export function watchLevel(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  void context.resume().catch(() => undefined);
  const samples = new Uint8Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(samples);
    onLevel(loudness(samples));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close().catch(() => undefined);
  };
}

/** Root mean square of unsigned bytes around 128, on a scale on which speech near a phone fills most of the bar. */
export function loudness(samples: Uint8Array): number {
  let sum = 0;
  for (const sample of samples) {
    sum += ((sample - 128) / 128) ** 2;
  }
  return Math.min(1, Math.sqrt(sum / Math.max(1, samples.length)) * 5);
}

export type NetworkVerdict = 'good' | 'slow' | 'bad';

const probes = 4;
// Above this a conversation turns into "sorry, you first"; the median decides, one lost packet does not.
const slowRoundTripMs = 600;

/** The time of small answers of our own server: honest for delay, silent about bandwidth, costs no data volume. */
export async function probeNetwork(): Promise<NetworkVerdict> {
  const times: number[] = [];
  for (let probe = 0; probe < probes; probe++) {
    const startedAt = performance.now();
    try {
      const answer = await fetch('/api/consents/current', {
        method: 'GET',
        cache: 'no-store',
        signal: timeoutSignal(5_000),
      });
      await answer.text();
      times.push(performance.now() - startedAt);
    } catch {
      times.push(Number.POSITIVE_INFINITY);
    }
  }
  return verdictOn(times);
}

export function verdictOn(timesMs: readonly number[]): NetworkVerdict {
  const median = [...timesMs].sort((left, right) => left - right)[Math.floor(timesMs.length / 2)];
  if (median === undefined || !Number.isFinite(median)) {
    return 'bad';
  }
  return median > slowRoundTripMs ? 'slow' : 'good';
}
