import { afterEach, expect, test, vi } from 'vitest';
import { HubHttp, speakFromCall } from './hubHttp';

const negotiation = { method: 'POST', url: 'https://a.example/hubs/clinic/negotiate?x=1' };

afterEach(() => {
  speakFromCall(undefined);
  vi.unstubAllGlobals();
});

function answer(body: string, status = 200, headers: Record<string, string> = {}) {
  const asked = vi.fn<(url: string, request: RequestInit) => Promise<Response>>(
    async () => new Response(body, { status, headers }),
  );
  vi.stubGlobal('fetch', asked);
  return asked;
}

test('whoever is in a call says so at the door, and nobody else', async () => {
  const asked = answer('{}');
  await new HubHttp().send(negotiation);
  speakFromCall('the pass');
  await new HubHttp().send(negotiation);
  const headers = asked.mock.calls.map(([, request]) => request.headers);
  expect(headers).toEqual([{}, { 'X-Telehealth-Call': 'the pass' }]);
});

test('a full server is left alone for as long as it asks, once', async () => {
  answer('', 503, { 'Retry-After': '7' });
  const http = new HubHttp();
  await expect(http.send(negotiation)).rejects.toMatchObject({ statusCode: 503 });
  expect(http.takeHint()).toBe(7_000);
  expect(http.takeHint()).toBeUndefined();
});

test('a server that is gone gives no hint', async () => {
  answer('', 502);
  const http = new HubHttp();
  await expect(http.send(negotiation)).rejects.toMatchObject({ statusCode: 502 });
  expect(http.takeHint()).toBeUndefined();
});
