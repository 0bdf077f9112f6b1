import { expect, test } from '@playwright/test';
import { accept, end, inCall, queueRow } from '../people/doctor.ts';
import { confirmIdentity, openPhone } from '../people/patient.ts';
import { api } from '../people/person.ts';
import { type Invitation, openSomebodysCase, openStaff } from '../people/staff.ts';
import { seesAndHears } from '../watch/media.ts';

test('B: a clinic doctor, the patient beside and the specialist meet in one room', async ({
  browser,
}) => {
  const specialist = await openStaff(browser, 'specialist');
  const clinic = await openStaff(browser, 'clinicDoctor');
  await specialist.page.goto('/desk');

  const { patient, id } = await openSomebodysCase(clinic, specialist.departmentId);
  await test.step('the clinic doctor fills the case and sends it', async () => {
    await clinic.page.goto(`/cases/${id}`);
    await clinic.page.getByTestId('case-complaint').fill('胸闷两天，活动后加重。');
    await clinic.page.getByTestId('vital-systolicMmHg').fill('152');
    await clinic.page.getByTestId('vital-diastolicMmHg').fill('96');
    await clinic.page.getByTestId('vital-heartRatePerMin').fill('92');
    await clinic.page.getByTestId('send').click();
    await expect(queueRow(specialist.page, patient.name)).toBeVisible();
  });

  const phone = await openPhone(browser);
  await test.step("the patient's own phone comes in by a link", async () => {
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
    await expect(phone.page.getByTestId('patient-waiting')).toBeVisible();
  });

  await test.step('three people are in one room, and each sees and hears both others', async () => {
    await accept(specialist.page, patient.name);
    await clinic.page.getByTestId('enter-call').click();
    await phone.page.getByTestId('patient-enter').click();
    await Promise.all([inCall(specialist.page), inCall(clinic.page), inCall(phone.page)]);
    await Promise.all([
      seesAndHears('the specialist', specialist.page, { videos: 2, audios: 2 }),
      seesAndHears('the clinic doctor', clinic.page, { videos: 2, audios: 2 }),
      seesAndHears('the patient', phone.page, { videos: 2, audios: 2 }),
    ]);
  });

  await test.step('one who leaves goes without a trace, the others stay', async () => {
    await phone.page.getByTestId('leave-call').click();
    await expect(specialist.page.getByTestId(/^tile-patient-/)).toHaveCount(0);
    await seesAndHears('the specialist', specialist.page, { videos: 1, audios: 1 });
    await end(specialist.page);
    await expect(phone.page.getByTestId('patient-after')).toBeVisible();
  });

  for (const one of [specialist, clinic, phone]) {
    await one.context.close();
  }
});
