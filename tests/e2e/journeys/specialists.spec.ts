import { expect, type Page, test } from '@playwright/test';
import { queueRow } from '../people/doctor.ts';
import { api, desk } from '../people/person.ts';
import { type ListedPatient, openStaff } from '../people/staff.ts';
import { startOver } from '../server/server.ts';
import { look, WrittenByPeople } from '../watch/looks.ts';

test.describe.configure({ timeout: 180_000 });

test.beforeAll(async () => {
  await startOver();
});

const row = (page: Page, practitionerId: string) => page.locator(`[data-practitioner="${practitionerId}"]`);

async function choosePresence(page: Page, state: 'available' | 'busy'): Promise<void> {
  await page.getByTestId('presence').click();
  await page.getByTestId(`presence-${state}`).click();
}

test('A clinic doctor finds who is free, sees it change, and asks that doctor by name', async ({ browser }) => {
  const li = await openStaff(browser, 'specialist');
  const wang = await openStaff(browser, 'specialist', { which: 1 });
  const clinic = await openStaff(browser, 'clinicDoctor', { which: 1 });
  const { page } = clinic;
  const written = new WrittenByPeople(page);
  await li.page.goto('/desk');
  const ofLi = row(page, li.session.practitionerId);

  await test.step('the specialty is found by the initials of its pinyin', async () => {
    await page.goto('/cases');
    await page.getByRole('link', { name: '找专家' }).click();
    await expect(page.getByTestId('specialty-cardiology')).toBeVisible();
    await look(page, 'specialists-empty', written);
    await page.setViewportSize(desk);
    await page.getByTestId('specialty-search').fill('xxg');
    await expect(page.getByTestId('specialty-tcm')).toHaveCount(0);
    await page.getByTestId('specialty-search').press('Enter');
    await expect(ofLi).toHaveAttribute('data-state', 'available');
    await expect(row(page, wang.session.practitionerId)).toHaveAttribute('data-state', 'offline');
    await expect(page.getByTestId('specialists-sum')).toContainText('2 位医生，现在有 1 位可以接诊');
    await page.getByTestId('specialty-search').fill('');
  });

  await test.step('the state changes while one looks', async () => {
    await choosePresence(li.page, 'busy');
    await expect(ofLi).toHaveAttribute('data-state', 'busy');
    await expect(page.getByTestId('specialists-sum')).toContainText('没有人能马上接诊');
    await wang.page.goto('/desk');
    await expect(row(page, wang.session.practitionerId)).toHaveAttribute('data-state', 'available');
    await look(page, 'specialists-cardiology', written);
    await page.setViewportSize(desk);
    await choosePresence(li.page, 'available');
    await expect(ofLi).toHaveAttribute('data-state', 'available');
  });

  const [patient] = await api<ListedPatient[]>(clinic.context, 'GET', '/api/patients?query=');
  if (patient === undefined) {
    throw new Error('The clinic has patients.');
  }
  await test.step('the case goes to that doctor alone', async () => {
    await ofLi.getByTestId('ask').click();
    await look(page, 'specialists-ask', written);
    await page.setViewportSize(desk);
    await page.getByTestId('patient-search').fill(patient.name);
    await page.getByRole('option').filter({ hasText: patient.name }).first().click();
    await page.getByTestId('ask-start').click();
    await expect(page.getByTestId('case-doctor')).toHaveValue(li.session.practitionerId);
    await page.getByTestId('case-complaint').fill('胸闷两天，活动后加重。');
    await page.getByTestId('send').click();
    await expect(page.getByTestId('waiting')).toBeVisible();
    await expect(queueRow(li.page, patient.name)).toContainText('指定您');
    await expect(queueRow(wang.page, patient.name)).toHaveCount(0);
  });

  await test.step('nearer sites stand first, and where nobody can tell the page says so', async () => {
    await page.goto('/specialists');
    await page.getByTestId('specialty-tcm').click();
    await expect(page.getByTestId('tier-township')).toBeVisible();
    await look(page, 'specialists-tiers', written);
    await page.setViewportSize(desk);
    await page.route('**/api/specialists?*', async (route) => {
      const answer = await route.fetch();
      const found = (await answer.json()) as { sites: { specialists: object[] }[] };
      await route.fulfill({
        json: {
          ...found,
          isPresenceKnown: false,
          sites: found.sites.map((site) => ({
            ...site,
            specialists: site.specialists.map((one) => ({ ...one, presence: null })),
          })),
        },
      });
    });
    await page.getByTestId('specialty-cardiology').click();
    await expect(page.getByTestId('specialists-unknown')).toBeVisible();
    await expect(ofLi).toHaveAttribute('data-state', 'unknown');
    await look(page, 'specialists-unknown', written);
  });

  for (const one of [li, wang, clinic]) {
    await one.context.close();
  }
});

test('A coordinator invites a patient for a doctor by name', async ({ browser }) => {
  const li = await openStaff(browser, 'specialist');
  const coordinator = await openStaff(browser, 'coordinator');
  const { page } = coordinator;
  await page.goto('/specialists');
  await page.getByTestId('specialty-cardiology').click();
  await row(page, li.session.practitionerId).getByTestId('ask').click();
  await page.getByTestId('patient-search').click();
  await page.getByRole('option').last().click();
  await page.getByTestId('ask-start').click();
  await expect(page.getByTestId('invitation-url')).toContainText('/join#');
  await li.context.close();
  await coordinator.context.close();
});
