import { type Browser, chromium as playwright, test } from '@playwright/test';
import { chromiumArguments, chromiumPath, firefoxPath } from '../chromium.ts';
import puppeteer from 'puppeteer-core';
import { accept, end, inCall } from '../people/doctor.ts';
import { openPhone, queueByApi } from '../people/patient.ts';
import { inviteSomebody, openStaff } from '../people/staff.ts';
import { newRoom } from '../room/room.ts';
import { visit, visitWithFirefox } from '../room/visitors.ts';
import { type Relay, startRelay } from '../server/relay.ts';
import { runningServer, startWith } from '../server/server.ts';
import { seesAndHears } from '../watch/media.ts';
import { goesBy, onlyByRelay, type Way, withoutUdp } from '../watch/ways.ts';

let relay: Relay;
let browser: Browser;

test.beforeAll(async () => {
  relay = await startRelay();
  await startWith(relay.configuration);
  browser = await playwright.launch({
    executablePath: chromiumPath,
    args: [...chromiumArguments, `--ignore-certificate-errors-spki-list=${relay.trust}`],
    ignoreDefaultArgs: ['--mute-audio'],
  });
});

test.afterAll(async () => {
  await browser?.close();
  relay?.stop();
  await startWith({});
});

/** One whole call between a patient at home and a specialist, both behind the same kind of network. */
async function callBy(network: (() => void) | undefined, expected: Partial<Way>): Promise<void> {
  const doctor = await openStaff(browser, 'specialist');
  const phone = await openPhone(browser);
  if (network !== undefined) {
    await doctor.context.addInitScript(network);
    await phone.context.addInitScript(network);
  }
  const { patient, invitation } = await inviteSomebody(doctor);
  await queueByApi(phone.context, invitation, patient);
  await doctor.page.goto('/desk');
  await phone.page.goto('/join');
  await accept(doctor.page, patient.name);
  await phone.page.getByTestId('patient-enter').click();
  await Promise.all([inCall(doctor.page), inCall(phone.page)]);
  await Promise.all([
    seesAndHears('the specialist', doctor.page, { videos: 1, audios: 1 }),
    seesAndHears('the patient', phone.page, { videos: 1, audios: 1 }),
  ]);
  await goesBy('the specialist', doctor.page, expected);
  await goesBy('the patient', phone.page, expected);
  await end(doctor.page);
  await doctor.context.close();
  await phone.context.close();
}

test('A call where UDP passes goes by UDP, although TCP and a relay are offered', () =>
  callBy(undefined, {
    protocol: 'udp',
    remoteProtocol: 'udp',
    relayProtocol: '',
    remotePort: runningServer().udpPort,
  }));

test('A call where no UDP passes goes by TCP to the media server itself', () =>
  callBy(withoutUdp, {
    protocol: 'tcp',
    remoteProtocol: 'tcp',
    relayProtocol: '',
    remotePort: runningServer().udpPort,
  }));

test('A call where nothing passes but TLS goes by the relay', () =>
  callBy(onlyByRelay, { local: 'relay', relayProtocol: 'tls', remotePort: runningServer().udpPort }));

test('Firefox too goes by TCP where no UDP passes', async () => {
  const firefox = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath,
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
    },
  });
  const room = newRoom();
  const near = await visit(browser, { room, seat: 'near' });
  try {
    const far = await visitWithFirefox(firefox, { room, seat: 'far', network: withoutUdp });
    await Promise.all([
      seesAndHears('Firefox', far, { videos: 1, audios: 1 }, 40_000),
      seesAndHears('Chromium', near.page, { videos: 1, audios: 1 }, 40_000),
    ]);
    await goesBy('Firefox', far, { protocol: 'tcp', remotePort: runningServer().udpPort });
    await goesBy('Chromium', near.page, { protocol: 'udp', remotePort: runningServer().udpPort });
  } finally {
    await firefox.close();
    await near.context.close();
  }
});

test('A call by IPv6 alone', async () => {
  // For the rest of this file.
  await startWith({ Media__PublicAddresses__0: '::1' });
  await callBy(undefined, {
    protocol: 'udp',
    remoteAddress: '::1',
    remotePort: runningServer().udpPort,
  });
});
