import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, expect, test } from '@playwright/test';
import { accept, inCall } from '../people/doctor.ts';
import { confirmIdentity, consentByApi, describe, openPhone, queueByApi } from '../people/patient.ts';
import { runningServer } from '../server/server.ts';
import { birthYearOf, inviteSomebody, type ListedPatient, openStaff } from '../people/staff.ts';

async function invitePatient(browser: Browser) {
  const doctor = await openStaff(browser, 'specialist');
  const { patient, invitation } = await inviteSomebody(doctor);
  return { doctor, patient, invitation, link: `/join${new URL(invitation.url).hash}` };
}

test('A wrong birth year five times locks the link, kindly', async ({ browser }) => {
  const { doctor, patient, link } = await invitePatient(browser);
  const { context, page } = await openPhone(browser);
  await page.goto(link);
  await page.getByTestId('patient-name').fill(patient.name);
  for (const left of [4, 3, 2, 1]) {
    await page.getByTestId('patient-birth-year').fill(String(birthYearOf(patient) - left));
    await page.getByTestId('patient-confirm').click();
    await expect(page.getByTestId('patient-mismatch')).toContainText(`${left} 次`);
  }
  await page.getByTestId('patient-birth-year').fill(String(birthYearOf(patient) - 9));
  await page.getByTestId('patient-confirm').click();
  await expect(page.getByTestId('patient-refused-locked')).toBeVisible();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByTestId('patient-refused-locked')).toBeVisible();
  await context.close();
  await doctor.context.close();
});

test('A used link tells another phone so, and an unknown one says what to do', async ({
  browser,
}) => {
  const { doctor, patient, invitation, link } = await invitePatient(browser);
  const first = await openPhone(browser);
  await confirmIdentity(first.page, invitation, patient);
  const second = await openPhone(browser);
  await second.page.goto(link);
  await expect(second.page.getByTestId('patient-refused-used')).toBeVisible();
  await second.page.goto('about:blank');
  await second.page.goto(`/join#${randomBytes(24).toString('base64url')}`);
  await expect(second.page.getByTestId('patient-refused-unknown')).toBeVisible();
  for (const one of [doctor, first, second]) {
    await one.context.close();
  }
});

test('The short code read aloud opens the same visit', async ({ browser }) => {
  const { doctor, invitation } = await invitePatient(browser);
  const { context, page } = await openPhone(browser);
  await page.goto('/join');
  await page.getByTestId('patient-code').fill('123');
  await page.getByTestId('patient-open').click();
  await expect(page.getByRole('alert')).toContainText('8 位');
  await page.getByTestId('patient-code').fill(invitation.shortCode);
  await page.getByTestId('patient-open').click();
  await expect(page.getByTestId('patient-name')).toBeVisible();
  await context.close();
  await doctor.context.close();
});

test('The second tab of one patient takes the visit over', async ({ browser }) => {
  const { doctor, patient, invitation } = await invitePatient(browser);
  const { context, page } = await openPhone(browser);
  await queueByApi(context, invitation, patient);
  await page.goto('/join');
  await expect(page.getByTestId('patient-waiting')).toBeVisible();
  const second = await context.newPage();
  await second.goto('/join');
  await expect(second.getByTestId('patient-waiting')).toBeVisible();
  await expect(page.getByTestId('patient-elsewhere')).toBeVisible();
  await page.getByTestId('patient-elsewhere').getByRole('button').click();
  await expect(page.getByTestId('patient-waiting')).toBeVisible();
  await expect(second.getByTestId('patient-elsewhere')).toBeVisible();
  await context.close();
  await doctor.context.close();
});

test('Who refuses the camera reads what to do, and can be seen by voice alone', async ({
  browser,
}) => {
  const { doctor, patient, invitation } = await invitePatient(browser);
  const { context, page } = await openPhone(browser);
  await refuseCamera(context);
  await confirmIdentity(page, invitation, patient);
  await page.getByTestId('patient-accept').click();
  await describe(page);
  await page.getByTestId('patient-photos-next').click();
  await page.getByTestId('patient-devices-start').click();
  await expect(page.getByTestId('patient-problem-camera')).toContainText('允许');
  await expect(page.getByTestId('patient-check-microphone').locator('meter')).toBeAttached();
  await expect(page.getByTestId('patient-devices-next')).toContainText('不用摄像头');
  await page.getByTestId('patient-devices-next').click();
  await expect(page.getByTestId('patient-waiting')).toBeVisible();

  await doctor.page.goto('/desk');
  await accept(doctor.page, patient.name);
  await page.getByTestId('patient-enter').click();
  await inCall(page);
  await context.close();
  await doctor.context.close();
});

async function refuseCamera(context: import('@playwright/test').BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const { mediaDevices } = navigator;
    const native = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
      if (wanted?.video) {
        throw new DOMException('Permission denied', 'NotAllowedError');
      }
      return native(wanted);
    };
  });
}

test('What is no photo, and what is 40 MB, is refused in plain words', async ({ browser }) => {
  const { doctor, patient, invitation } = await invitePatient(browser);
  const { context, page } = await openPhone(browser);
  await toPhotos(page, context, invitation, patient);
  const input = page.getByTestId('patient-photo-file');
  const problem = page.getByTestId('patient-photo-problem');

  await input.setInputFiles({
    name: 'notes.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('this is no picture'),
  });
  await expect(problem).toContainText('不是照片');
  await problem.getByRole('button').last().click();

  const huge = path.join(runningServer().dataFolder, 'huge.jpg');
  writeFileSync(huge, Buffer.alloc(40 * 1024 * 1024, 7));
  await input.setInputFiles(huge);
  await expect(problem).toContainText('太大');
  await problem.getByRole('button').last().click();

  await input.setInputFiles({ name: 'tongue.png', mimeType: 'image/png', buffer: onePixelPng });
  await expect(page.locator('.patient-photos img')).toHaveCount(1);
  await page.locator('.patient-photo-remove').click();
  await page.locator('.patient-photo-ask button').first().click();
  await expect(page.locator('.patient-photos img')).toHaveCount(0);
  await context.close();
  await doctor.context.close();
});

async function toPhotos(
  page: import('@playwright/test').Page,
  context: import('@playwright/test').BrowserContext,
  invitation: { url: string; id: string; shortCode: string; consultationId: string },
  patient: ListedPatient,
): Promise<void> {
  await confirmIdentity(page, invitation, patient);
  await consentByApi(context);
  await page.reload();
  await describe(page);
}

const onePixelPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('A danger sign says to call 120, and the request stays open', async ({ browser }) => {
  const { doctor, patient, invitation } = await invitePatient(browser);
  const { context, page } = await openPhone(browser);
  await confirmIdentity(page, invitation, patient);
  await page.getByTestId('patient-accept').click();
  await page.getByTestId('patient-complaint').locator('input[value="chestPain"]').check({ force: true });
  await page.getByTestId('patient-complaint-next').click();
  await page.getByTestId('patient-red-flags').locator('input[value="A01"]').check({ force: true });
  await page.getByTestId('patient-red-flags-next').click();
  const advice = page.getByTestId('patient-emergency');
  await expect(advice.locator('a[href="tel:120"]')).toBeVisible();
  await page.getByTestId('patient-emergency-understood').click();
  await expect(page.getByTestId('patient-photos')).toBeVisible();
  await context.close();
  await doctor.context.close();
});
