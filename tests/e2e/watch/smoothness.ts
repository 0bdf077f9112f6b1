import type { Evaluating } from './media.ts';

/** What one browser has received so far, over all its peer connections that are open. */
export type Received = {
  samples: number;
  concealed: number;
  freezes: number;
  freezeSeconds: number;
  frames: number;
  width: number;
};

export function readReceived(page: Evaluating): Promise<Received> {
  return page.evaluate(async () => {
    const sum = {
      samples: 0,
      concealed: 0,
      freezes: 0,
      freezeSeconds: 0,
      frames: 0,
      width: 0,
    };
    const peers = (globalThis as unknown as { testPeers?: RTCPeerConnection[] }).testPeers ?? [];
    for (const peer of peers.filter((one) => one.connectionState !== 'closed')) {
      for (const one of (await peer.getStats()).values()) {
        if (one.type !== 'inbound-rtp') {
          continue;
        }
        sum.samples += one.totalSamplesReceived ?? 0;
        sum.concealed += one.concealedSamples ?? 0;
        sum.freezes += one.freezeCount ?? 0;
        sum.freezeSeconds += one.totalFreezesDuration ?? 0;
        sum.frames += one.framesDecoded ?? 0;
        sum.width = Math.max(sum.width, one.frameWidth ?? 0);
      }
    }
    return sum;
  });
}

export type Smoothness = {
  concealedPercent: number;
  freezesPerMinute: number;
  framesPerSecond: number;
  width: number;
};

/** How sound and picture came through between two readings. All that was made up counts, also where it faded to silence. */
export function smoothness(before: Received, after: Received, seconds: number): Smoothness {
  const samples = after.samples - before.samples;
  const concealed = after.concealed - before.concealed;
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    concealedPercent: round(samples === 0 ? 100 : (100 * concealed) / samples),
    freezesPerMinute: round(((after.freezes - before.freezes) * 60) / seconds),
    framesPerSecond: round((after.frames - before.frames) / seconds),
    width: after.width,
  };
}
