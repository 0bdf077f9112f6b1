import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Outlook, Peers } from '../media/peers';
import { PathWatch } from './pathWatch';

let addresses: string[] = [];
let looksOut = 0;
let adopted = 0;
let received = 0;
let moved = 0;
let sent = 0;
let lost = 0;
let watch: PathWatch;

const peers = {
  lookOut: async (): Promise<Outlook> => {
    looksOut++;
    return { addresses, frame: document.createElement('iframe') };
  },
  adopt: () => adopted++,
} as unknown as Peers;

const connection = {
  connectionState: 'connected',
  getStats: async () =>
    new Map([['pair', { type: 'candidate-pair', bytesReceived: received, bytesSent: sent }]]),
} as unknown as RTCPeerConnection;

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

async function flow(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 50) {
    received += 100;
    await pass(50);
  }
}

beforeEach(async () => {
  vi.useFakeTimers();
  addresses = ['192.0.2.10'];
  looksOut = adopted = received = moved = sent = lost = 0;
  watch = new PathWatch({
    peers,
    publishing: () => connection,
    onMoved: () => moved++,
    onLost: () => lost++,
  });
  watch.start();
  await flow(1_000);
});

afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

test('while answers come, nothing is looked for, whatever the addresses', async () => {
  addresses = ['198.51.100.7'];
  await flow(3_000);
  expect([looksOut, moved]).toEqual([1, 0]);
});

test('silence with another address is a move, told once', async () => {
  addresses = ['198.51.100.7'];
  await pass(1_000);
  expect([moved, adopted]).toEqual([1, 1]);
  await pass(5_000);
  expect(moved).toBe(1);
});

test('silence with the same address is a stall and left to heal', async () => {
  await pass(5_000);
  expect(moved).toBe(0);
});

test('another address beside the known one is no move', async () => {
  addresses = ['192.0.2.10', '198.51.100.7'];
  await pass(5_000);
  expect(moved).toBe(0);
});

test('in a long tunnel it looks ever more rarely', async () => {
  await pass(60_000);
  expect(looksOut).toBeLessThan(30);
});

test('where the browser hides addresses it does not go on looking', async () => {
  watch.stop();
  addresses = [];
  watch.start();
  await flow(2_000);
  await pass(20_000);
  expect([looksOut, moved]).toEqual([2, 0]);
});

test('between two networks it looks again until there is one', async () => {
  addresses = [];
  await pass(2_000);
  expect(moved).toBe(0);
  addresses = ['198.51.100.7'];
  await pass(1_500);
  expect(moved).toBe(1);
});

test('after a word of the device a shorter silence is enough', async () => {
  window.dispatchEvent(new Event('online'));
  addresses = ['198.51.100.7'];
  await pass(400);
  expect(moved).toBe(1);
});

test('what is sent and not answered for 1.5 s is told as lost, again and again', async () => {
  const send = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 50) {
      sent += 500;
      await pass(50);
    }
  };
  await send(1_000);
  expect(lost).toBe(0);
  await send(1_000);
  expect(lost).toBe(1);
  await send(1_600);
  expect(lost).toBe(2);
  await flow(1_000);
  expect(lost).toBe(2);
});

test('who sends nothing is not answered, and nothing is lost', async () => {
  await pass(10_000);
  expect(lost).toBe(0);
});
