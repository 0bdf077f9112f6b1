import { test } from '@playwright/test';
import { accept, inCall } from '../people/doctor.ts';
import { openPhone, queueByApi } from '../people/patient.ts';
import { inviteSomebody, openStaff } from '../people/staff.ts';
import { Cluster, stopCluster } from '../server/cluster.ts';
import { meetAt } from '../server/server.ts';
import { seesAndHears } from '../watch/media.ts';

let cluster: Cluster;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  cluster = await Cluster.start();
  meetAt(cluster.installation);
});

test.afterAll(async () => {
  meetAt(undefined);
  await stopCluster();
});

test('People meet by the proxy before two nodes', async ({ browser }) => {
  const doctor = await openStaff(browser, 'specialist');
  const { patient, invitation } = await inviteSomebody(doctor);
  const phone = await openPhone(browser);
  await queueByApi(phone.context, invitation, patient);
  await doctor.page.goto('/desk');
  await phone.page.goto('/join');
  await accept(doctor.page, patient.name);
  await phone.page.getByTestId('patient-enter').click();
  await inCall(doctor.page);
  await seesAndHears('the specialist', doctor.page, { videos: 1, audios: 1 }, 40_000);
  for (const one of [doctor, phone]) {
    await one.context.close();
  }
});
