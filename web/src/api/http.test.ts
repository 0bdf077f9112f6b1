import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { get, NetworkError, post, RefusalError } from './http';
import { fitWithin } from './upload';

const answer = (status: number, body: unknown) =>
  new Response(body === undefined ? null : JSON.stringify(body), { status });
const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  fetched.mockReset();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a refusal keeps its code, its status and its facts', async () => {
  fetched.mockResolvedValue(
    answer(409, { code: 'invitation.identity_mismatch', details: { attemptsLeft: 2 } }),
  );
  const refusal = await post('/api/invitations/confirm').catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(RefusalError);
  expect(refusal).toMatchObject({
    code: 'invitation.identity_mismatch',
    status: 409,
    details: { attemptsLeft: 2 },
  });
});

test('what changes something carries the header that other sites cannot send', async () => {
  fetched.mockImplementation(async () => answer(200, {}));
  await post('/api/session', { userName: 'x' });
  await get('/api/session');
  const headersOf = (call: number) => fetched.mock.calls[call]?.[1]?.headers;
  expect(headersOf(0)).toMatchObject({ 'X-Telehealth': '1' });
  expect(headersOf(1)).not.toHaveProperty('X-Telehealth');
});

test('reading is tried again over a lost network, writing is not', async () => {
  fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  fetched.mockResolvedValueOnce(answer(200, [1]));
  const read = get('/api/departments');
  await vi.advanceTimersByTimeAsync(2_000);
  await expect(read).resolves.toEqual([1]);

  fetched.mockReset();
  fetched.mockRejectedValue(new TypeError('Failed to fetch'));
  await expect(post('/api/session')).rejects.toBeInstanceOf(NetworkError);
  expect(fetched).toHaveBeenCalledTimes(1);
});

test('a proxy without a server behind it is a lost network, not a refusal', async () => {
  fetched.mockImplementation(async () => answer(502, undefined));
  await expect(post('/api/session')).rejects.toMatchObject({ code: 'network' });
});

test('an answer that is no JSON still becomes a refusal with a code', async () => {
  fetched.mockImplementation(async () => new Response('<html>', { status: 413 }));
  await expect(post('/api/session')).rejects.toMatchObject({ code: 'request.too_large' });
});

test('photos shrink to their longest side and never grow', () => {
  expect(fitWithin(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 });
  expect(fitWithin(800, 600, 1600)).toEqual({ width: 800, height: 600 });
});

test("the patient's page says who speaks where staff may speak too, and nowhere else", async () => {
  vi.resetModules();
  const patient = await import('./http');
  fetched.mockImplementation(async () => answer(200, {}));
  patient.speakAsPatient();
  await patient.get('/api/consultations/1/messages?after=3');
  await patient.post('/api/rooms/1/enter');
  await patient.get('/api/my/consultation');
  expect(fetched.mock.calls.map(([path]) => path)).toEqual([
    '/api/consultations/1/messages?after=3&as=patient',
    '/api/rooms/1/enter?as=patient',
    '/api/my/consultation',
  ]);
  expect(patient.addressed('/hubs/clinic')).toBe('/hubs/clinic?as=patient');
});
