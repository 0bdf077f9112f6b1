import { render } from 'preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { useUnread } from './unread';

const answers: ((last: number) => void)[] = [];
vi.mock('../../realtime/clinicConnection', () => ({
  clinicConnection: {
    state: 'connected',
    on: () => () => undefined,
    watchConsultation: (_id: string, answer: (last: number) => void) => {
      answers.push(answer);
      return () => undefined;
    },
  },
}));

function Counter({ isOpen }: { isOpen: boolean }) {
  return <p>{useUnread('c1', isOpen)}</p>;
}

const show = (isOpen: boolean) => render(<Counter isOpen={isOpen} />, document.body);
const untilShown = (count: string) =>
  vi.waitFor(() => expect(document.body.textContent).toBe(count));

async function serverSays(last: number): Promise<void> {
  await vi.waitFor(() => expect(answers).not.toEqual([]));
  answers.at(-1)?.(last);
}

beforeEach(() => {
  render(null, document.body);
  localStorage.clear();
  answers.length = 0;
});

test('messages that came while the line was lost are counted', async () => {
  show(false);
  await serverSays(2);
  await untilShown('2');
  await serverSays(5);
  await untilShown('5');
});

test('what was read before a reload is not counted again', async () => {
  show(true);
  await serverSays(3);
  await vi.waitFor(() => expect(Object.values(localStorage)).toEqual(['3']));
  render(null, document.body);
  answers.length = 0;
  show(false);
  await serverSays(4);
  await untilShown('1');
});
