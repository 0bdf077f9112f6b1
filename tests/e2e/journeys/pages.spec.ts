import { expect, test } from '@playwright/test';
import { chat, readInChat, sayInChat } from '../people/chat.ts';
import { accept, end, inCall, noteText, queueRow, sign, writeNote } from '../people/doctor.ts';
import { confirmIdentity, openPhone, queueByApi } from '../people/patient.ts';
import { api, desk, openContext } from '../people/person.ts';
import { birthYearOf, type Invitation, inviteOnPage, inviteSomebody, openSomebodysCase, openStaff } from '../people/staff.ts';
import { look, WrittenByPeople } from '../watch/looks.ts';
import { startOver } from '../server/server.ts';

test.beforeAll(async () => {
  await startOver();
});

test.describe.configure({ timeout: 240_000 });

test('Every page before the queue looks finished', async ({ browser }) => {
  const doctor = await openStaff(browser, 'specialist');
  const { patient, invitation } = await inviteSomebody(doctor);
  const { context, page } = await openPhone(browser);
  const written = new WrittenByPeople(page);

  await page.goto('/join');
  await expect(page.getByTestId('patient-code')).toBeVisible();
  await look(page, 'patient-code', written);
  await page.goto('/join#no-such-secret');
  await expect(page.getByTestId('patient-refused-unknown')).toBeVisible();
  await look(page, 'patient-refused', written);
  await page.goto('about:blank');
  await page.route('**/api/invitations/look-up', (route) =>
    route.fulfill({ status: 410, json: { title: 'Gone', status: 410, code: 'invitation.expired' } }),
  );
  await page.goto('/join#an-old-secret');
  await expect(page.getByTestId('patient-refused-expired')).toBeVisible();
  await look(page, 'patient-expired', written);
  await page.unroute('**/api/invitations/look-up');
  await page.goto('about:blank');
  await page.goto(`/join${new URL(invitation.url).hash}`);
  await page.getByTestId('patient-name').fill(patient.name);
  await page.getByTestId('patient-birth-year').fill('1900');
  await page.getByTestId('patient-confirm').click();
  await expect(page.getByTestId('patient-mismatch')).toBeVisible();
  await look(page, 'patient-confirm', written);

  await page.getByTestId('patient-birth-year').fill(String(birthYearOf(patient)));
  await page.getByTestId('patient-confirm').click();
  await expect(page.getByTestId('patient-accept')).toBeVisible();
  await look(page, 'patient-consent', written);
  await page.getByTestId('patient-decline').click();
  await expect(page.getByTestId('patient-declined')).toBeVisible();
  await look(page, 'patient-declined', written);
  await page.getByTestId('patient-declined').getByRole('button').click();
  await page.getByTestId('patient-accept').click();
  await expect(page.getByTestId('patient-complaint').locator('input[value="cough"]')).toBeAttached();
  await look(page, 'patient-complaint', written);
  await page.getByTestId('patient-complaint').locator('input[value="chestPain"]').check({ force: true });
  await page.getByTestId('patient-complaint-next').click();
  await page.getByTestId('patient-red-flags').locator('input[value="A01"]').check({ force: true });
  await look(page, 'patient-red-flags', written);
  await page.getByTestId('patient-red-flags-next').click();
  await expect(page.getByTestId('patient-emergency')).toBeVisible();
  await look(page, 'patient-emergency', written);
  await page.getByTestId('patient-emergency-understood').click();
  await expect(page.getByTestId('patient-photos')).toBeVisible();
  await look(page, 'patient-photos', written);
  await page.getByTestId('patient-photos-next').click();
  await page.getByTestId('patient-devices-start').click();
  await expect(page.getByTestId('patient-check-camera').locator('video')).toBeVisible();
  await look(page, 'patient-devices', written);
  await page.getByTestId('patient-devices-next').click();
  await expect(page.getByTestId('patient-place')).toBeVisible();
  await look(page, 'patient-waiting', written);
  const other = await context.newPage();
  await other.goto('/join');
  await expect(page.getByTestId('patient-elsewhere')).toBeVisible();
  await look(page, 'patient-elsewhere', written);
  await other.close();
  await page.getByTestId('patient-elsewhere').getByRole('button').click();
  await page.getByTestId('patient-leave').click();
  await page.getByTestId('patient-leave-yes').click();
  await expect(page.getByTestId('patient-red-flags')).toBeVisible();
  await context.close();
  await doctor.context.close();
});

