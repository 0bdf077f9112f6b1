import { expect, test } from '@playwright/test';
import {
  accept,
  end,
  noteSaved,
  noteText,
  queueRow,
  sign,
  writeNote,
} from '../people/doctor.ts';
import { openPhone, queueByApi } from '../people/patient.ts';
import { openContext } from '../people/person.ts';
import { inviteSomebody, openStaff } from '../people/staff.ts';

test('C: the desk lives, the case is read first, the note is kept, signed and amended', async ({
  browser,
}) => {
  const doctor = await openStaff(browser, 'specialist');
  const { page } = doctor;
  const { patient, invitation } = await inviteSomebody(doctor);

  await test.step('signing in leads to the desk', async () => {
    const fresh = await openContext(browser);
    const first = await fresh.newPage();
    await first.goto('/');
    await first.getByTestId('user-name').fill(doctor.userName);
    await first.getByTestId('password').fill(doctor.password);
    await first.getByTestId('sign-in').click();
    await expect(first).toHaveURL(/\/desk$/);
    await fresh.close();
  });

  await page.goto('/desk');
  const phone = await openPhone(browser);
  await test.step('a patient who queues appears without a reload', async () => {
    await expect(queueRow(page, patient.name)).toHaveCount(0);
    await queueByApi(phone.context, invitation, patient);
    await expect(queueRow(page, patient.name)).toBeVisible();
  });

  await test.step('going away shows in another tab at once', async () => {
    const other = await doctor.context.newPage();
    await other.goto('/desk');
    await page.getByTestId('presence').click();
    await page.getByTestId('presence-away').click();
    await expect(other.getByTestId('presence')).toContainText('离开');
    await page.getByTestId('presence').click();
    await page.getByTestId('presence-available').click();
    await expect(other.getByTestId('presence')).toContainText('可接诊');
    await other.close();
  });

  await test.step('the case is open before the patient is accepted', async () => {
    await queueRow(page, patient.name).locator('.queue-open').click();
    await expect(page.getByTestId('case-panel')).toContainText('咳嗽三天');
    await page.keyboard.press('Escape');
  });

  await test.step('a draft is saved while typing and outlives a reload', async () => {
    await accept(page, patient.name);
    await page.getByTestId('tab-note').click();
    await page.getByTestId('note-findings').fill(noteText.findings);
    await noteSaved(page);
    await page.reload();
    await page.getByTestId('tab-note').click();
    await expect(page.getByTestId('note-findings')).toHaveValue(noteText.findings);
  });

  await test.step('leaving with text that cannot be saved warns', async () => {
    await doctor.context.route('**/api/consultations/*/note', (route) => route.abort());
    await page.getByTestId('note-advice').fill('这句话还没有保存');
    await page.locator('.consultation-back').click();
    await expect(page.getByTestId('question')).toBeVisible();
    await page.getByTestId('question-cancel').click();
    await expect(page.getByTestId('note-advice')).toHaveValue('这句话还没有保存');
    await doctor.context.unroute('**/api/consultations/*/note');
  });

  await test.step('the signed note is sealed, and an amendment is a second version', async () => {
    await writeNote(page);
    await end(page);
    await sign(page);
    await expect(page.getByTestId('note-advice')).toHaveCount(0);
    await page.getByTestId('amend').click();
    await page.getByTestId('note-advice').fill(`${noteText.advice} 三天后复诊。`);
    await noteSaved(page);
    await sign(page, '补充复诊时间');
    await expect(page.getByTestId('versions')).toContainText('补充复诊时间');
  });

  await test.step('the patient sees what was changed, and why', async () => {
    await phone.page.goto('/join');
    await expect(phone.page.getByTestId('patient-summary-amended')).toContainText('补充复诊时间');
    await expect(phone.page.getByTestId('patient-summary')).toContainText('三天后复诊');
  });

  await doctor.context.close();
  await phone.context.close();
});
