import {
  type DeviceKind,
  type DeviceProblem,
  openDevices,
  problemOf,
  rememberDevice,
} from './devices';
import { Emitter } from './emitter';

export type TrackSource = 'microphone' | 'camera' | 'screen';
export type LocalTrack = { track: MediaStreamTrack | undefined; muted: boolean };

type LocalMediaEvents = {
  /** A track came, went, was exchanged or muted. */
  changed: TrackSource;
};

/** The own camera, microphone and screen: opened once by the device check and handed on to the call. */
export class LocalMedia extends Emitter<LocalMediaEvents> {
  readonly #tracks = new Map<TrackSource, LocalTrack>();
  #openings = 0;
  readonly #forbidden = new Set<TrackSource>();
  readonly #problems: Partial<Record<DeviceKind, DeviceProblem>> = {};

  get(source: TrackSource): LocalTrack {
    return this.#tracks.get(source) ?? { track: undefined, muted: true };
  }

  problem(kind: DeviceKind): DeviceProblem | undefined {
    return this.#problems[kind];
  }

  /** False where the room lets one only see and hear. */
  mayUse(source: TrackSource): boolean {
    return !this.#forbidden.has(source);
  }

  /** What the room lets one send; the rest is switched off, and stays so until it is allowed again. */
  allow(allowed: Record<TrackSource, boolean>): void {
    for (const source of ['microphone', 'camera', 'screen'] as const) {
      const was = this.mayUse(source);
      if (allowed[source]) {
        this.#forbidden.delete(source);
      } else {
        this.#forbidden.add(source);
      }
      if (was && !allowed[source]) {
        this.switchOff(source);
      } else if (!was && allowed[source]) {
        // It may be open and silent: now it can be sent.
        this.emit('changed', source);
      }
    }
  }

  /** Somebody else decided it; what is off already stays as it is. */
  switchOff(source: TrackSource): void {
    if (this.get(source).muted) {
      return;
    }
    if (source === 'microphone') {
      void this.setMicrophone(false);
    } else {
      this.#set(source, undefined, true);
    }
  }

  /** Opens what is not open yet; what fails is found in `problem`. */
  async open(kinds: readonly DeviceKind[] = ['microphone', 'camera']): Promise<void> {
    const missing = kinds.filter((kind) => this.get(kind).track === undefined && this.mayUse(kind));
    if (missing.length > 0) {
      await this.#open(missing);
    }
  }

  async #open(missing: readonly DeviceKind[], muted = false): Promise<void> {
    const opening = this.#openings;
    const opened = await openDevices(missing);
    if (opening !== this.#openings) {
      // Closed while the browser was still asking: nobody waits for these any more.
      opened.camera?.stop();
      opened.microphone?.stop();
      return;
    }
    for (const kind of missing) {
      delete this.#problems[kind];
      Object.assign(this.#problems, opened.problems);
      const track = opened[kind];
      if (!this.mayUse(kind)) {
        // Taken while the browser was still asking: no light may stay on for nothing.
        track?.stop();
        this.#set(kind, undefined, true);
        continue;
      }
      if (track !== undefined && muted) {
        track.enabled = false;
      }
      this.#set(kind, track, muted || track === undefined);
    }
  }

  /** Stops every device; their lights go out. */
  close(): void {
    this.#openings++;
    for (const source of [...this.#tracks.keys()]) {
      this.#set(source, undefined, true);
    }
  }

  /** Silence is sent as silence, so that speaking again needs no permission and no delay. */
  async setMicrophone(on: boolean): Promise<void> {
    if (on && !this.mayUse('microphone')) {
      return;
    }
    if (this.get('microphone').track === undefined && on) {
      await this.open(['microphone']);
    }
    const { track } = this.get('microphone');
    if (track !== undefined) {
      track.enabled = on;
      this.#tracks.set('microphone', { track, muted: !on });
      this.emit('changed', 'microphone');
    }
  }

  /** Off means off: the device is closed and its light goes out. */
  async setCamera(on: boolean): Promise<void> {
    if (on && !this.mayUse('camera')) {
      return;
    }
    if (on) {
      await this.open(['camera']);
    } else {
      this.#set('camera', undefined, true);
    }
  }

  /** Exchanges the device in the running call; one that is off stays off. */
  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    rememberDevice(kind, deviceId);
    const { track, muted } = this.get(kind);
    const isOff = track === undefined && this.#problems[kind] === undefined;
    if (isOff || !this.mayUse(kind)) {
      // Nothing to exchange; it is opened when it is switched on.
      return;
    }
    // Many phones open only one camera at a time: the old one has to go first.
    track?.stop();
    this.#tracks.delete(kind);
    await this.#open([kind], track !== undefined && muted);
  }

  /** False: the person changed their mind. Throws nothing else than what the browser says about a fault. */
  async shareScreen(): Promise<boolean> {
    if (!this.mayUse('screen')) {
      return false;
    }
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({
        video: { frameRate: { ideal: 8, max: 10 } },
        audio: false,
      });
      const track = stream.getVideoTracks()[0];
      if (!this.mayUse('screen')) {
        track?.stop();
        return false;
      }
      if (track !== undefined) {
        // Letters must stay readable; smooth motion does not matter.
        track.contentHint = 'text';
      }
      this.#set('screen', track, false);
      return true;
    } catch (error) {
      if (problemOf(error) === 'denied') {
        return false;
      }
      throw error;
    }
  }

  stopScreen(): void {
    this.#set('screen', undefined, true);
  }

  #set(source: TrackSource, track: MediaStreamTrack | undefined, muted: boolean): void {
    const before = this.get(source).track;
    if (before !== track) {
      before?.stop();
    }
    this.#tracks.set(source, { track, muted });
    if (track !== undefined) {
      this.#watch(source, track);
    } else if (source !== 'screen' && this.#problems[source] === 'interrupted') {
      // What is off does not wait for anybody to give it back.
      delete this.#problems[source];
    }
    this.emit('changed', source);
  }

  #watch(source: TrackSource, track: MediaStreamTrack): void {
    const isCurrent = () => this.get(source).track === track;
    // Unplugged, or sharing stopped from the browser's own bar.
    track.addEventListener('ended', () => {
      if (isCurrent()) {
        this.#note(source, 'lost');
        this.#set(source, undefined, true);
      }
    });
    // Taken by a telephone call or another program; it comes back by itself.
    track.addEventListener('mute', () => {
      if (isCurrent()) {
        this.#note(source, 'interrupted');
        this.emit('changed', source);
      }
    });
    track.addEventListener('unmute', () => {
      if (isCurrent() && source !== 'screen') {
        delete this.#problems[source];
        this.emit('changed', source);
      }
    });
  }

  #note(source: TrackSource, problem: DeviceProblem): void {
    if (source !== 'screen') {
      this.#problems[source] = problem;
    }
  }
}