test('Every page from the queue to the signature looks finished', async ({ browser }) => {
  const doctor = await openStaff(browser, 'specialist');
  const { patient, invitation } = await inviteSomebody(doctor);
  const phone = await openPhone(browser);
  await queueByApi(phone.context, invitation, patient);
  const ofDoctor = new WrittenByPeople(doctor.page);
  const ofPatient = new WrittenByPeople(phone.page);
  await phone.page.goto('/join');

  await doctor.page.goto('/desk');
  await expect(queueRow(doctor.page, patient.name)).toBeVisible();
  await look(doctor.page, 'staff-desk', ofDoctor);
  await queueRow(doctor.page, patient.name).locator('.queue-open').click();
  await expect(doctor.page.getByTestId('case-panel')).toContainText('咳嗽');
  await look(doctor.page, 'staff-desk-case', ofDoctor);
  await doctor.page.setViewportSize(desk);
  await doctor.page.keyboard.press('Escape');

  await accept(doctor.page, patient.name);
  await expect(phone.page.getByTestId('patient-called')).toBeVisible();
  await look(phone.page, 'patient-called', ofPatient);
  await phone.page.getByTestId('patient-enter').click();
  await inCall(doctor.page);
  await inCall(phone.page);
  await doctor.page.getByTestId('tab-chat').click();
  await sayInChat(doctor.page, '您好');
  await look(phone.page, 'patient-call', ofPatient);
  await chat(phone.page);
  await readInChat(phone.page, '您好');
  await look(phone.page, 'patient-call-chat', ofPatient);
  await look(doctor.page, 'staff-consultation-chat', ofDoctor);
  await doctor.page.setViewportSize(desk);
  await doctor.page.getByTestId('tab-note').click();
  await writeNote(doctor.page);
  await look(doctor.page, 'staff-consultation-note', ofDoctor);

  await doctor.page.setViewportSize(desk);
  await end(doctor.page);
  await look(doctor.page, 'staff-ended', ofDoctor);
  await expect(phone.page.getByTestId('patient-after')).toBeVisible();
  await look(phone.page, 'patient-after', ofPatient);
  await doctor.page.getByTestId('review').click();
  await look(doctor.page, 'staff-sign', ofDoctor);
  await doctor.page.keyboard.press('Escape');
  await sign(doctor.page);
  await look(doctor.page, 'staff-signed', ofDoctor);
  await expect(phone.page.getByTestId('patient-summary')).toContainText(noteText.advice);
  await look(phone.page, 'patient-summary', ofPatient);
  await doctor.context.close();
  await phone.context.close();
});

