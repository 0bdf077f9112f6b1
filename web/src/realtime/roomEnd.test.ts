import { expect, test } from 'vitest';
import { NetworkError, RefusalError } from '../api/http';
import { afterLastWord, refusalAtTheDoor, refusalIn, stateAfterRefusal } from './roomEnd';

const hubError = (code: string) =>
  new Error(
    `An unexpected error occurred invoking 'Join' on the server. HubException: refusal:${code}`,
  );

test.each(['media.room_full', 'media.room_locked'])(
  '%s ends the attempt with its own words',
  (code) => {
    const refusal = refusalAtTheDoor(hubError(code));
    expect(stateAfterRefusal(refusal, false)).toMatchObject({ name: 'refused', error: { code } });
  },
);

test('a pass that ran out is no end: a fresh one is got', () => {
  expect(stateAfterRefusal(refusalAtTheDoor(hubError('room_pass.expired')), false)).toBeUndefined();
});

test('a busy server and a lost network are tried again', () => {
  expect(stateAfterRefusal(new NetworkError('timeout'), true)).toBeUndefined();
  expect(stateAfterRefusal(new RefusalError('request.too_many', 429), true)).toBeUndefined();
  expect(stateAfterRefusal(new RefusalError('server.error', 500), true)).toBeUndefined();
});

test('whoever is signed out in the middle of a call is told so, and not that the call is over', () => {
  const signedOut = new RefusalError('session.sign_in_required', 401);
  expect(stateAfterRefusal(signedOut, true)).toEqual({ name: 'refused', error: signedOut });
});

test('a moderator hears why something was refused', () => {
  expect(refusalIn(hubError('media.unknown_seat'))).toMatchObject({ code: 'media.unknown_seat' });
  const other = new Error('The connection was closed.');
  expect(refusalIn(other)).toBe(other);
});

test('the last word decides about coming back', () => {
  expect(afterLastWord('removed')).toEqual({ name: 'ended', reason: 'removed' });
  expect(afterLastWord('replaced')).toEqual({ name: 'takenOver' });
  expect(afterLastWord('timed_out')).toBe('anew');
  expect(afterLastWord(undefined)).toBe('resume');
});
