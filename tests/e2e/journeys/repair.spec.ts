import { expect, type Page, test } from '@playwright/test';
import puppeteer, { type Browser as Firefox } from 'puppeteer-core';
import { firefoxPath } from '../chromium.ts';
import { chain, delay, randomLoss } from '../network/impairments.ts';
import { Link } from '../network/link.ts';
import type { RoomPage } from '../room/page.ts';
import { newRoom, ownAddress } from '../room/room.ts';
import { visit, visitWithFirefox } from '../room/visitors.ts';
import { runningServer } from '../server/server.ts';
import { type Evaluating, seesAndHears } from '../watch/media.ts';
import { until } from '../watch/until.ts';

type Sound = { received: number; lost: number };
type Asking = { evaluate: <T>(inPage: (seat: string) => Promise<T>, seat: string) => Promise<T> };

/** What came of the voice of one seat. */
function heard(page: Asking, seat: string): Promise<Sound | null> {
  return page.evaluate(async (wanted) => {
    const { testPeers, testRoom } = globalThis as unknown as {
      testPeers: RTCPeerConnection[];
      testRoom: RoomPage;
    };
    const track = testRoom.room.tracks.find((one) => one.seat === wanted && one.source === 'microphone');
    const id = track?.stream.getAudioTracks()[0]?.id;
    for (const peer of testPeers) {
      const all = await peer.getStats();
      for (const report of all.values()) {
        if (report.type === 'inbound-rtp' && report.kind === 'audio' && report.trackIdentifier === id) {
          return {
            received: report.packetsReceived ?? 0,
            lost: report.packetsLost ?? 0,
          };
        }
      }
    }
    return null;
  }, seat);
}

/** What a page prefers to send its voice as. */
function speaksAs(page: Evaluating): Promise<string> {
  return page.evaluate(() => {
    const peers = (globalThis as unknown as { testPeers: RTCPeerConnection[] }).testPeers;
    const sender = peers.flatMap((peer) => peer.getSenders()).find((one) => one.track?.kind === 'audio');
    return sender?.getParameters().codecs[0]?.mimeType ?? '';
  });
}

/** Key frames that the camera of a page was made to send, of all its layers. */
function keyFramesSent(page: Evaluating): Promise<number> {
  return page.evaluate(async () => {
    const peers = (globalThis as unknown as { testPeers: RTCPeerConnection[] }).testPeers;
    let sum = 0;
    for (const peer of peers) {
      for (const report of (await peer.getStats()).values()) {
        sum += report.type === 'outbound-rtp' && report.kind === 'video' ? (report.keyFramesEncoded ?? 0) : 0;
      }
    }
    return sum;
  });
}

/** Waits for the first shown picture of the speaker, and says after how long it came since the page asked for it. */
async function firstPicture(page: Page): Promise<number> {
  const startedAt = Date.now();
  await page.waitForFunction(
    () => {
      const tile = document.querySelector<HTMLVideoElement>('video[data-source="camera"]');
      return (tile?.videoWidth ?? 0) > 0 && (tile?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > 0;
    },
    undefined,
    { polling: 20, timeout: 15_000 },
  );
  return Date.now() - startedAt;
}

let firefox: Firefox;
test.beforeAll(async () => {
  firefox = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath,
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
    },
  });
});
test.afterAll(() => firefox.close());

test('A voice that loses every fifth packet on its way up is nearly whole for Chromium and for Firefox', async ({
  browser,
}) => {
  const room = newRoom();
  const link = await Link.open(
    { address: ownAddress(), port: runningServer().udpPort },
    chain(randomLoss(0.2, 5), delay(10)),
  );
  const speaker = await visit(browser, { room, seat: 'speaker', linkPort: link.port });
  const near = await visit(browser, { room, seat: 'chromium' });
  const far = await visitWithFirefox(firefox, { room, seat: 'firefox' });
  try {
    await seesAndHears('Chromium', near.page, { videos: 2, audios: 2 }, 60_000);
    await seesAndHears('Firefox', far, { videos: 2, audios: 2 }, 60_000);
    expect(await speaksAs(speaker.page)).toBe('audio/red');
    for (const page of [near.page, far]) {
      let sound = await heard(page, 'speaker');
      await until(
        'some hundred packets are heard',
        async () => ((sound = await heard(page, 'speaker'))?.received ?? 0) > 400,
        30_000,
        () => JSON.stringify(sound),
      );
      // A packet and the one that repeats it are both lost once in 25 times.
      const { received, lost } = sound as Sound;
      test.info().annotations.push({ type: 'voice', description: JSON.stringify(sound) });
      expect(lost / (received + lost)).toBeLessThan(0.12);
    }
  } finally {
    await speaker.context.close();
    await near.context.close();
    await far.close();
    link.close();
  }
});

test('Somebody who comes back within seconds sees at once, and the speaker need not send a key frame for it', async ({
  browser,
}) => {
  const room = newRoom();
  const speaker = await visit(browser, { room, seat: 'speaker' });
  const come = async () => {
    const guest = await visit(browser, { room, seat: 'guest' });
    const tookMs = await firstPicture(guest.page);
    await guest.context.close();
    return tookMs;
  };
  // The first guest starts the layers, and takes the sharpest that the speaker's browser has found room for.
  await come();
  const visits: { tookMs: number; keyFrames: number }[] = [];
  for (let turn = 0; turn < 5; turn++) {
    const before = await keyFramesSent(speaker.page);
    expect(before, 'key frames that the speaker counts').toBeGreaterThan(0);
    const tookMs = await come();
    visits.push({ tookMs, keyFrames: (await keyFramesSent(speaker.page)) - before });
  }
  const all = JSON.stringify(visits);
  test.info().annotations.push({ type: 'visits', description: all });
  // The speaker's browser also sends one by itself, when it begins a larger picture.
  expect(visits.filter(({ keyFrames }) => keyFrames === 0).length, all).toBeGreaterThanOrEqual(3);
  expect(visits.filter(({ tookMs }) => tookMs < 1_500).length, all).toBeGreaterThanOrEqual(3);
  await speaker.context.close();
});
