import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsultationListItem, QueueEntry, Urgency } from '../../api/contracts';
import { Desk, groupMine } from './model';

const name = { zh: '青禾县人民医院', en: 'Qinghe County Hospital' };

function entry(consultationId: string, urgency: Urgency): QueueEntry {
  return {
    consultationId,
    place: 1,
    patientName: '马德福',
    gender: 'male',
    age: 71,
    urgency,
    kind: 'direct',
    reason: '',
    redFlagCount: 0,
    waitingSince: '2026-11-23T10:00:00Z',
    score: {
      urgency: 3,
      urgencyPoints: 90,
      waitedMinutes: 0,
      continuityPoints: 0,
      languagePoints: 0,
      isOverdue: false,
      basePoints: 90,
      points: 90,
    },
    aheadBecause: { moreUrgent: 0, cameEarlier: 0, waitedMuchLonger: 0, suitsTheDoctor: 0 },
    isForYouAlone: false,
    isOnline: true,
    ringsInSeconds: urgency <= 2 ? 0 : null,
    institution: name,
  };
}

function item(id: string, status: ConsultationListItem['status']): ConsultationListItem {
  return {
    id,
    kind: 'direct',
    status,
    patientName: '马德福',
    age: 71,
    gender: 'male',
    department: name,
    urgency: 3,
    reason: '',
    createdAt: '2026-11-23T10:00:00Z',
    startedAt: null,
    endedAt: null,
    doctorName: null,
    isSigned: false,
    isMissed: false,
  };
}

type Answer = { status: number; body: unknown };

describe('the desk', () => {
  let answers: Record<string, Answer>;
  const asked: string[] = [];
  const sent: unknown[] = [];

  beforeEach(() => {
    asked.length = 0;
    sent.length = 0;
    answers = {};
    vi.stubGlobal('fetch', async (path: string, request: RequestInit) => {
      const key = `${request.method} ${path}`;
      asked.push(key);
      sent.push(request.body === undefined ? null : JSON.parse(String(request.body)));
      if (answers[key]?.status === 0) {
        throw new TypeError('no network');
      }
      const { status, body } = answers[key] ?? { status: 404, body: { code: 'not_found' } };
      return new Response(JSON.stringify(body), { status });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('tells of urgent arrivals, but not of those who waited already', async () => {
    const told: string[] = [];
    const desk = new Desk('d1', 'p1', (entries) => {
      told.push(...entries.map((one) => one.consultationId));
    });
    answers['GET /api/departments/d1/queue'] = { status: 200, body: [entry('a', 1)] };
    await desk.refreshQueue();
    answers['GET /api/departments/d1/queue'] = {
      status: 200,
      body: [entry('a', 1), entry('b', 2)],
    };
    await desk.refreshQueue();
    expect(told).toEqual(['b']);
  });

  it('keeps the queue on screen when reading it again fails', async () => {
    const desk = new Desk('d1', 'p1', () => {});
    answers['GET /api/departments/d1/queue'] = { status: 200, body: [entry('a', 3)] };
    await desk.refreshQueue();
    answers = {};
    await desk.refreshQueue();
    expect(desk.queue.value?.length).toBe(1);
    expect(desk.queueError.value).not.toBeNull();
  });

  it('closes the case and reads the queue again when somebody else was faster', async () => {
    const desk = new Desk('d1', 'p1', () => {});
    await desk.open('a');
    answers['POST /api/consultations/a/accept'] = {
      status: 409,
      body: { code: 'consultation.not_waiting' },
    };
    answers['GET /api/departments/d1/queue'] = { status: 200, body: [] };
    await expect(desk.accept('a')).rejects.toMatchObject({ code: 'consultation.not_waiting' });
    expect(desk.opened.value).toBeNull();
    expect(desk.queue.value).toEqual([]);
    expect(desk.taking.value).toBeNull();
  });

  it('keeps the case that is being read when reading it again fails', async () => {
    const desk = new Desk('d1', 'p1', () => {});
    answers['GET /api/consultations/a'] = { status: 200, body: { id: 'a' } };
    await desk.open('a');
    answers = {};
    await desk.refreshOpened();
    expect(desk.opened.value?.details).toEqual({ id: 'a' });
    expect(desk.opened.value?.error).not.toBeNull();
  });

  it('shows nothing of one case under the error of another', async () => {
    const desk = new Desk('d1', 'p1', () => {});
    answers['GET /api/consultations/a'] = { status: 200, body: { id: 'a' } };
    await desk.open('a');
    await desk.open('b');
    expect(desk.opened.value).toMatchObject({ id: 'b', details: null });
  });

  it('takes nobody twice on a double click', async () => {
    const desk = new Desk('d1', 'p1', () => {});
    answers['POST /api/departments/d1/queue/next'] = { status: 200, body: { id: 'a' } };
    const [first, second] = await Promise.all([desk.takeNext(), desk.takeNext()]);
    expect(first).toEqual({ id: 'a' });
    expect(second).toBeNull();
    expect(asked).toEqual(['POST /api/departments/d1/queue/next']);
  });

  it('asks for the same patient again when the answer was lost, and for another one after that', async () => {
    const desk = new Desk('d1', 'p1', () => {});
    const next = 'POST /api/departments/d1/queue/next';
    answers['GET /api/departments/d1/queue'] = { status: 200, body: [] };
    answers[next] = { status: 0, body: null };
    await expect(desk.takeNext()).rejects.toMatchObject({ code: 'network' });
    answers[next] = { status: 200, body: { id: 'a' } };
    await desk.takeNext();
    await desk.takeNext();
    const [lost, again, other] = sent.filter((_, index) => asked[index] === next);
    expect(again).toEqual(lost);
    expect(other).not.toEqual(lost);
  });

  it('shows whom a click called although its answer was lost', async () => {
    const desk = new Desk('d1', 'p1', () => {});
    answers['POST /api/departments/d1/queue/next'] = { status: 0, body: null };
    answers['GET /api/consultations?mine=true'] = { status: 200, body: [item('a', 'inProgress')] };
    await expect(desk.takeNext()).rejects.toMatchObject({ code: 'network' });
    expect(desk.mine.value?.map((one) => one.id)).toEqual(['a']);
  });

  it('shows own presence as the server tells it', () => {
    const desk = new Desk('d1', 'p1', () => {});
    expect(desk.myPresence.value).toBe('offline');
    desk.setPresence('p2', 'busy');
    desk.setPresence('p1', 'inConsultation');
    expect(desk.myPresence.value).toBe('inConsultation');
  });

  it('believes no news that is older than what it knows', () => {
    const desk = new Desk('d1', 'p1', () => {});
    const news = { practitionerId: 'p1', load: 0, capacity: 1, lastSeenAt: '' };
    desk.replacePresences([{ ...news, state: 'available', version: 5 }]);
    desk.changePresences([{ ...news, state: 'busy', version: 7 }]);
    desk.changePresences([{ ...news, state: 'available', version: 6 }]);
    expect(desk.myPresence.value).toBe('busy');
  });
});

it('groups own consultations by what they need, the latest few of the completed', () => {
  const completed = Array.from({ length: 8 }, (_, index) => item(`c${index}`, 'completed'));
  const groups = groupMine([...completed, item('e', 'ended'), item('p', 'planned')]);
  expect(groups.map((one) => [one.group, one.items.length])).toEqual([
    ['ended', 1],
    ['completed', 5],
  ]);
});
