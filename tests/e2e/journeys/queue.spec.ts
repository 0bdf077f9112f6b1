import { expect, test } from '@playwright/test';
import { queueRow } from '../people/doctor.ts';
import { openPhone, queueByApi } from '../people/patient.ts';
import { api, desk } from '../people/person.ts';
import { inviteSomebody, openStaff } from '../people/staff.ts';
import { startOver, startWith } from '../server/server.ts';
import { look, WrittenByPeople } from '../watch/looks.ts';

test.beforeAll(async () => {
  await startOver();
  await startWith({ Attendance__PatientSeconds: '5' });
});

test.afterAll(async () => {
  await startOver();
});

/** By the calendar of China, which the departments keep. */
const dayAfterTomorrow = (): string =>
  new Date(Date.now() + 2 * 86_400_000)
    .toLocaleDateString('en', { weekday: 'long', timeZone: 'Asia/Shanghai' })
    .toLowerCase();

test.describe.configure({ timeout: 240_000 });

test('Places move for reasons that everybody reads, and a missed call costs nobody the place', async ({
  browser,
}) => {
  const doctor = await openStaff(browser, 'specialist');
  const ofDoctor = new WrittenByPeople(doctor.page);
  const people = [];
  for (let count = 0; count < 3; count++) {
    const { patient, invitation } = await inviteSomebody(doctor);
    const phone = await openPhone(browser);
    const written = new WrittenByPeople(phone.page);
    await queueByApi(phone.context, invitation, patient);
    await phone.page.goto('/join');
    people.push({ patient, written, ...phone });
  }
  const [first, second, third] = people;
  if (first === undefined || second === undefined || third === undefined) {
    throw new Error('Three patients wait.');
  }
  const place = (who: typeof first) => who.page.getByTestId('patient-place');

  await test.step('each place is explained, and the wait is a range or an honest no', async () => {
    await expect(place(third)).toHaveAttribute('data-place', '3');
    await expect(third.page.getByTestId('patient-why')).toContainText('2 位来得更早');
    await expect(third.page.getByTestId('patient-estimate')).not.toBeEmpty();
    await expect(third.page.getByTestId('patient-near')).toHaveCount(0);
  });

  await doctor.page.goto('/desk');
  await test.step('a new triage level moves somebody ahead, and the near turn is told', async () => {
    const row = queueRow(doctor.page, third.patient.name);
    await row.getByTestId('row-menu').click();
    await row.getByTestId('row-retriage').click();
    await doctor.page.getByTestId('place-urgency').selectOption('2');
    await doctor.page.getByTestId('place-reason').fill('说话气促');
    await look(doctor.page, 'staff-retriage', ofDoctor);
    await doctor.page.setViewportSize(desk);
    await doctor.page.getByTestId('place-confirm').click();
    await expect(place(third)).toHaveAttribute('data-place', '1');
    await expect(third.page.getByTestId('patient-near')).toBeVisible();
    await expect(place(second)).toHaveAttribute('data-place', '3');
    await expect(second.page.getByTestId('patient-why')).toContainText('1 位病情更急');
  });

  await test.step('a pause is shown to the desk and to who waits', async () => {
    await doctor.page.getByTestId('queue-menu').click();
    await doctor.page.getByTestId('queue-pause').click();
    await look(doctor.page, 'staff-pause', ofDoctor);
    await doctor.page.setViewportSize(desk);
    await doctor.page.getByTestId('pause-reason').fill('急诊会诊');
    await doctor.page.getByTestId('pause-confirm').click();
    await expect(doctor.page.getByTestId('queue-paused')).toContainText('急诊会诊');
    await expect(second.page.getByTestId('patient-paused')).toContainText('急诊会诊');
    await look(doctor.page, 'staff-desk-paused', ofDoctor);
    await doctor.page.setViewportSize(desk);
    await look(second.page, 'patient-paused', second.written);
    await doctor.page.getByTestId('queue-resume').click();
    await expect(second.page.getByTestId('patient-paused')).toHaveCount(0);
  });

  await test.step('who waits reads that the department is closed and until when', async () => {
    await doctor.page.getByTestId('queue-menu').click();
    await doctor.page.getByTestId('queue-hours').click();
    await look(doctor.page, 'staff-hours', ofDoctor);
    await doctor.page.setViewportSize(desk);
    await doctor.page.keyboard.press('Escape');
    const hours = `/api/departments/${doctor.departmentId}/queue/hours`;
    const open = [{ day: dayAfterTomorrow(), opens: '08:00:00', closes: '17:30:00' }];
    await api(doctor.context, 'PUT', hours, { hours: open });
    await expect(second.page.getByTestId('patient-closed')).toBeVisible();
    await look(second.page, 'patient-closed', second.written);
    await doctor.page.reload();
    await expect(doctor.page.getByTestId('queue-closed')).toBeVisible();
    await look(doctor.page, 'staff-desk-closed', ofDoctor);
    await doctor.page.setViewportSize(desk);
    await api(doctor.context, 'PUT', hours, { hours: [] });
    await expect(second.page.getByTestId('patient-closed')).toHaveCount(0);
  });

  await test.step('who is moved to another department reads from where and why', async () => {
    const departments = await api<{ id: string }[]>(doctor.context, 'GET', '/api/departments');
    const other = departments.find((one) => one.id !== doctor.departmentId);
    const row = queueRow(doctor.page, second.patient.name);
    await row.getByTestId('row-menu').click();
    await look(doctor.page, 'staff-row-menu', ofDoctor);
    await doctor.page.setViewportSize(desk);
    await row.getByTestId('row-move').click();
    await look(doctor.page, 'staff-move', ofDoctor);
    await doctor.page.setViewportSize(desk);
    await doctor.page.getByTestId('place-department').selectOption(other?.id ?? '');
    await doctor.page.getByTestId('place-reason').fill('更适合那边看');
    await doctor.page.getByTestId('place-confirm').click();
    await expect(row).toHaveCount(0);
    await expect(second.page.getByTestId('patient-moved')).toContainText('更适合那边看');
    await look(second.page, 'patient-moved', second.written);
  });

  await test.step('who does not come is passed over, and comes back to the old place', async () => {
    await queueRow(doctor.page, first.patient.name).getByTestId('accept').click();
    await expect(first.page.getByTestId('patient-called')).toBeVisible();
    await doctor.page.getByTestId('no-show').click();
    await expect(first.page.getByTestId('patient-missed')).toBeVisible();
    await look(first.page, 'patient-missed', first.written);
    await first.page.getByTestId('patient-come-back').click();
    await expect(place(first)).toHaveAttribute('data-place', '2');
    await expect(queueRow(doctor.page, first.patient.name)).toBeVisible();
  });

  await doctor.context.close();
  for (const { context } of people) {
    await context.close();
  }
});
