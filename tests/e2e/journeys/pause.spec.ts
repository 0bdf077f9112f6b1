import { type Page, test } from '@playwright/test';
import type { RoomPage } from '../room/page.ts';
import { newRoom } from '../room/room.ts';
import { visit } from '../room/visitors.ts';
import { seesAndHears } from '../watch/media.ts';
import { until } from '../watch/until.ts';

test('A camera that nobody looks at rests, and its picture is back as soon as somebody does', async ({ browser }) => {
  const room = newRoom();
  const publisher = await visit(browser, { room, seat: 'a' });
  const viewer = await visit(browser, { room, seat: 'b' });
  await seesAndHears('the viewer', viewer.page, { videos: 1, audios: 1 }, 30_000);

  await setDisplay(viewer.page, 'none');
  await until('the camera rests', async () => (await layersSent(publisher.page)) === 0, 20_000);
  const before = await framesShown(viewer.page);
  await setDisplay(viewer.page, '');
  await until('the camera is back', async () => (await layersSent(publisher.page)) > 0, 5_000);
  await until('the picture moves', async () => (await framesShown(viewer.page)) > before + 5, 10_000);

  await publisher.context.close();
  await viewer.context.close();
});

const setDisplay = (page: Page, display: string) =>
  page.evaluate((wanted) => {
    document.body.style.display = wanted;
  }, display);

/** How many layers of its camera the browser sends. */
const layersSent = (page: Page) =>
  page.evaluate(() => {
    const { room } = (globalThis as unknown as { testRoom: RoomPage }).testRoom;
    const camera = room.publisher.connection?.getSenders().find(({ track }) => track?.kind === 'video');
    return camera?.getParameters().encodings.filter(({ active }) => active !== false).length ?? -1;
  });

const framesShown = (page: Page) =>
  page.evaluate(async () => {
    const { room } = (globalThis as unknown as { testRoom: RoomPage }).testRoom;
    const stats = await room.subscriber.connection?.getStats();
    let frames = 0;
    stats?.forEach((one) => {
      frames += one.type === 'inbound-rtp' && one.kind === 'video' ? (one.framesDecoded ?? 0) : 0;
    });
    return frames;
  });
