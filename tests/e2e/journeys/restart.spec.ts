import { expect, test } from '@playwright/test';
import { chat, readInChat, sayInChat } from '../people/chat.ts';
import { accept, inCall, noteSaved, noteText } from '../people/doctor.ts';
import { openPhone, queueByApi } from '../people/patient.ts';
import { api } from '../people/person.ts';
import { inviteSomebody, openStaff } from '../people/staff.ts';
import { kill, runningServer, startAgain } from '../server/server.ts';
import { seesAndHears } from '../watch/media.ts';
import { until } from '../watch/until.ts';

type Queued = { queue: { place: number } };

test('A server that is killed in a call and started again loses nothing', async ({ browser }) => {
  const doctor = await openStaff(browser, 'specialist');
  const { patient, invitation } = await inviteSomebody(doctor);
  const phone = await openPhone(browser);
  await queueByApi(phone.context, invitation, patient);
  const waiting = await inviteSomebody(doctor);
  const second = await openPhone(browser);
  await queueByApi(second.context, waiting.invitation, waiting.patient);

  await doctor.page.goto('/desk');
  await phone.page.goto('/join');
  await second.page.goto('/join');
  await accept(doctor.page, patient.name);
  await phone.page.getByTestId('patient-enter').click();
  const both = () =>
    Promise.all([
      seesAndHears('the specialist', doctor.page, { videos: 1, audios: 1 }, 40_000),
      seesAndHears('the patient', phone.page, { videos: 1, audios: 1 }, 40_000),
    ]);
  await inCall(doctor.page);
  await both();

  const before = await api<Queued>(second.context, 'GET', '/api/my/consultation');
  await doctor.page.getByTestId('tab-note').click();
  await doctor.page.getByTestId('note-findings').fill(noteText.findings);
  await noteSaved(doctor.page);
  await doctor.page.getByTestId('tab-chat').click();
  await sayInChat(doctor.page, '断线前的消息');

  await test.step('the server dies without a word, and comes back on the same ports', async () => {
    const { pid } = runningServer();
    kill('SIGKILL');
    await until('the old server is gone', () => !isAlive(pid), 5_000);
    await startAgain();
  });

  await test.step('both see and hear each other again without a click', both);

  await test.step('no message, no draft and no place in the queue is lost', async () => {
    await readInChat(doctor.page, '断线前的消息');
    await sayInChat(doctor.page, '断线后的消息');
    await chat(phone.page);
    await readInChat(phone.page, '断线前的消息');
    await readInChat(phone.page, '断线后的消息');
    await doctor.page.getByTestId('tab-note').click();
    await expect(doctor.page.getByTestId('note-findings')).toHaveValue(noteText.findings);
    await second.page.reload();
    await expect(second.page.getByTestId('patient-place')).toHaveAttribute(
      'data-place',
      String(before.queue.place),
    );
  });

  for (const one of [doctor, phone, second]) {
    await one.context.close();
  }
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
