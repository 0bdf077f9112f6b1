import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAutosave } from './autosave';
import { readKept, startFrom } from './keptText';

const offline = new Error('offline');
const refused = new Error('refused');
const key = 'note:1';

function create(save: (value: string) => Promise<{ savedAt: string }>) {
  return createAutosave<string>({
    storageKey: key,
    onServer: 'there',
    save,
    isTransient: (error) => error === offline,
  });
}

describe('autosave', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
  });
  afterEach(() => vi.useRealTimers());

  it('saves once, with the last text, when typing pauses', async () => {
    const save = vi.fn(async () => ({ savedAt: '2026-11-23T10:32:01Z' }));
    const autosave = create(save);
    autosave.change('a');
    await vi.advanceTimersByTimeAsync(500);
    autosave.change('ab');
    await vi.advanceTimersByTimeAsync(799);
    expect(save).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(save.mock.calls).toEqual([['ab']]);
    expect(autosave.state.value).toBe('saved');
    expect(autosave.savedAt.value).toBe('2026-11-23T10:32:01Z');
    expect(autosave.hasUnsaved.value).toBe(false);
  });

  it('keeps the text in the browser until the server has it', async () => {
    let answer = (): Promise<{ savedAt: string }> => Promise.reject(offline);
    const autosave = create(() => answer());
    autosave.change('dizzy');
    await vi.advanceTimersByTimeAsync(800);
    expect(autosave.state.value).toBe('offline');
    expect(autosave.hasUnsaved.value).toBe(true);
    expect(readKept<string>(key)?.value).toBe('dizzy');
    answer = () => Promise.resolve({ savedAt: '2026-11-23T10:33:00Z' });
    await vi.advanceTimersByTimeAsync(4000);
    expect(autosave.state.value).toBe('saved');
    expect(readKept(key)).toBeNull();
  });

  it('sends what was typed while the last save was under way', async () => {
    const sent: string[] = [];
    const autosave = create(async (value) => {
      sent.push(value);
      if (sent.length === 1) {
        autosave.change('second');
      }
      return { savedAt: '2026-11-23T10:34:00Z' };
    });
    autosave.change('first');
    expect(await autosave.flush()).toBe(true);
    expect(sent).toEqual(['first', 'second']);
    expect(autosave.state.value).toBe('saved');
  });

  it('does not hammer a server that refuses, and says so', async () => {
    const save = vi.fn(() => Promise.reject(refused));
    const autosave = create(save);
    autosave.change('late');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(save).toHaveBeenCalledTimes(1);
    expect(autosave.state.value).toBe('refused');
    expect(readKept<string>(key)?.value).toBe('late');
  });

  it('starts from the browser copy while the server has what it was written upon', () => {
    expect(startFrom('there', { value: 'here', bases: ['"there"'] })).toMatchObject({
      value: 'here',
      isKept: true,
    });
    expect(startFrom('there', null)).toMatchObject({ value: 'there', isKept: false });
    expect(startFrom('there', { value: 'there', bases: [] }).isKept).toBe(false);
  });

  it('offers the browser copy when the server has other words meanwhile', () => {
    expect(startFrom('changed there', { value: 'here', bases: ['"there"'] })).toEqual({
      value: 'changed there',
      isKept: false,
      other: 'here',
    });
  });

  it('takes a save whose answer was lost for its own', async () => {
    const autosave = create(() => Promise.reject(offline));
    autosave.change('first');
    await vi.advanceTimersByTimeAsync(800);
    autosave.change('first and second');
    autosave.stop();
    expect(startFrom('first', readKept<string>(key))).toMatchObject({
      value: 'first and second',
      isKept: true,
    });
  });
});
