import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Specialist, SpecialistSearch, SpecialistSite, Specialty } from '../../api/contracts';
import { byTier, canTakeNow, matching, SpecialistList, stateOf } from './model';

const name = (zh: string, en = zh) => ({ zh, en });

const specialty = (code: string, zh: string, en: string, initials: string): Specialty => ({
  code,
  catalogueCode: '03',
  name: name(zh, en),
  initials,
  departments: 1,
});

const presence = (state: NonNullable<Specialist['presence']>['state'], version = 1) => ({
  state,
  load: 0,
  capacity: 1,
  lastSeenAt: '2026-11-24T08:00:00Z',
  version,
});

const person = (practitionerId: string, more: Partial<Specialist> = {}): Specialist => ({
  practitionerId,
  name: name(practitionerId),
  title: null,
  languages: ['zh'],
  presence: null,
  ...more,
});

const site = (departmentId: string, more: Partial<SpecialistSite> = {}): SpecialistSite => ({
  departmentId,
  department: name('心内科'),
  institution: name('医院'),
  tier: 'county',
  isOwn: false,
  specialists: [person('li')],
  ...more,
});

describe('a specialty', () => {
  const all = [
    specialty('cardiology', '心血管内科', 'Cardiology', 'xxgnk'),
    specialty('gastroenterology', '消化内科', 'Gastroenterology', 'xhnk'),
    specialty('dermatology', '皮肤科', 'Dermatology', 'pfk'),
  ];
  it.each([
    ['', ['cardiology', 'gastroenterology', 'dermatology']],
    ['xxg', ['cardiology']],
    [' XHNK ', ['gastroenterology']],
    ['内科', ['cardiology', 'gastroenterology']],
    ['derma', ['dermatology']],
    ['骨', []],
  ])('is found by %j', (query, codes) => {
    expect(matching(all, query).map((one) => one.code)).toEqual(codes);
  });
});

it('groups by tier in the order of nearness, the own institution by itself', () => {
  const groups = byTier([
    site('own', { isOwn: true, tier: 'township' }),
    site('other', { tier: 'township' }),
    site('first'),
    site('second'),
  ]);
  expect(groups.map((group) => [group.tier, group.sites.map((one) => one.departmentId)])).toEqual([
    ['own', ['own']],
    ['township', ['other']],
    ['county', ['first', 'second']],
  ]);
});

it('says nobody is offline whose state nobody can tell', () => {
  expect(stateOf(person('li'), false)).toBe('unknown');
  expect(stateOf(person('li', { presence: presence('busy') }), false)).toBe('unknown');
  expect(stateOf(person('li'), true)).toBe('offline');
});

it('counts as free who has room for one more', () => {
  const inConsultation = (load: number) =>
    person('li', { presence: { ...presence('inConsultation'), load, capacity: 2 } });
  expect(canTakeNow(inConsultation(1))).toBe(true);
  expect(canTakeNow(inConsultation(2))).toBe(false);
  expect(canTakeNow(person('li', { presence: presence('busy') }))).toBe(false);
});

describe('the list', () => {
  let answer: SpecialistSearch;
  beforeEach(() => {
    answer = { isPresenceKnown: true, hasMore: false, sites: [site('near'), site('far')] };
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(answer)));
  });
  afterEach(() => vi.unstubAllGlobals());

  const told = (version: number, state: 'available' | 'busy') => ({
    practitionerId: 'li',
    ...presence(state, version),
  });
  const statesOf = (list: SpecialistList) =>
    list.found.value?.sites.map((one) => one.specialists[0]?.presence?.state ?? null);

  it('changes a doctor only at the place that was told, and never back to older news', async () => {
    const list = new SpecialistList();
    await list.choose('cardiology');
    list.changed('near', [told(5, 'busy')]);
    list.changed('near', [told(4, 'available')]);
    list.changed('elsewhere', [told(9, 'available')]);
    expect(statesOf(list)).toEqual(['busy', null]);
  });

  it('keeps what was told while an older answer was on its way', async () => {
    const list = new SpecialistList();
    const near = (version: number) =>
      site('near', { specialists: [person('li', { presence: presence('available', version) })] });
    answer = { ...answer, sites: [near(1)] };
    await list.choose('cardiology');
    list.changed('near', [told(3, 'busy')]);
    answer = { ...answer, sites: [near(2)] };
    await list.read();
    expect(statesOf(list)).toEqual(['busy']);
    answer = { ...answer, sites: [near(4)] };
    await list.read();
    expect(statesOf(list)).toEqual(['available']);
  });

  it('counts whoever works at two sites once', async () => {
    const list = new SpecialistList();
    await list.choose('cardiology');
    list.changed('far', [told(2, 'available')]);
    expect(list.counts.value).toEqual({ all: 1, free: 1 });
  });

  it('forgets what was near to another role', async () => {
    const list = new SpecialistList();
    await list.begin('village');
    await list.choose('cardiology');
    await list.begin('village');
    expect(list.found.value).not.toBeNull();
    await list.begin('county');
    expect([list.specialty.value, list.found.value]).toEqual([null, null]);
  });

  it('shows nothing of the last specialty under the name of the next', async () => {
    const list = new SpecialistList();
    await list.choose('cardiology');
    const reading = list.choose('tcm');
    expect(list.found.value).toBeNull();
    await reading;
    expect(list.found.value).not.toBeNull();
  });
});
