import { afterEach, expect, test, vi } from 'vitest';
import type { ChatMessage } from '../../api/contracts';
import { Conversation } from './conversation';

const nobody = { zh: '', en: '' };
const message = (sequence: number, clientMessageId = `m${sequence}`): ChatMessage => ({
  sequence,
  clientMessageId,
  senderSeat: 'patient-1',
  senderName: nobody,
  text: `text ${sequence}`,
  photo: null,
  sentAt: '2026-01-01T00:00:00Z',
});

const onServer: ChatMessage[] = [];
let whileReading = () => {};
vi.mock('../../api/chat', () => ({
  readMessages: async (_id: string, after: number) => {
    const answer = onServer.filter(({ sequence }) => sequence > after);
    whileReading();
    return answer;
  },
  postMessage: async (_id: string, { clientMessageId }: { clientMessageId: string }) => {
    const posted = message(onServer.length + 1, clientMessageId);
    onServer.push(posted);
    return posted;
  },
}));
const handlers = new Map<string, (payload: unknown) => void>();
vi.mock('../../realtime/clinicConnection', () => ({
  clinicConnection: {
    start: () => undefined,
    watchConsultation: () => () => undefined,
    on: (name: string, handler: (payload: unknown) => void) => {
      handlers.set(name, handler);
      return () => undefined;
    },
  },
}));

const sequences = (conversation: Conversation) =>
  conversation.messages.map(({ sequence }) => sequence);

afterEach(() => {
  onServer.length = 0;
  localStorage.clear();
});

test('what others wrote just before an own message is not skipped', async () => {
  const conversation = new Conversation('c1');
  const stop = conversation.follow();
  await vi.waitFor(() => expect(conversation.isLoaded).toBe(true));
  onServer.push(message(1));
  conversation.outbox.add('mine');
  await vi.waitFor(() => expect(sequences(conversation)).toEqual([2]));
  handlers.get('messagePosted')?.({ consultationId: 'c1', sequence: 2 });
  await vi.waitFor(() => expect(sequences(conversation)).toEqual([1, 2]));
  stop();
});

test('what is written while an empty answer is under way is read as well', async () => {
  const conversation = new Conversation('c1');
  whileReading = () => {
    whileReading = () => {};
    onServer.push(message(1));
    handlers.get('messagePosted')?.({ consultationId: 'c1', sequence: 1 });
  };
  const stop = conversation.follow();
  await vi.waitFor(() => expect(sequences(conversation)).toEqual([1]));
  stop();
});

test('after a gap everything missed is read', async () => {
  const conversation = new Conversation('c1');
  const stop = conversation.follow();
  await vi.waitFor(() => expect(conversation.isLoaded).toBe(true));
  onServer.push(message(1), message(2), message(3));
  handlers.get('caughtUp')?.(undefined);
  await vi.waitFor(() => expect(sequences(conversation)).toEqual([1, 2, 3]));
  stop();
});

test('what was heard in the room stands there until it is stored, once', async () => {
  const conversation = new Conversation('c3');
  const stop = conversation.follow();
  await vi.waitFor(() => expect(conversation.isLoaded).toBe(true));
  const heard = { seat: 'patient-1', name: nobody, clientMessageId: 'm1', text: 'text 1' };
  conversation.overhear(heard);
  conversation.overhear(heard);
  conversation.overhear({ ...heard, seat: 'doctor-1' });
  expect(conversation.overheard).toHaveLength(2);
  onServer.push(message(1));
  handlers.get('messagePosted')?.({ consultationId: 'c3', sequence: 1 });
  await vi.waitFor(() => expect(sequences(conversation)).toEqual([1]));
  expect(conversation.overheard).toEqual([{ ...heard, seat: 'doctor-1' }]);
  conversation.overhear(heard);
  expect(conversation.overheard).toHaveLength(1);
  stop();
});
