import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { api, openContext, phone, type Surroundings } from './person.ts';
import { birthYearOf, type Invitation, type ListedPatient } from './staff.ts';

export type PatientPhone = { context: BrowserContext; page: Page };

export async function openPhone(
  browser: Browser,
  options: Surroundings = {},
): Promise<PatientPhone> {
  const context = await openContext(browser, { viewport: phone, ...options });
  return { context, page: await context.newPage() };
}

/** Taps the whole way from the link to the waiting room, as a patient would. */
export async function walkToWaiting(
  page: Page,
  invitation: Invitation,
  patient: ListedPatient,
): Promise<void> {
  await confirmIdentity(page, invitation, patient);
  await page.getByTestId('patient-accept').click();
  await describe(page);
  await page.getByTestId('patient-photos-next').click();
  await page.getByTestId('patient-devices-start').click();
  await expect(page.getByTestId('patient-check-camera').locator('video')).toBeVisible();
  await expect(page.getByTestId('patient-check-microphone').locator('meter')).toBeAttached();
  await page.getByTestId('patient-devices-next').click();
  await expect(page.getByTestId('patient-waiting')).toBeVisible();
}

export async function confirmIdentity(
  page: Page,
  invitation: Invitation,
  patient: ListedPatient,
): Promise<void> {
  await page.goto(new URL(invitation.url).pathname + new URL(invitation.url).hash);
  await page.getByTestId('patient-name').fill(patient.name);
  await page.getByTestId('patient-birth-year').fill(String(birthYearOf(patient)));
  await page.getByTestId('patient-confirm').click();
  await expect(page.getByTestId('patient-consent')).toBeVisible();
}

export async function describe(page: Page): Promise<void> {
  const complaint = page.getByTestId('patient-complaint');
  await complaint.locator('input[value="cough"]').check({ force: true });
  await complaint.locator('input[value="days"]').check({ force: true });
  await complaint.locator('input[value="moderate"]').check({ force: true });
  const saved = page.waitForResponse(
    (answer) => answer.request().method() === 'PUT' && answer.url().endsWith('/complaint'),
  );
  await page.getByTestId('patient-complaint-text').fill('咳嗽三天，晚上厉害，没有发烧。');
  await saved;
  await expect(complaint).toBeVisible();
  await page.getByTestId('patient-complaint-next').click();
  await expect(page.getByTestId('patient-red-flags')).toBeVisible();
  await page.getByTestId('patient-red-flags-next').click();
  await expect(page.getByTestId('patient-photos')).toBeVisible();
}

/** The same way without a page, for tests that begin where the patient already waits. */
export async function queueByApi(
  context: BrowserContext,
  invitation: Invitation,
  patient: ListedPatient,
): Promise<void> {
  const secret = new URL(invitation.url).hash.slice(1);
  await api(context, 'POST', '/api/invitations/confirm', {
    secret,
    name: patient.name,
    birthYear: birthYearOf(patient),
  });
  await consentByApi(context);
  await api(context, 'PUT', '/api/my/consultation/complaint', {
    symptoms: ['cough'],
    text: '咳嗽三天，晚上厉害。',
    duration: 'days',
    severity: 'moderate',
    redFlags: [],
  });
  await api(context, 'POST', '/api/my/consultation/queue', {});
}

export async function consentByApi(context: BrowserContext): Promise<void> {
  const { version } = await api<{ version: string }>(context, 'GET', '/api/consents/current');
  await api(context, 'POST', '/api/my/consultation/consent', { version, language: 'zh-CN' });
}
