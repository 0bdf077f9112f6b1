import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { navigate, path, useLeaveGuard } from './router';

/** The tab's history, as a browser keeps it: go() moves first and tells afterwards. */
const entries: { state: unknown; url: string }[] = [];
let position = 0;

let isDirty = false;
let answer = false;
const ask = vi.fn(async () => answer);
const askIsDirty = () => isDirty;

function Guarded() {
  useLeaveGuard(askIsDirty, ask);
  return null;
}

beforeEach(async () => {
  entries.splice(0, entries.length, { state: history.state, url: '/desk' });
  position = 0;
  ask.mockClear();
  const move = history.replaceState.bind(history);
  vi.spyOn(history, 'pushState').mockImplementation((state, _, url) => {
    entries.splice(++position, entries.length, { state, url: String(url) });
    move(state, '', url);
  });
  vi.spyOn(history, 'go').mockImplementation((steps = 0) => {
    setTimeout(() => {
      position += steps;
      const entry = entries[position];
      move(entry?.state, '', entry?.url);
      window.dispatchEvent(new PopStateEvent('popstate', { state: entry?.state }));
    });
  });
  move(history.state, '', '/desk');
  isDirty = false;
  render(<Guarded />, document.body);
  await navigate('/cases');
  await navigate('/cases/7');
  await vi.waitFor(() => expect(path.value).toBe('/cases/7'));
  // The guard is set once the page is drawn.
  await new Promise((resolve) => setTimeout(resolve, 100));
});

afterEach(() => {
  render(null, document.body);
  vi.restoreAllMocks();
});

test('Back with nothing unsaved just goes back', async () => {
  history.go(-1);
  await vi.waitFor(() => expect(path.value).toBe('/cases'));
  expect(ask).not.toHaveBeenCalled();
  expect(entries.length).toBe(3);
});

test('Back that is refused leaves the history as it was', async () => {
  isDirty = true;
  answer = false;
  history.go(-1);
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1));
  expect(path.value).toBe('/cases/7');
  expect(location.pathname).toBe('/cases/7');
  expect([entries.length, position]).toEqual([3, 2]);
});

test('Back that is consented to goes back, and the next one further back', async () => {
  isDirty = true;
  answer = true;
  history.go(-1);
  await vi.waitFor(() => expect(path.value).toBe('/cases'));
  expect([entries.length, position]).toEqual([3, 1]);
  isDirty = false;
  history.go(-1);
  await vi.waitFor(() => expect(path.value).toBe('/desk'));
});
