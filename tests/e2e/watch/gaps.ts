import type { Evaluating } from './media.ts';

/** Milliseconds for which nothing came, the longest since the watch began. */
export type Gaps = { soundMs: number; pictureMs: number };

type Watch = {
  gaps: Gaps;
  /** Samples without sound until now. */
  quiet: number;
  sampleRate: number;
  lastPicture: number;
  isEnded: boolean;
};

type Watching = { testGaps?: Watch };

/**
 * Runs in the page before its own scripts: a steady tone instead of the microphone, so that silence is always a fault.
 */
export function speakSteadily(): void {
  const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await native(wanted);
    const [microphone] = stream.getAudioTracks();
    if (microphone !== undefined) {
      const context = new AudioContext();
      const tone = new OscillatorNode(context, { frequency: 440 });
      const target = new MediaStreamAudioDestinationNode(context);
      tone.connect(new GainNode(context, { gain: 0.3 })).connect(target);
      tone.start();
      stream.removeTrack(microphone);
      for (const track of target.stream.getAudioTracks()) {
        stream.addTrack(track);
      }
    }
    return stream;
  };
}

/** In the page: watches what a person hears and sees, that is every sample of what plays aloud and the pictures that stand in front. */
export function watchGaps(page: Evaluating): Promise<void> {
  return page.evaluate(() => {
    const global = globalThis as unknown as Watching;
    if (global.testGaps !== undefined) {
      global.testGaps.isEnded = true;
    }
    const context = new AudioContext();
    const watch: Watch = {
      gaps: { soundMs: 0, pictureMs: 0 },
      quiet: 0,
      sampleRate: context.sampleRate,
      lastPicture: performance.now(),
      isEnded: false,
    };
    global.testGaps = watch;

    // As much as a page may be late that shares two cores with a server and another browser.
    const samples = new Float32Array(32_768);
    const listeners = new Map<MediaStream, AnalyserNode>();
    const listen = (stream: MediaStream) => {
      const known = listeners.get(stream);
      if (known !== undefined) {
        return known;
      }
      const analyser = new AnalyserNode(context, { fftSize: samples.length });
      new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(analyser);
      listeners.set(stream, analyser);
      return analyser;
    };
    let heardUntil = context.currentTime;
    const hear = () => {
      const elements = [...document.querySelectorAll('audio')];
      const streams = elements.flatMap(({ srcObject, muted }) =>
        srcObject instanceof MediaStream ? [{ analyser: listen(srcObject), muted }] : [],
      );
      const aloud = streams.find(({ muted }) => !muted)?.analyser;
      const now = context.currentTime;
      const isNew = Math.min(samples.length, Math.round((now - heardUntil) * context.sampleRate));
      heardUntil = now;
      if (aloud === undefined) {
        watch.quiet += isNew;
      } else {
        aloud.getFloatTimeDomainData(samples);
        for (const sample of samples.subarray(samples.length - isNew)) {
          watch.quiet = Math.abs(sample) < 0.003 ? watch.quiet + 1 : 0;
          watch.gaps.soundMs = Math.max(watch.gaps.soundMs, (1000 * watch.quiet) / context.sampleRate);
        }
      }
      watch.gaps.soundMs = Math.max(watch.gaps.soundMs, (1000 * watch.quiet) / context.sampleRate);
    };

    const seen = new WeakMap<HTMLVideoElement, number>();
    const look = (video: HTMLVideoElement) => {
      if (watch.isEnded || !video.isConnected) {
        return;
      }
      video.requestVideoFrameCallback((_, { presentationTime, presentedFrames }) => {
        if (!video.classList.contains('video-coming')) {
          // A page that is late is told of the last picture only, but how many there were.
          const before = seen.get(video) ?? -1;
          const pictures = before < 0 ? 1 : Math.max(1, presentedFrames - before);
          watch.gaps.pictureMs = Math.max(watch.gaps.pictureMs, (presentationTime - watch.lastPicture) / pictures);
          watch.lastPicture = Math.max(watch.lastPicture, presentationTime);
        }
        seen.set(video, presentedFrames);
        look(video);
      });
    };

    const timer = setInterval(() => {
      if (watch.isEnded) {
        clearInterval(timer);
        void context.close();
        return;
      }
      hear();
      const remote = '[data-testid^="tile-"]:not([data-testid="tile-self"]) video';
      for (const video of document.querySelectorAll<HTMLVideoElement>(remote)) {
        if (!seen.has(video)) {
          seen.set(video, -1);
          look(video);
        }
      }
    }, 50);
  });
}

/** What was the longest, also when it lasts still. */
export function readGaps(page: Evaluating): Promise<Gaps> {
  return page.evaluate(() => {
    const watch = (globalThis as unknown as Watching).testGaps;
    if (watch === undefined) {
      throw new Error('Nobody watches this page.');
    }
    return {
      soundMs: Math.round(watch.gaps.soundMs),
      pictureMs: Math.round(Math.max(watch.gaps.pictureMs, performance.now() - watch.lastPicture)),
    };
  });
}
