import { expect, type Page, test } from '@playwright/test';
import { accept, inCall, queueRow } from '../people/doctor.ts';
import { confirmIdentity, openPhone } from '../people/patient.ts';
import { api } from '../people/person.ts';
import { type Invitation, openSomebodysCase, openStaff } from '../people/staff.ts';
import { look, WrittenByPeople } from '../watch/looks.ts';
import { seesAndHears } from '../watch/media.ts';

const desk = { width: 1440, height: 900 };

test('a doctor mutes, silences and removes, and locks the room behind it', async ({ browser }) => {
  test.setTimeout(150_000);
  const specialist = await openStaff(browser, 'specialist');
  const clinic = await openStaff(browser, 'clinicDoctor');
  const ofSpecialist = new WrittenByPeople(specialist.page);
  await specialist.page.goto('/desk');
  const { patient, id } = await openSomebodysCase(clinic, specialist.departmentId);
  await clinic.page.goto(`/cases/${id}`);
  await clinic.page.getByTestId('case-complaint').fill('头晕两天。');
  await clinic.page.getByTestId('send').click();
  await expect(queueRow(specialist.page, patient.name)).toBeVisible();
  const phone = await openPhone(browser);
  const invitation = await api<Invitation>(
    clinic.context,
    'POST',
    `/api/consultations/${id}/invitations`,
    {},
  );
  await confirmIdentity(phone.page, invitation, patient);
  await phone.page.getByTestId('patient-accept').click();
  await phone.page.getByTestId('patient-devices-start').click();
  await phone.page.getByTestId('patient-devices-next').click();
  await accept(specialist.page, patient.name);
  await clinic.page.getByTestId('enter-call').click();
  await phone.page.getByTestId('patient-enter').click();
  await Promise.all([inCall(specialist.page), inCall(clinic.page), inCall(phone.page)]);
  await seesAndHears('the specialist', specialist.page, { videos: 2, audios: 2 });
  const menu = specialist.page.getByTestId(/^seat-menu-patient-/);

  await test.step('the patient has no menu of anybody', async () => {
    await expect(phone.page.getByTestId(/^seat-menu-/)).toHaveCount(0);
  });

  await test.step('muted by a doctor, the patient is told and speaks again by one click', async () => {
    await menu.click();
    await look(specialist.page, 'staff-call-menu', ofSpecialist);
    await specialist.page.setViewportSize(desk);
    await choose(specialist.page, menu, 'mute-seat');
    await expect(phone.page.locator('.toast')).toBeVisible();
    const microphone = phone.page.getByTestId('toggle-microphone');
    await expect(microphone).toHaveClass(/call-button-off/);
    await expect(microphone).toBeEnabled();
    await expect(tileOfPatient(specialist.page)).toHaveAttribute('data-muted', /.*/);
    await microphone.click();
    await expect(tileOfPatient(specialist.page)).not.toHaveAttribute('data-muted', /.*/);
  });

  await test.step('without the word the microphone cannot be opened, until it is given back', async () => {
    await choose(specialist.page, menu, 'seat-word');
    await expect(phone.page.getByTestId('toggle-microphone')).toBeDisabled();
    await expect(phone.page.getByTestId('own-limits')).toBeVisible();
    await expect(tileOfPatient(specialist.page)).toHaveAttribute('data-muted', /.*/);
    await choose(specialist.page, menu, 'seat-word');
    await expect(phone.page.getByTestId('toggle-microphone')).toBeEnabled();
    await phone.page.getByTestId('toggle-microphone').click();
    await expect(tileOfPatient(specialist.page)).not.toHaveAttribute('data-muted', /.*/);
  });

  await test.step('without the right to it the camera is off and stays off, and the patient reads why', async () => {
    await choose(specialist.page, menu, 'seat-word');
    await choose(specialist.page, menu, 'seat-camera');
    await expect(phone.page.getByTestId('toggle-camera')).toBeDisabled();
    await expect(phone.page.locator('.toast', { hasText: '摄像头' })).toBeVisible();
    await look(phone.page, 'patient-call-limited', new WrittenByPeople(phone.page));
    await menu.click();
    // Without a picture stands a short form of the name.
    ofSpecialist.texts.add(patient.name.slice(-2));
    await look(specialist.page, 'staff-call-menu-limited', ofSpecialist);
    await specialist.page.setViewportSize(desk);
    await choose(specialist.page, menu, 'seat-camera');
    await choose(specialist.page, menu, 'seat-word');
    await expect(phone.page.getByTestId('toggle-camera')).toBeEnabled();
    await expect(phone.page.getByTestId('own-limits')).toHaveCount(0);
    await phone.page.getByTestId('toggle-camera').click();
    await expect(phone.page.getByTestId('toggle-camera')).not.toHaveClass(/call-button-off/);
  });

  await test.step('a removed patient does not come back into a locked room', async () => {
    await specialist.page.getByTestId('device-menu').click();
    await specialist.page.getByTestId('lock-room').click();
    await expect(phone.page.getByTestId('room-locked')).toBeVisible();
    await look(specialist.page, 'staff-call-locked', ofSpecialist);
    await specialist.page.setViewportSize(desk);
    await choose(specialist.page, menu, 'remove-seat');
    await specialist.page.getByTestId('question-confirm').click();
    await phone.page.getByTestId('enter-again').click();
    await expect(phone.page.getByTestId('call')).toHaveAttribute('data-state', 'refused');
    await look(phone.page, 'patient-call-locked-out', new WrittenByPeople(phone.page));
    await expect(tileOfPatient(specialist.page)).toHaveCount(0);
  });
  for (const one of [specialist, clinic, phone]) {
    await one.context.close();
  }
});

const tileOfPatient = (page: Page) => page.getByTestId(/^tile-patient-.*-camera$/);

async function choose(page: Page, menu: ReturnType<Page['getByTestId']>, item: string): Promise<void> {
  if (!(await page.getByTestId(item).isVisible())) {
    await menu.click();
  }
  await page.getByTestId(item).click();
}
