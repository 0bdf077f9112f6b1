import type { Browser, BrowserContext, Page } from '@playwright/test';
import { runningServer } from '../server/server.ts';
import { rememberPeers } from '../watch/media.ts';

export type Language = 'zh-CN' | 'en';
export type Surroundings = { language?: Language; viewport?: { width: number; height: number } };

export const desk = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** One person's browser: own cookies, own language, every peer connection remembered. */
export async function openContext(
  browser: Browser,
  { language = 'zh-CN', viewport = desk }: Surroundings = {},
): Promise<BrowserContext> {
  const isPhone = viewport.width < 600;
  const context = await browser.newContext({
    baseURL: runningServer().origin,
    // Only the test's own proxy has a certificate, and nobody vouches for it.
    ignoreHTTPSErrors: true,
    locale: language,
    timezoneId: 'Asia/Shanghai',
    viewport,
    hasTouch: isPhone,
    isMobile: isPhone,
    permissions: ['camera', 'microphone'],
  });
  await context.addInitScript(rememberPeers);
  await context.addInitScript((chosen) => {
    if (localStorage.getItem('telehealth.language') === null) {
      localStorage.setItem('telehealth.language', chosen);
    }
  }, language);
  return context;
}

type Body = Record<string, unknown> | readonly unknown[];

/** The API as this person's browser may use it, for the parts of a journey that a test does not look at. */
export async function api<T>(
  who: BrowserContext | Page,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: Body,
): Promise<T> {
  const answer = await who.request.fetch(runningServer().origin + path, {
    method,
    headers: { 'X-Telehealth': '1', Accept: 'application/json' },
    ...(body === undefined ? {} : { data: body }),
    timeout: 15_000,
  });
  if (!answer.ok()) {
    throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
  }
  const text = await answer.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
