import { beforeEach, expect, test, vi } from 'vitest';
import type { NewMessage } from '../../api/chat';
import { NetworkError, RefusalError } from '../../api/http';
import { Outbox } from './outbox';

const stored = new Map<string, string>();
const storage = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
  removeItem: (key: string) => void stored.delete(key),
};
let ids = 0;

function outboxThat(send: (message: NewMessage) => Promise<unknown>): Outbox {
  return new Outbox('c1', {
    send,
    storage,
    newId: () => `m${++ids}`,
    now: () => new Date(0),
    retryAfterMs: 1_000,
  });
}

beforeEach(() => {
  stored.clear();
  ids = 0;
});

test('messages go out in the order they were written and leave nothing behind', async () => {
  const arrived: string[] = [];
  const outbox = outboxThat(async ({ text }) => arrived.push(text));
  outbox.add('one');
  outbox.add('two');
  await vi.waitFor(() => expect(arrived).toEqual(['one', 'two']));
  expect(outbox.messages).toEqual([]);
  expect(stored.size).toBe(0);
});

test('a message written without network survives a reload and is sent once under its old id', async () => {
  outboxThat(() => Promise.reject(new NetworkError('network'))).add('still here');
  const send = vi.fn(async (_message: NewMessage) => undefined);
  const afterReload = outboxThat(send);
  expect(afterReload.messages).toMatchObject([{ clientMessageId: 'm1', text: 'still here' }]);
  await afterReload.flush();
  expect(send).toHaveBeenCalledExactlyOnceWith({ clientMessageId: 'm1', text: 'still here' });
  expect(afterReload.messages).toEqual([]);
});

test('a lost network holds the order and is tried again by itself', async () => {
  vi.useFakeTimers();
  let isOnline = false;
  const arrived: string[] = [];
  const outbox = outboxThat(async ({ text }) => {
    if (!isOnline) {
      throw new NetworkError('timeout');
    }
    arrived.push(text);
  });
  outbox.add('one');
  outbox.add('two');
  await vi.advanceTimersByTimeAsync(500);
  expect(outbox.messages.map(({ text }) => text)).toEqual(['one', 'two']);
  isOnline = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(arrived).toEqual(['one', 'two']);
  vi.useRealTimers();
});

test('a refused message stays until the person decides, and holds up nobody', async () => {
  const arrived: string[] = [];
  let refuses = true;
  const outbox = outboxThat(async ({ text }) => {
    if (text === 'long' && refuses) {
      throw new RefusalError('chat.too_long', 422);
    }
    arrived.push(text);
  });
  outbox.add('long');
  outbox.add('short');
  await vi.waitFor(() => expect(arrived).toEqual(['short']));
  expect(outbox.messages).toMatchObject([{ text: 'long', failed: 'chat.too_long' }]);
  refuses = false;
  outbox.retry('m1');
  await vi.waitFor(() => expect(arrived).toEqual(['short', 'long']));
  expect(outbox.messages).toEqual([]);
});

test('a server that is restarting is no refusal', async () => {
  const outbox = outboxThat(() => Promise.reject(new RefusalError('server.error', 500)));
  outbox.add('wait');
  await outbox.flush();
  expect(outbox.messages[0]?.failed).toBeUndefined();
  outbox.stop();
});
