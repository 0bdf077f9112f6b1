import { until } from './until.ts';

/** A page of any driver: Playwright's and Puppeteer's both evaluate a function in the page. */
export type Evaluating = { evaluate<T>(inPage: () => T | Promise<T>): Promise<T> };

export type RemoteVideo = {
  id: string;
  framesDecoded: number;
  width: number;
  /** What a failure is understood by. */
  arrived: { packets: number; frames: number; keyFrames: number; asked: number; nacks: number };
};
export type RemoteAudio = { id: string; packets: number; energy: number };
export type Received = { videos: RemoteVideo[]; audios: RemoteAudio[] };

/** Runs in the page before its own scripts: remembers every peer connection, changes nothing about it. */
export function rememberPeers(): void {
  const page = globalThis as unknown as { testPeers: RTCPeerConnection[] };
  page.testPeers = [];
  const Native = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      page.testPeers.push(this);
    }
  };
}

export function received(page: Evaluating): Promise<Received> {
  return page.evaluate(async () => {
    const peers = (globalThis as unknown as { testPeers?: RTCPeerConnection[] }).testPeers ?? [];
    const videos: RemoteVideo[] = [];
    const audios: { id: string; packets: number; energy: number }[] = [];
    for (const [index, peer] of peers.entries()) {
      if (peer.connectionState === 'closed') {
        continue;
      }
      const live = new Set(
        peer
          .getTransceivers()
          .filter((one) => one.currentDirection === 'recvonly' || one.currentDirection === 'sendrecv')
          .map((one) => one.mid),
      );
      for (const report of (await peer.getStats()).values()) {
        if (report.type !== 'inbound-rtp' || (report.mid !== undefined && !live.has(report.mid))) {
          continue;
        }
        const id = `${index}/${report.id}`;
        if (report.kind === 'video') {
          videos.push({
            id,
            framesDecoded: report.framesDecoded ?? 0,
            width: report.frameWidth ?? 0,
            arrived: {
              packets: report.packetsReceived ?? 0,
              frames: report.framesReceived ?? 0,
              keyFrames: report.keyFramesDecoded ?? 0,
              asked: report.pliCount ?? 0,
              nacks: report.nackCount ?? 0,
            },
          });
        } else {
          audios.push({
            id,
            packets: report.packetsReceived ?? 0,
            energy: report.totalAudioEnergy ?? 0,
          });
        }
      }
    }
    return { videos, audios };
  });
}

/** Every one of so many remote people is seen moving and is heard: frames are decoded and sound has energy, now. */
export async function seesAndHears(
  who: string,
  page: Evaluating,
  expected: { videos: number; audios: number },
  timeoutMs = 25_000,
): Promise<void> {
  const growingFor = 5;
  let before = await received(page);
  let after = before;
  await until(
    `${who} sees ${expected.videos} and hears ${expected.audios} others`,
    async () => {
      after = await received(page);
      const videos = after.videos.filter((video) => {
        const earlier = before.videos.find((one) => one.id === video.id);
        return earlier !== undefined && video.framesDecoded >= earlier.framesDecoded + growingFor;
      });
      const audios = after.audios.filter((audio) => {
        const earlier = before.audios.find((one) => one.id === audio.id);
        return (
          earlier !== undefined &&
          audio.packets >= earlier.packets + growingFor &&
          audio.energy > earlier.energy
        );
      });
      const isEnough = videos.length >= expected.videos && audios.length >= expected.audios;
      if (!isEnough && isNewSet(before, after)) {
        before = after;
      }
      return isEnough;
    },
    timeoutMs,
    () => `First ${JSON.stringify(before)}, last ${JSON.stringify(after)}`,
  );
}

function isNewSet(before: Received, after: Received): boolean {
  const ids = (all: Received) => [...all.videos, ...all.audios].map((one) => one.id).join();
  return ids(before) !== ids(after);
}
