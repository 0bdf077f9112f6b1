import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Browser as Firefox, Page as FirefoxPage } from 'puppeteer-core';
import { runningServer } from '../server/server.ts';
import { rememberPeers } from '../watch/media.ts';
import { roomPageScript } from './bundle.ts';
import { preparation, prepare, type Visit } from './room.ts';

// A page of the server's origin without scripts of its own.
const blankPath = '/health/live';

/** Enters a room with Chromium, camera and microphone on. */
export async function visit(
  browser: Browser,
  wanted: Visit,
): Promise<{ context: BrowserContext; page: Page }> {
  const { origin } = wanted.server ?? runningServer();
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1000, height: 700 },
    permissions: ['camera', 'microphone'],
  });
  await context.addInitScript(rememberPeers);
  await context.addInitScript(prepare, preparation(wanted));
  if (wanted.network !== undefined) {
    await context.addInitScript(wanted.network);
  }
  const page = await context.newPage();
  await page.goto(blankPath);
  await page.evaluate(roomPageScript());
  return { context, page };
}

/** The same with Firefox. */
export async function visitWithFirefox(firefox: Firefox, wanted: Visit): Promise<FirefoxPage> {
  const { origin } = wanted.server ?? runningServer();
  const page = await firefox.newPage();
  await page.evaluateOnNewDocument(rememberPeers);
  await page.evaluateOnNewDocument(prepare, preparation(wanted));
  if (wanted.network !== undefined) {
    await page.evaluateOnNewDocument(wanted.network);
  }
  await page.goto(origin + blankPath);
  await page.evaluate(roomPageScript());
  return page;
}
