import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RefusalError } from '../../api/http';
import { conversationOf } from '../chat/conversation';
import { keptKey } from './keptTexts';
import { noticeLostSession, signIn, signOut } from './model';

const posted: string[] = [];
let isServerUp = true;
let practitionerId = 'li';

beforeEach(async () => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
  posted.length = 0;
  isServerUp = true;
  practitionerId = 'li';
  vi.stubGlobal('fetch', async (path: string, request: RequestInit) => {
    if (path === '/api/session') {
      return new Response(JSON.stringify({ practitionerId, roles: [] }));
    }
    if (!isServerUp) {
      throw new TypeError('away');
    }
    posted.push((JSON.parse(String(request.body)) as { text: string }).text);
    return new Response(JSON.stringify({ sequence: 1, clientMessageId: 'm1' }));
  });
  await signIn('li', 'x');
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function leaveMessageUnsent(): Promise<void> {
  isServerUp = false;
  conversationOf('c1').outbox.add('from li');
  await vi.advanceTimersByTimeAsync(0);
}

test('a message that waits at sign-out is not sent under the next name', async () => {
  await leaveMessageUnsent();
  await signOut();
  practitionerId = 'wang';
  await signIn('wang', 'x');
  isServerUp = true;
  await vi.advanceTimersByTimeAsync(60_000);
  await conversationOf('c1').outbox.flush();
  expect(posted).toEqual([]);
});

test('a message that waits when the session ends goes out when the same person is back', async () => {
  await leaveMessageUnsent();
  noticeLostSession(new RefusalError('session.sign_in_required', 401));
  isServerUp = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(posted).toEqual([]);
  await signIn('li', 'x');
  await conversationOf('c1').outbox.flush();
  expect(posted).toEqual(['from li']);
});

test('somebody else who signs in after a lost session finds nothing', async () => {
  await leaveMessageUnsent();
  sessionStorage.setItem(keptKey('chat.draft', 'c1'), 'half a sentence');
  localStorage.setItem(keptKey('note', 'c1'), '{}');
  noticeLostSession(new RefusalError('session.sign_in_required', 401));
  practitionerId = 'wang';
  await signIn('wang', 'x');
  expect([...Object.keys(localStorage), ...Object.keys(sessionStorage)]).toEqual([]);
});

test('what the same person kept outlives a reload', async () => {
  localStorage.setItem(keptKey('note', 'c1'), '{}');
  await signIn('li', 'x');
  expect(localStorage.getItem(keptKey('note', 'c1'))).toBe('{}');
});
