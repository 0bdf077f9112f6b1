import type { HubConnection } from '@microsoft/signalr';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What the connection asks of SignalR; the test decides whether the server is there. */
class FakeHub {
  isServerUp = true;
  starts = 0;
  hint: number | undefined;
  readonly asked: [method: string, ...args: unknown[]][] = [];
  readonly #handlers = new Map<string, (...args: unknown[]) => void>();
  #onClose: () => void = () => undefined;

  on = (name: string, handler: (...args: unknown[]) => void) => {
    this.#handlers.set(name, handler);
  };
  onclose = (handler: () => void) => {
    this.#onClose = handler;
  };
  start = async () => {
    this.starts++;
    if (!this.isServerUp) {
      throw new Error('away');
    }
  };
  stop = async () => this.#onClose();
  takeHint = () => this.hint;
  send = async (method: string, ...args: unknown[]) => {
    this.asked.push([method, ...args]);
  };
  invoke = async (method: string, ...args: unknown[]) => {
    this.asked.push([method, ...args]);
    return method === 'WatchConsultation' ? { lastSequence: 7 } : [];
  };

  crash(): void {
    this.isServerUp = false;
    this.#onClose();
  }

  say(name: string, ...args: unknown[]): void {
    this.#handlers.get(name)?.(...args);
  }
}

let ticks: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  ticks = [];
  vi.stubGlobal(
    'Worker',
    class {
      set onmessage(handler: () => void) {
        ticks.push(handler);
      }
      terminate() {}
    },
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function startedConnection() {
  const { ClinicConnection } = await import('./clinicConnection');
  const hub = new FakeHub();
  const connection = new ClinicConnection(hub as unknown as HubConnection, hub);
  connection.start();
  await vi.advanceTimersByTimeAsync(0);
  return { hub, connection };
}

test('after a restart of the server everything watched is watched again, presence included', async () => {
  const { hub, connection } = await startedConnection();
  const heard = vi.fn();
  const caughtUp = vi.fn();
  connection.on('caughtUp', caughtUp);
  connection.watchConsultation('c1', heard);
  connection.watchDepartment('d1', () => undefined);
  connection.watchPresence(['d2', 'd3'], () => undefined);
  await connection.setPresence('busy');
  hub.asked.length = 0;

  hub.crash();
  expect(connection.state).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(60_000);
  hub.isServerUp = true;
  await vi.advanceTimersByTimeAsync(11_000);

  expect(connection.state).toBe('connected');
  expect(hub.asked).toContainEqual(['SetPresence', 'busy']);
  expect(hub.asked).toContainEqual(['WatchDepartment', 'd1']);
  expect(hub.asked).toContainEqual(['WatchPresence', ['d2', 'd3']]);
  expect(hub.asked).toContainEqual(['WatchConsultation', 'c1']);
  expect(heard).toHaveBeenLastCalledWith(7);
  expect(caughtUp).toHaveBeenCalledTimes(1);
  await connection.stop();
});

test('the first connection says that what was read before it may be old', async () => {
  const { ClinicConnection } = await import('./clinicConnection');
  const connection = new ClinicConnection(new FakeHub() as unknown as HubConnection, {
    takeHint: () => undefined,
  });
  const caughtUp = vi.fn();
  connection.on('caughtUp', caughtUp);
  connection.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(caughtUp).toHaveBeenCalledTimes(1);
  await connection.stop();
});

test('two watchers share one watch, which ends with the second', async () => {
  const { hub, connection } = await startedConnection();
  const first = connection.watchDepartment('d1', () => undefined);
  const second = connection.watchDepartment('d1', () => undefined);
  first();
  expect(hub.asked).not.toContainEqual(['UnwatchDepartment', 'd1']);
  second();
  expect(hub.asked).toContainEqual(['UnwatchDepartment', 'd1']);
  await connection.stop();
});

test('a heartbeat goes out at each tick while connected, and none while not', async () => {
  const { hub, connection } = await startedConnection();
  hub.asked.length = 0;
  ticks[0]?.();
  expect(hub.asked).toEqual([['Heartbeat']]);
  hub.crash();
  ticks[0]?.();
  expect(hub.asked).toEqual([['Heartbeat']]);
  await connection.stop();
});

test('events of the server arrive under their own names', async () => {
  const { hub, connection } = await startedConnection();
  const posted = vi.fn();
  connection.on('messagePosted', posted);
  hub.say('MessagePosted', 'c1', 3);
  expect(posted).toHaveBeenCalledWith({ consultationId: 'c1', sequence: 3 });
  await connection.stop();
});

test('who is told when to come does not come earlier, nor much later', async () => {
  const { hub, connection } = await startedConnection();
  hub.hint = 20_000;
  hub.crash();
  await vi.advanceTimersByTimeAsync(1);
  const tried = hub.starts;
  window.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(19_900);
  expect(hub.starts).toBe(tried);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(hub.starts).toBe(tried + 1);
  await connection.stop();
});

test('a node that goes away is left within the time it names', async () => {
  const { hub, connection } = await startedConnection();
  hub.say('GoingAway', 4);
  expect(hub.starts).toBe(1);
  await vi.advanceTimersByTimeAsync(4_300);
  expect(hub.starts).toBe(2);
  expect(connection.state).toBe('connected');
  await connection.stop();
});

test('when the node is gone earlier, everybody keeps the own moment', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const { hub, connection } = await startedConnection();
  hub.say('GoingAway', 4);
  hub.crash();
  hub.isServerUp = true;
  await vi.advanceTimersByTimeAsync(1_900);
  expect(hub.starts).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(connection.state).toBe('connected');
  vi.restoreAllMocks();
  await connection.stop();
});

test('while news are delayed pages read again slowly, and once more when news come again', async () => {
  const { hub, connection } = await startedConnection();
  const readAgain = vi.fn();
  const delayed = vi.fn();
  connection.on('readAgain', readAgain);
  connection.on('delayedChanged', delayed);
  hub.say('LiveUpdatesDelayed', true);
  expect(delayed).toHaveBeenLastCalledWith(true);
  await vi.advanceTimersByTimeAsync(24_100);
  expect(readAgain.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(readAgain.mock.calls.length).toBeLessThanOrEqual(4);

  hub.say('LiveUpdatesDelayed', false);
  expect(delayed).toHaveBeenLastCalledWith(false);
  readAgain.mockClear();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(readAgain).not.toHaveBeenCalled();
  connection.watchDepartment('d1', () => undefined);
  hub.asked.length = 0;
  hub.say('ReadAgain', 3);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(readAgain).toHaveBeenCalledTimes(1);
  expect(hub.asked).toContainEqual(['WatchDepartment', 'd1']);
  await connection.stop();
});
