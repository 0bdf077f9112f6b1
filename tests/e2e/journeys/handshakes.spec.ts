import { type Browser, expect, test } from '@playwright/test';
import puppeteer, { type Browser as Firefox } from 'puppeteer-core';
import { firefoxPath } from '../chromium.ts';
import { chain, delay, disorder, only, randomLoss } from '../network/impairments.ts';
import { type Datagram, type Impairment, Link } from '../network/link.ts';
import { newRoom, ownAddress, type Visit } from '../room/room.ts';
import { visit, visitWithFirefox } from '../room/visitors.ts';
import { runningServer } from '../server/server.ts';
import { type Evaluating, seesAndHears } from '../watch/media.ts';

// In each visit the browser is the DTLS server of the connection on which it publishes (we answer a=setup:active) and the
// client of the one on which it subscribes, so both roles of both browsers are held against each network.
const isDtls = ({ kind }: Datagram) => kind === 'dtls';

/** Of each flight the first datagram is lost, once per direction and association: a ClientHello with post-quantum keys has two. */
function firstFragmentLost(): Impairment {
  const seen = new Set<string>();
  return only(isDtls, ({ direction, bytes }) => {
    const messageType = bytes[13];
    const key = `${direction} ${messageType}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst ? [] : [0];
  });
}

const networks: { name: string; make: () => Impairment }[] = [
  { name: 'the first datagram of each handshake message is lost', make: firstFragmentLost },
  { name: 'every handshake datagram comes twice', make: () => only(isDtls, disorder(0, 0, 1)) },
  {
    name: 'half of the handshake datagrams overtake each other',
    make: () => only(isDtls, disorder(0.5, 40, 0, 7)),
  },
  {
    name: '30 % of all datagrams are lost',
    make: () => chain(randomLoss(0.3, 11), delay(10)),
  },
];

type Visitor = { page: Evaluating; close: () => Promise<void> };

const browsers: Record<string, (browser: Browser, firefox: Firefox, wanted: Visit) => Promise<Visitor>> = {
  Chromium: async (browser, _, wanted) => {
    const { context, page } = await visit(browser, wanted);
    return { page, close: () => context.close() };
  },
  Firefox: async (_, firefox, wanted) => {
    const page = await visitWithFirefox(firefox, wanted);
    return { page, close: () => page.close() };
  },
};

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

for (const [name, open] of Object.entries(browsers)) {
  for (const network of networks) {
    test(`${name} connects in both DTLS roles although ${network.name}`, async ({ browser }) => {
      const room = newRoom();
      const link = await Link.open(
        { address: ownAddress(), port: runningServer().udpPort },
        network.make(),
      );
      const other = await visit(browser, { room, seat: 'near' });
      const far = await open(browser, firefox, { room, seat: 'far', linkPort: link.port });
      try {
        await Promise.all([
          seesAndHears(`${name} behind the bad network`, far.page, { videos: 1, audios: 1 }, 40_000),
          seesAndHears('the other side', other.page, { videos: 1, audios: 1 }, 40_000),
        ]);
        expect(link.counts.up).toBeGreaterThan(0);
        expect(link.counts.down).toBeGreaterThan(0);
      } finally {
        await far.close();
        await other.context.close();
        link.close();
      }
    });
  }
}
