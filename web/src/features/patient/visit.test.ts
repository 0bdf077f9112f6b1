import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MyConsultation } from '../../api/contracts';
import { RefusalError } from '../../api/http';
import { readMyConsultation, saveComplaint } from '../../api/myConsultation';
import { change, complaint, loadComplaint } from './complaintDraft';
import { mine, progress, refresh, show, takeSecret } from './model';
import { uploads } from './photoUploads';
import { freshProgress } from './steps';

vi.mock('../../api/myConsultation');

const empty = { symptoms: [], text: '', duration: null, severity: null, redFlags: [] };
const visit = (id: string, more: Partial<MyConsultation> = {}) =>
  ({ id, status: 'preparing', complaint: empty, photos: [], ...more }) as unknown as MyConsultation;

beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(saveComplaint).mockReset();
  show(visit('a'));
});

afterEach(() => {
  mine.value = null;
  vi.useRealTimers();
});

test("one patient's words never get into the next patient's visit", async () => {
  change({ text: 'words of A' });
  progress.value = { ...freshProgress, hasSeenAdvice: true };
  uploads.value = [{ id: 1, file: new File([], 'a'), percent: 0, problem: null, canRetry: true }];
  show(visit('b'));
  loadComplaint();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saveComplaint).not.toHaveBeenCalled();
  expect(complaint.value.text).toBe('');
  expect(uploads.value).toEqual([]);
  expect(progress.value).toEqual(freshProgress);
});

test('an answer to the visit before does not bring it back', async () => {
  let answer: (value: MyConsultation) => void = () => undefined;
  vi.mocked(saveComplaint).mockReturnValue(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  change({ text: 'words of A' });
  await vi.advanceTimersByTimeAsync(1_000);
  show(visit('b'));
  answer(visit('a'));
  await vi.advanceTimersByTimeAsync(0);
  expect(mine.value?.id).toBe('b');
});

test.each([
  [409, 1],
  [429, 2],
  [503, 2],
])('a save refused with %i is sent %i times in five seconds', async (status, times) => {
  vi.mocked(saveComplaint).mockRejectedValue(new RefusalError('some.code', status));
  change({ text: 'words' });
  await vi.advanceTimersByTimeAsync(5_500);
  expect(saveComplaint).toHaveBeenCalledTimes(times);
});

test('an answer that was overtaken does not take the patient out of the call', async () => {
  const answers: ((value: MyConsultation) => void)[] = [];
  vi.mocked(readMyConsultation).mockImplementation(
    () => new Promise((resolve) => answers.push(resolve)),
  );
  const older = refresh();
  const newer = refresh();
  answers[1]?.(visit('a', { status: 'inProgress' }));
  await newer;
  answers[0]?.(visit('a', { status: 'waiting' }));
  await older;
  expect(mine.value?.status).toBe('inProgress');
});

test('a mangled link is asked for as it is, not left opening for ever', () => {
  location.hash = '#abc%E0%A4';
  expect(takeSecret()).toBe('abc%E0%A4');
});
