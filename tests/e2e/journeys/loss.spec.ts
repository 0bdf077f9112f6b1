import { expect, test } from '@playwright/test';
import { chain, delay, randomLoss } from '../network/impairments.ts';
import { Link } from '../network/link.ts';
import { newRoom, ownAddress } from '../room/room.ts';
import { visit } from '../room/visitors.ts';
import { runningServer } from '../server/server.ts';
import { seesAndHears } from '../watch/media.ts';
import { type Received, readReceived, smoothness } from '../watch/smoothness.ts';

const listenSeconds = 15;
// Everything made up counts, silence too; a broken line has 100. Downwards the server repeats as much as the loss asks for; upwards
// the browser's own estimate falls with the loss, and the goal of 4 % is followed by measure:impairment.
const mostMadeUp = { near: 35, far: 15 };

test('With 30 % of all packets lost both ways, both still hear speech', async ({ browser }) => {
  const link = await Link.open({ address: ownAddress(), port: runningServer().udpPort });
  const room = newRoom();
  const near = await visit(browser, { room, seat: 'near' });
  const far = await visit(browser, { room, seat: 'far', linkPort: link.port });
  try {
    const both = [near.page, far.page];
    for (const page of both) {
      await seesAndHears('each side before the loss', page, { videos: 1, audios: 1 });
    }
    link.impairment = chain(randomLoss(0.3, 5), delay(20));
    // The jitter buffers and the pace of repeats settle on the new network.
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const before = await Promise.all(both.map(readReceived));
    await new Promise((resolve) => setTimeout(resolve, listenSeconds * 1_000));
    const after = await Promise.all(both.map(readReceived));
    const heard = after.map((now, index) =>
      smoothness(before[index] as Received, now, listenSeconds),
    );
    const words = JSON.stringify(heard);
    expect(heard[0]?.concealedPercent, `near and far: ${words}`).toBeLessThanOrEqual(mostMadeUp.near);
    expect(heard[1]?.concealedPercent, `near and far: ${words}`).toBeLessThanOrEqual(mostMadeUp.far);
  } finally {
    await far.context.close();
    await near.context.close();
    link.close();
  }
});
