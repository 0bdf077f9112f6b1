import { expect, type Page, test } from '@playwright/test';
import { openStaff } from '../people/staff.ts';
import { look, WrittenByPeople } from '../watch/looks.ts';

test.describe.configure({ timeout: 180_000 });

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

const node = (name: string, more: object = {}) => ({
  name,
  role: 'all',
  state: 'serving',
  lastSeenAt: ago(1),
  startedAt: ago(86_400 * 3),
  rooms: 12,
  roomsBefore: null,
  seats: 31,
  connections: 1_204,
  cpuShare: 0.37,
  version: '1.4.0',
  ...more,
});

const name = (zh: string, en: string) => ({ zh, en });

/** What the server would say in an hour that nobody wishes for. */
function badHour(nodes: object[]) {
  return {
    at: ago(0),
    answeredBy: '/nodes/1',
    nodes,
    nodesAsOf: ago(1),
    dependencies: [
      { name: 'database', kind: 'postgresql', isUp: true, since: ago(86_400), checkedAt: ago(1), latencyMs: 1.42, failures: 0 },
      { name: 'coordination', kind: 'redis', isUp: false, since: ago(200), checkedAt: ago(1), latencyMs: null, failures: 66 },
      { name: 'media', kind: 'media', isUp: true, since: ago(86_400), checkedAt: ago(1), latencyMs: 0, failures: 0 },
    ],
    queues: [
      { departmentId: '1', department: name('心血管内科', 'Cardiology'), institution: name('青溪县人民医院', 'Qingxi County People’s Hospital'), waiting: 17, inProgress: 4, oldestAt: ago(2_460), claims: null, pausedUntil: null },
      { departmentId: '2', department: name('中医内科', 'TCM Internal Medicine'), institution: name('青溪县中医医院', 'Qingxi County TCM Hospital'), waiting: 0, inProgress: 1, oldestAt: null, claims: 1, pausedUntil: ago(-1_500) },
    ],
    moreQueues: 3,
    rebuilds: { count: 2, lastAt: ago(240) },
    outbox: { waiting: 3, failing: 1, oldestAt: ago(42) },
    queuesAsOf: ago(30),
    failures: [
      { node: '/nodes/1', lastAt: ago(2), times: 66, level: 'warning', category: 'Telehealth.Coordination.RedisConnection', sentence: 'Redis is away: {Error} {Text}', exception: null },
      { node: '/nodes/3', lastAt: ago(181), times: 4, level: 'error', category: 'Telehealth.Rooms.RoomHandover', sentence: '{Room} moved too late', exception: 'TimeoutException' },
      { node: '/nodes/4', lastAt: ago(1_200), times: 1, level: 'warning', category: 'Microsoft.AspNetCore.Server.Kestrel', sentence: null, exception: null },
      { node: '/nodes/1', lastAt: ago(9_000), times: 1, level: 'error', category: 'Telehealth.Operations.NodeRoll', sentence: '{Node} fell silent with {Rooms} rooms and {Seats} seats', exception: null },
    ],
  };
}

async function answer(page: Page, view: () => object): Promise<void> {
  await page.unroute('**/api/operations');
  await page.route('**/api/operations', (route) => route.fulfill({ json: view() }));
}

test('An operator sees how the installation does, in good and in bad hours', async ({ browser }) => {
  const { page, context } = await openStaff(browser, 'administrator');
  const written = new WrittenByPeople(page);
  await page.goto('/home');
  await page.getByRole('link', { name: '运行状态' }).click();
  await expect(page.getByTestId('dependency-database')).toHaveAttribute('data-up', 'true');
  await look(page, 'operations-quiet', written);

  await answer(page, () =>
    badHour([
      node('/nodes/1'),
      node('/nodes/2', { state: 'draining', rooms: 9, roomsBefore: 12, seats: 22 }),
      node('/nodes/3', { state: 'lost', lastSeenAt: ago(180), rooms: 5, seats: 11 }),
      node('/nodes/4', { rooms: 3, seats: 7 }),
    ]),
  );
  await expect(page.getByTestId('dependency-coordination')).toHaveAttribute('data-up', 'false');
  await expect(page.getByTestId('progress-/nodes/2')).toContainText('已换走 3 / 12 间诊室');
  await expect(page.getByTestId('operations-failures').getByText('/nodes/3')).toBeVisible();
  await expect(page.getByTestId('operations-queues')).toContainText('已暂停叫号');
  await look(page, 'operations-bad', written);
  await context.close();
});

test('Draining can be undone until it begins, and a page that hears nothing says so', async ({ browser }) => {
  const { page, context } = await openStaff(browser, 'administrator');
  const drained: string[] = [];
  await page.route('**/api/operations/drain', async (route) => {
    drained.push((route.request().postDataJSON() as { node: string }).node);
    await route.fulfill({ status: 204 });
  });
  await answer(page, () => badHour([node('/nodes/1'), node('/nodes/4')]));
  await page.goto('/operations');

  await page.getByTestId('drain-/nodes/4').click();
  await page.getByTestId('question-confirm').click();
  await page.getByTestId('drain-undo').click();
  await expect(page.getByTestId('drain-/nodes/4')).toBeVisible();
  await page.getByTestId('drain-/nodes/4').click();
  await page.getByTestId('question-confirm').click();
  await expect.poll(() => drained, { message: 'the second time it is asked for', timeout: 15_000 }).toEqual(['/nodes/4']);

  await page.unroute('**/api/operations');
  await page.route('**/api/operations', (route) => route.abort());
  await expect(page.getByTestId('operations-stale')).toBeVisible({ timeout: 40_000 });
  await look(page, 'operations-stale', new WrittenByPeople(page));
  await context.close();
});

test('Nobody but an operator gets to the page', async ({ browser }) => {
  const { page, context } = await openStaff(browser, 'coordinator');
  await page.goto('/operations');
  await expect(page).toHaveURL(/\/home$/);
  await context.close();
});