test('Sign-in, cases, invitation and the unknown page look finished', async ({ browser }) => {
  const stranger = await openContext(browser);
  const first = await stranger.newPage();
  const ofStranger = new WrittenByPeople(first);
  await first.goto('/');
  await expect(first.getByTestId('sign-in')).toBeVisible();
  await look(first, 'staff-sign-in', ofStranger);
  await stranger.close();

  const clinic = await openStaff(browser, 'clinicDoctor');
  const written = new WrittenByPeople(clinic.page);
  const departments = await api<{ id: string }[]>(clinic.context, 'GET', '/api/departments');
  const opened = await openSomebodysCase(clinic, departments[0]?.id ?? null);
  await clinic.page.goto('/cases');
  await expect(clinic.page.getByTestId('open-cases')).toBeVisible();
  await look(clinic.page, 'staff-cases', written);
  await clinic.page.getByTestId('new-case').click();
  await expect(clinic.page.getByTestId('new-case-dialog')).toBeVisible();
  await look(clinic.page, 'staff-new-case', written);
  await clinic.page.goto(`/cases/${opened.id}`);
  await expect(clinic.page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(clinic.page.getByTestId('case-complaint')).toBeVisible();
  await look(clinic.page, 'staff-case', written);
  await inviteOnPage(clinic, departments[0]?.id ?? '', () =>
    look(clinic.page, 'staff-invite', written),
  );
  await look(clinic.page, 'staff-invitation', written);
  await clinic.context.close();

  const coordinator = await openStaff(browser, 'coordinator');
  await coordinator.page.goto('/');
  await expect(coordinator.page.getByRole('heading', { level: 1 })).toBeVisible();
  await look(coordinator.page, 'staff-coordinator', new WrittenByPeople(coordinator.page));
  await coordinator.context.close();
  const pharmacist = await openStaff(browser, 'pharmacist');
  await pharmacist.page.goto('/');
  await expect(pharmacist.page.getByRole('heading', { level: 1 })).toBeVisible();
  await look(pharmacist.page, 'staff-pharmacist', new WrittenByPeople(pharmacist.page));
  await pharmacist.page.goto('/no-such-page');
  await expect(pharmacist.page.getByRole('heading', { level: 1 })).toBeVisible();
  await look(pharmacist.page, 'staff-no-such-page', new WrittenByPeople(pharmacist.page));
  await pharmacist.context.close();
});

test('Every page of a case that a clinic sends looks finished', async ({ browser }) => {
  const specialist = await openStaff(browser, 'specialist');
  const clinic = await openStaff(browser, 'clinicDoctor');
  const { patient, id } = await openSomebodysCase(clinic, specialist.departmentId);
  const phone = await openPhone(browser);
  const ofClinic = new WrittenByPeople(clinic.page);
  const ofPatient = new WrittenByPeople(phone.page);
  await clinic.page.goto(`/cases/${id}`);
  await clinic.page.getByTestId('case-complaint').fill('胸闷两天，活动后加重。');
  await clinic.page.getByTestId('vital-systolicMmHg').fill('186');
  await clinic.page.getByTestId('vital-diastolicMmHg').fill('112');
  await expect(clinic.page.getByTestId('triage').getByTestId('red-flag-hits')).toBeVisible();
  await look(clinic.page, 'staff-case-red-flag', ofClinic);
  await clinic.page.setViewportSize(desk);

  const invitation = await api<Invitation>(
    clinic.context,
    'POST',
    `/api/consultations/${id}/invitations`,
    {},
  );
  await confirmIdentity(phone.page, invitation, patient);
  await phone.page.getByTestId('patient-accept').click();
  await phone.page.getByTestId('patient-devices-next').click();
  await expect(phone.page.getByTestId('patient-waiting')).toBeVisible();
  await look(phone.page, 'patient-waiting-for-clinic', ofPatient);

  await clinic.page.getByTestId('send').click();
  await expect(clinic.page.getByTestId('waiting')).toBeVisible();
  await look(clinic.page, 'staff-case-waiting', ofClinic);
  await specialist.page.goto('/desk');
  await accept(specialist.page, patient.name);
  await expect(clinic.page.getByTestId('enter-call')).toBeVisible();
  await look(clinic.page, 'staff-case-called', ofClinic);
  await clinic.page.setViewportSize(desk);
  await clinic.page.getByTestId('enter-call').click();
  await inCall(clinic.page);
  await look(clinic.page, 'staff-case-call', ofClinic);
  await specialist.page.getByTestId('tab-note').click();
  await writeNote(specialist.page);
  await end(specialist.page);
  await sign(specialist.page);
  await expect(clinic.page.getByTestId('conclusion')).toBeVisible();
  await look(clinic.page, 'staff-case-concluded', ofClinic);
  for (const one of [specialist, clinic, phone]) {
    await one.context.close();
  }
});
