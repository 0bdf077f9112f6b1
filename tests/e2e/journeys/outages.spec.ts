import { expect, type Page, test } from '@playwright/test';
import { accept, queueRow } from '../people/doctor.ts';
import { openPhone, queueByApi } from '../people/patient.ts';
import { desk, phone } from '../people/person.ts';
import { inviteSomebody, openStaff } from '../people/staff.ts';
import { Cluster, stopCluster } from '../server/cluster.ts';
import { meetAt } from '../server/server.ts';
import { look, WrittenByPeople } from '../watch/looks.ts';

let cluster: Cluster;

test.describe.configure({ timeout: 240_000 });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  cluster = await Cluster.start();
  meetAt(cluster.installation);
});

test.afterAll(async () => {
  meetAt(undefined);
  await stopCluster();
});

/** A page that is loaded again forgets it. */
const mark = (page: Page) => page.evaluate(() => Object.assign(globalThis, { sameLoad: true }));
const isSameLoad = (page: Page) => page.evaluate(() => 'sameLoad' in globalThis);

test('While Redis is away the desk and the waiting room say that news are late, work goes on, and both heal by themselves', async ({
  browser,
}) => {
  const doctor = await openStaff(browser, 'specialist');
  const ofDoctor = new WrittenByPeople(doctor.page);
  const waiting = await openPhone(browser);
  const ofWaiting = new WrittenByPeople(waiting.page);
  const first = await inviteSomebody(doctor);
  await queueByApi(waiting.context, first.invitation, first.patient);
  const later = await openPhone(browser);
  const second = await inviteSomebody(doctor);
  await doctor.page.goto('/desk');
  await waiting.page.goto('/join');
  await expect(queueRow(doctor.page, first.patient.name)).toBeVisible();
  await expect(waiting.page.getByTestId('patient-place')).toHaveAttribute('data-place', '1');
  const pages = [doctor.page, waiting.page];
  await Promise.all(pages.map(mark));

  await test.step('both are told', async () => {
    await cluster.stopRedis();
    for (const page of pages) {
      await expect(page.getByTestId('updates-delayed')).toBeVisible({ timeout: 30_000 });
    }
    await look(doctor.page, 'staff-desk-delayed', ofDoctor);
    await doctor.page.setViewportSize(desk);
    await look(waiting.page, 'patient-waiting-delayed', ofWaiting);
    await waiting.page.setViewportSize(phone);
  });

  await test.step('who comes is seen at the desk, and the place stays', async () => {
    await queueByApi(later.context, second.invitation, second.patient);
    await later.page.goto('/join');
    await expect(later.page.getByTestId('patient-place')).toHaveAttribute('data-place', '2', { timeout: 30_000 });
    await expect(queueRow(doctor.page, second.patient.name)).toBeVisible({ timeout: 45_000 });
    await expect(waiting.page.getByTestId('patient-place')).toHaveAttribute('data-place', '1');
  });

  await test.step('a patient is called, and knows it without news', async () => {
    await accept(doctor.page, first.patient.name);
    await expect(waiting.page.getByTestId('patient-called')).toBeVisible({ timeout: 45_000 });
  });

  await test.step('it heals by itself, without the page being loaded again', async () => {
    await cluster.startRedis();
    for (const page of [...pages, later.page]) {
      await expect(page.getByTestId('updates-delayed')).toHaveCount(0, { timeout: 45_000 });
    }
    await waiting.page.getByTestId('patient-enter').click();
    await expect(waiting.page.getByTestId('call')).toHaveAttribute('data-state', 'joined', { timeout: 30_000 });
    await expect(doctor.page.getByTestId('call')).toHaveAttribute('data-state', 'joined', { timeout: 30_000 });
    await expect(later.page.getByTestId('patient-place')).toHaveAttribute('data-place', '1');
    expect(await Promise.all(pages.map(isSameLoad))).toEqual([true, true]);
  });

  for (const { context } of [doctor, waiting, later]) {
    await context.close();
  }
});

test('While the database is away a desk and a patient who writes are told so once, and what was written is saved after it', async ({
  browser,
}) => {
  const doctor = await openStaff(browser, 'specialist');
  const ofDoctor = new WrittenByPeople(doctor.page);
  const waiting = await openPhone(browser);
  const ofWaiting = new WrittenByPeople(waiting.page);
  const { patient, invitation } = await inviteSomebody(doctor);
  await queueByApi(waiting.context, invitation, patient);
  await doctor.page.goto('/desk');
  await waiting.page.goto('/join');
  await expect(waiting.page.getByTestId('patient-waiting')).toBeVisible();
  const row = queueRow(doctor.page, patient.name);
  await expect(row).toBeVisible();
  const pages = [doctor.page, waiting.page];
  await Promise.all(pages.map(mark));

  cluster.stopDatabase();
  await row.getByTestId('accept').click();
  for (const page of pages) {
    await expect(page.getByTestId('storage-away')).toBeVisible({ timeout: 60_000 });
  }
  await look(doctor.page, 'staff-desk-storage', ofDoctor);
  await doctor.page.setViewportSize(desk);
  await look(waiting.page, 'patient-waiting-storage', ofWaiting);
  await waiting.page.setViewportSize(phone);
  await expect(waiting.page.getByTestId('patient-called')).toHaveCount(0);

  cluster.startDatabase();
  for (const page of pages) {
    await expect(page.getByTestId('storage-away')).toHaveCount(0, { timeout: 60_000 });
  }
  await accept(doctor.page, patient.name);
  await expect(waiting.page.getByTestId('patient-called')).toBeVisible({ timeout: 30_000 });
  expect(await Promise.all(pages.map(isSameLoad))).toEqual([true, true]);
  await doctor.context.close();
  await waiting.context.close();
});
