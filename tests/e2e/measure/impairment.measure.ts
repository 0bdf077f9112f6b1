import { type Page, test } from '@playwright/test';
import { burstLoss, chain, delay, disorder, randomLoss, rate } from '../network/impairments.ts';
import { type Impairment, Link } from '../network/link.ts';
import { newRoom, ownAddress } from '../room/room.ts';
import { visit } from '../room/visitors.ts';
import { runningServer } from '../server/server.ts';
import { seesAndHears } from '../watch/media.ts';
import { readReceived, type Smoothness, smoothness } from '../watch/smoothness.ts';
import { report } from './report.ts';

const settleSeconds = 8;
const seconds = 30;
const capture = { width: 640, height: 360, frameRate: 15 };

const networks: Record<string, () => Impairment> = {
  none: () => delay(20),
  loss5: () => chain(randomLoss(0.05), delay(20)),
  loss10: () => chain(randomLoss(0.1), delay(20)),
  loss30: () => chain(randomLoss(0.3), delay(20)),
  bursts: () => chain(burstLoss(0.05, 200), disorder(0.05, 40, 0.01), delay(20)),
  roundTrip300: () => delay(150),
  rate256: () => chain(rate(256, 400), delay(20)),
  rate64: () => chain(rate(64, 600), delay(150)),
};

type Figures = Record<string, Smoothness & { recoveryMs: number }>;

/** Two Chromium in one room, one of them behind a bad network both ways; what each of them then hears and sees. */
test('impairment', async ({ browser }) => {
  test.setTimeout(1_200_000);
  const near: Figures = {};
  const far: Figures = {};
  for (const [name, make] of Object.entries(networks)) {
    const link = await Link.open({ address: ownAddress(), port: runningServer().udpPort });
    const room = newRoom();
    const here = await visit(browser, { room, seat: 'near', capture });
    const there = await visit(browser, { room, seat: 'far', capture, linkPort: link.port });
    const both = [here.page, there.page];
    for (const page of both) {
      await seesAndHears('each side on a good network', page, { videos: 1, audios: 1 });
    }
    await wait(settleSeconds);
    link.impairment = make();
    await wait(settleSeconds);
    const before = await Promise.all(both.map(readReceived));
    await wait(seconds);
    const after = await Promise.all(both.map(readReceived));
    link.impairment = delay(20);
    const recoveryMs = await Promise.all(both.map(untilMoving));
    for (const [index, side] of [near, far].entries()) {
      const [from, to] = [before[index], after[index]];
      if (from !== undefined && to !== undefined) {
        side[name] = { ...smoothness(from, to, seconds), recoveryMs: recoveryMs[index] ?? -1 };
      }
    }
    process.stderr.write(`${name}: ${JSON.stringify([near[name], far[name]])}\n`);
    await here.context.close();
    await there.context.close();
    link.close();
  }
  const results: Record<string, number> = {};
  for (const name of Object.keys(networks)) {
    for (const [side, figures] of Object.entries({ near, far })) {
      for (const [figure, value] of Object.entries(figures[name] ?? {})) {
        results[`${name}.${side}.${figure}`] = value;
      }
    }
  }
  report('impairment-chromium', { seconds, settleSeconds, capture, browser: browser.version() }, results);
});

const wait = (given: number) => new Promise((resolve) => setTimeout(resolve, given * 1_000));

/** How long after the network is good again until a second with at least ten pictures ends; -1: not within 20 s. */
async function untilMoving(page: Page): Promise<number> {
  const startedAt = Date.now();
  while (Date.now() - startedAt < 20_000) {
    const { frames } = await readReceived(page);
    await wait(1);
    if ((await readReceived(page)).frames >= frames + 10) {
      return Date.now() - startedAt;
    }
  }
  return -1;
}
