import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SearchList } from './SearchList';

let chosen: string[] = [];
let answers: Record<string, () => Promise<string[]>> = {};

beforeEach(() => {
  vi.useFakeTimers();
  chosen = [];
  answers = {};
  render(
    <SearchList<string>
      label="Patient"
      search={(query) => answers[query]?.() ?? new Promise(() => {})}
      keyOf={(item) => item}
      show={(item) => item}
      onChoose={(item) => chosen.push(item)}
    />,
    document.body,
  );
});

afterEach(async () => {
  // What is still to be drawn is drawn by this test's clock.
  await vi.advanceTimersByTimeAsync(500);
  render(null, document.body);
  vi.useRealTimers();
});

async function type(text: string): Promise<void> {
  const input = document.querySelector('input') as HTMLInputElement;
  input.dispatchEvent(new Event('focus'));
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  // Longer than the pause after typing, and than what draws the answer.
  await vi.advanceTimersByTimeAsync(500);
}

function press(key: string, isComposing = false): void {
  const event = new KeyboardEvent('keydown', { key, isComposing, bubbles: true, cancelable: true });
  document.querySelector('input')?.dispatchEvent(event);
}

test('Enter chooses nothing that an older query found', async () => {
  answers['li'] = () => Promise.resolve(['Li Ming']);
  await type('li');
  await type('liu');
  press('Enter');
  expect(chosen).toEqual([]);
  expect(document.querySelectorAll('[role=option]').length).toBe(0);
});

test('Enter chooses what the shown query found', async () => {
  answers['li'] = () => Promise.resolve(['Li Ming']);
  await type('li');
  press('Enter');
  expect(chosen).toEqual(['Li Ming']);
});

test('Enter that ends a composition chooses nothing', async () => {
  answers['li'] = () => Promise.resolve(['Li Ming']);
  await type('li');
  press('Enter', true);
  expect(chosen).toEqual([]);
  press('Enter');
  expect(chosen).toEqual(['Li Ming']);
});

test('a search that failed says so', async () => {
  answers['li'] = () => Promise.reject(new Error('away'));
  await type('li');
  expect(document.querySelector('[role=alert]')?.textContent).toBeTruthy();
});
