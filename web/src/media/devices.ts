/** Why a camera or microphone does not open; each has a sentence that says what to do. */
export type DeviceProblem =
  | 'denied'
  | 'inUse'
  | 'notFound'
  | 'insecure'
  | 'unknown'
  /** It worked and was unplugged. */
  | 'lost'
  /** It gives nothing at the moment: a telephone call or another program took it. */
  | 'interrupted';
export type DeviceKind = 'camera' | 'microphone';
export type DeviceChoice = { id: string; label: string };

const storageKeys: Record<DeviceKind, string> = {
  camera: 'telehealth.camera',
  microphone: 'telehealth.microphone',
};

export function problemOf(error: unknown): DeviceProblem {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return 'denied';
    case 'SecurityError':
      return 'insecure';
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return 'inUse';
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return 'notFound';
    default:
      return 'unknown';
  }
}

export function rememberedDevice(kind: DeviceKind): string | undefined {
  return localStorage.getItem(storageKeys[kind]) ?? undefined;
}

export function rememberDevice(kind: DeviceKind, id: string): void {
  localStorage.setItem(storageKeys[kind], id);
}

/** Labels are empty until the person has given permission once. */
export async function listDevices(kind: DeviceKind): Promise<DeviceChoice[]> {
  const wanted = kind === 'camera' ? 'videoinput' : 'audioinput';
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices
    .filter((device) => device.kind === wanted && device.deviceId !== '')
    .map((device) => ({ id: device.deviceId, label: device.label }));
}

function constraintsFor(kind: DeviceKind): MediaTrackConstraints {
  const deviceId = rememberedDevice(kind);
  // "ideal": a remembered device that is not connected today must not keep the others closed.
  const chosen = deviceId === undefined ? {} : { deviceId: { ideal: deviceId } };
  return kind === 'camera'
    ? {
        ...chosen,
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30, max: 30 },
      }
    : { ...chosen, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
}

export type OpenedDevices = {
  camera: MediaStreamTrack | undefined;
  microphone: MediaStreamTrack | undefined;
  problems: Partial<Record<DeviceKind, DeviceProblem>>;
};

/** Both behind one question of the browser; when that fails each alone, so that one bad device does not take the other with it. */
export async function openDevices(kinds: readonly DeviceKind[]): Promise<OpenedDevices> {
  const opened: OpenedDevices = { camera: undefined, microphone: undefined, problems: {} };
  if (navigator.mediaDevices === undefined) {
    for (const kind of kinds) {
      opened.problems[kind] = 'insecure';
    }
    return opened;
  }
  try {
    take(opened, await request(kinds));
  } catch (error) {
    for (const kind of kinds) {
      await openAlone(kind, opened, kinds.length === 1 ? error : undefined);
    }
  }
  return opened;
}

async function openAlone(kind: DeviceKind, opened: OpenedDevices, known: unknown): Promise<void> {
  try {
    if (known !== undefined) {
      throw known;
    }
    take(opened, await request([kind]));
  } catch (error) {
    opened.problems[kind] = problemOf(error);
  }
}

function request(kinds: readonly DeviceKind[]): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    video: kinds.includes('camera') && constraintsFor('camera'),
    audio: kinds.includes('microphone') && constraintsFor('microphone'),
  });
}

function take(opened: OpenedDevices, stream: MediaStream): void {
  opened.camera = stream.getVideoTracks()[0] ?? opened.camera;
  opened.microphone = stream.getAudioTracks()[0] ?? opened.microphone;
}
