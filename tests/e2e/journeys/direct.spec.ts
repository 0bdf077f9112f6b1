import { expect, test } from '@playwright/test';
import { chat, readInChat, sayInChat } from '../people/chat.ts';
import { accept, end, inCall, noteText, queueRow, sign, writeNote } from '../people/doctor.ts';
import { openPhone, walkToWaiting } from '../people/patient.ts';
import { inviteOnPage, openStaff } from '../people/staff.ts';
import { seesAndHears } from '../watch/media.ts';

test('A: a patient at home goes from the link to the signed summary', async ({ browser }) => {
  const doctor = await openStaff(browser, 'specialist');
  const { patient, invitation } = await inviteOnPage(doctor);
  await doctor.page.goto('/desk');

  const phone = await openPhone(browser);
  await test.step('the patient walks from the link to the queue', async () => {
    await walkToWaiting(phone.page, invitation, patient);
    expect(phone.page.url()).not.toContain('#');
    await expect(phone.page.getByTestId('patient-place')).toBeVisible();
  });

  await test.step('the place outlives a reload and a closed tab', async () => {
    await phone.page.reload();
    await expect(phone.page.getByTestId('patient-place')).toBeVisible();
    await phone.page.close();
    phone.page = await phone.context.newPage();
    await phone.page.goto(new URL(invitation.url).pathname + new URL(invitation.url).hash);
    await expect(phone.page.getByTestId('patient-place')).toBeVisible();
  });

  await test.step('the specialist takes the patient, who is called without a reload', async () => {
    await expect(queueRow(doctor.page, patient.name)).toBeVisible();
    await accept(doctor.page, patient.name);
    await expect(phone.page.getByTestId('patient-called')).toBeVisible();
    await phone.page.getByTestId('patient-enter').click();
    await inCall(doctor.page);
    await inCall(phone.page);
  });

  await test.step('both see and hear each other', async () => {
    await Promise.all([
      seesAndHears('the specialist', doctor.page, { videos: 1, audios: 1 }),
      seesAndHears('the patient', phone.page, { videos: 1, audios: 1 }),
    ]);
  });

  await test.step('both write to each other', async () => {
    await doctor.page.getByTestId('tab-chat').click();
    await sayInChat(doctor.page, '您好，请把舌头伸出来看看。');
    await chat(phone.page);
    await readInChat(phone.page, '您好，请把舌头伸出来看看。');
    await sayInChat(phone.page, '好的，医生。');
    await readInChat(doctor.page, '好的，医生。');
  });

  await test.step('the specialist writes, ends and signs; the patient reads it', async () => {
    await doctor.page.getByTestId('tab-note').click();
    await writeNote(doctor.page);
    await end(doctor.page);
    await expect(phone.page.getByTestId('patient-after')).toBeVisible();
    await sign(doctor.page);
    const summary = phone.page.getByTestId('patient-summary');
    await expect(summary).toContainText(noteText.advice);
    await expect(phone.page.getByTestId('patient-summary-doctor')).toContainText(
      doctor.session.name.zh,
    );
  });

  await doctor.context.close();
  await phone.context.close();
});
