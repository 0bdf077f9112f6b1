import { test } from '@playwright/test';
import { openPhone } from '../people/patient.ts';
import { inviteSomebody, openStaff } from '../people/staff.ts';
import { report, spread } from './report.ts';

const rounds = 5;
const kbps = 400;
const roundTripMs = 400;
const slowdown = 4;

/** A three-year-old phone on a village line opens the link for the first time: until the first button can be used. */
test('entry', async ({ browser }) => {
  const doctor = await openStaff(browser, 'specialist');
  const { invitation } = await inviteSomebody(doctor);
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    const measured = await openOnce(browser, `/join${new URL(invitation.url).hash}`);
    times.push(measured.elapsedMs);
    bytes = measured.bytes;
    process.stderr.write(`round ${round + 1}: ${measured.elapsedMs.toFixed(0)} ms\n`);
  }
  report(
    'entry',
    { rounds, kbps, roundTripMs, cpuSlowdown: slowdown, browser: browser.version() },
    { compressedBytes: bytes, ...spread(times) },
  );
});

async function openOnce(
  browser: import('@playwright/test').Browser,
  link: string,
): Promise<{ elapsedMs: number; bytes: number }> {
  const { context, page } = await openPhone(browser);
  const protocol = await context.newCDPSession(page);
  let bytes = 0;
  let isCounting = true;
  await protocol.send('Network.enable');
  protocol.on('Network.loadingFinished', (finished) => {
    bytes += isCounting ? finished.encodedDataLength : 0;
  });
  await protocol.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: roundTripMs,
    downloadThroughput: (kbps * 1000) / 8,
    uploadThroughput: (kbps * 1000) / 8,
  });
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const startedAt = performance.now();
  await page.goto(link, { waitUntil: 'commit' });
  await page.getByTestId('patient-confirm').waitFor();
  // Usable, not only painted: the page answers a frame.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(true))));
  const elapsedMs = performance.now() - startedAt;
  isCounting = false;
  await context.close();
  return { elapsedMs, bytes };
}
