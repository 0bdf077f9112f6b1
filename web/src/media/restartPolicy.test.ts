import { expect, test } from 'vitest';
import { nextRestart, type RestartContext, type RestartStep } from './restartPolicy';

const good: RestartContext = {
  hasSignalling: true,
  state: 'connected',
  badForMs: 0,
  restarts: 0,
  sinceRestartMs: Number.POSITIVE_INFINITY,
};

const cases: [claim: string, change: Partial<RestartContext>, step: RestartStep][] = [
  ['a good connection is left alone', {}, 'wait'],
  ['a gap below three seconds is left to heal', { state: 'disconnected', badForMs: 2_900 }, 'wait'],
  [
    'a gap of three seconds asks for new paths',
    { state: 'disconnected', badForMs: 3_000 },
    'restart',
  ],
  ['a failed connection does not wait', { state: 'failed', badForMs: 10 }, 'restart'],
  ['without signalling nothing is tried', { state: 'failed', hasSignalling: false }, 'wait'],
  ['connecting for the first time gets its time', { state: 'connecting', badForMs: 5_000 }, 'wait'],
  ['connecting for ever is not accepted', { state: 'connecting', badForMs: 9_000 }, 'restart'],
  [
    'a restart gets its time',
    { state: 'failed', badForMs: 9_000, restarts: 1, sinceRestartMs: 2_000 },
    'wait',
  ],
  [
    'a second restart is tried',
    { state: 'failed', badForMs: 12_000, restarts: 1, sinceRestartMs: 9_000 },
    'restart',
  ],
  [
    'after two restarts all is built anew',
    { state: 'failed', badForMs: 20_000, restarts: 2, sinceRestartMs: 9_000 },
    'rebuild',
  ],
];

test.each(cases)('%s', (_claim, change, step) => {
  expect(nextRestart({ ...good, ...change })).toBe(step);
});
