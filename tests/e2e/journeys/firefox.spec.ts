import { expect, test } from '@playwright/test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { firefoxPath } from '../chromium.ts';
import { accept, inCall } from '../people/doctor.ts';
import { birthYearOf, inviteSomebody, openStaff } from '../people/staff.ts';
import { runningServer } from '../server/server.ts';
import { rememberPeers, seesAndHears } from '../watch/media.ts';

test('A patient with Firefox and a specialist with Chromium see and hear each other', async ({
  browser,
}) => {
  const doctor = await openStaff(browser, 'specialist');
  const { patient, invitation } = await inviteSomebody(doctor);
  const firefox = await openFirefox();
  try {
    const page = await firefox.newPage();
    await page.evaluateOnNewDocument(rememberPeers);
    await page.goto(`${runningServer().origin}/join`);
    await queueInPage(page, new URL(invitation.url).hash.slice(1), {
      name: patient.name,
      birthYear: birthYearOf(patient),
    });
    await page.goto(`${runningServer().origin}/join`);
    await page.waitForSelector('[data-testid="patient-waiting"]', { timeout: 15_000 });

    await doctor.page.goto('/desk');
    await accept(doctor.page, patient.name);
    const enter = await page.waitForSelector('[data-testid="patient-enter"]', { timeout: 15_000 });
    await enter?.click();
    await inCall(doctor.page);
    await page.waitForSelector('[data-testid="call"][data-state="joined"]', { timeout: 20_000 });
    await Promise.all([
      seesAndHears('the specialist with Chromium', doctor.page, { videos: 1, audios: 1 }, 40_000),
      seesAndHears('the patient with Firefox', page, { videos: 1, audios: 1 }, 40_000),
    ]);
    expect(await page.$('[data-testid="call"]')).not.toBeNull();
  } finally {
    await firefox.close();
    await doctor.context.close();
  }
});

function openFirefox(): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath,
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'intl.accept_languages': 'zh-CN',
    },
  });
}

/** The patient's steps before the queue, in the page itself, so that the cookies are Firefox's own. */
async function queueInPage(
  page: Page,
  secret: string,
  person: { name: string; birthYear: number },
): Promise<void> {
  await page.evaluate(
    async (knownSecret, { name, birthYear }) => {
      const send = async (method: string, path: string, body: unknown) => {
        const answer = await fetch(path, {
          method,
          headers: { 'X-Telehealth': '1', 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        });
        if (!answer.ok) {
          throw new Error(`${path} answered ${answer.status}`);
        }
      };
      await send('POST', '/api/invitations/confirm', { secret: knownSecret, name, birthYear });
      const consent = (await (await fetch('/api/consents/current')).json()) as { version: string };
      await send('POST', '/api/my/consultation/consent', {
        version: consent.version,
        language: 'zh-CN',
      });
      await send('PUT', '/api/my/consultation/complaint', {
        symptoms: ['cough'],
        text: '咳嗽三天',
        duration: 'days',
        severity: 'mild',
        redFlags: [],
      });
      await send('POST', '/api/my/consultation/queue', {});
    },
    secret,
    person,
  );
}
