import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsultationDetails, NoteText } from '../../api/contracts';
import { keptKey } from '../session/keptTexts';
import { fingerprintOf } from './keptText';
import { NoteEditor } from './model';
import { emptyNote } from './noteText';

const complete: NoteText = {
  chiefComplaint: '头晕 1 周',
  findings: '血压 162/96 mmHg',
  diagnoses: [{ code: 'I10', text: '原发性高血压' }],
  syndrome: null,
  advice: '一周后复测血压',
};

function details(note: Partial<ConsultationDetails['note']> = {}): ConsultationDetails {
  return {
    id: 'c1',
    note: { draft: null, draftSavedAt: null, versions: [], ...note },
  } as unknown as ConsultationDetails;
}

type Asked = { key: string; body: unknown };

describe('the note editor', () => {
  const asked: Asked[] = [];
  let answers: Record<string, { status: number; body: unknown }>;

  beforeEach(() => {
    asked.length = 0;
    localStorage.clear();
    answers = {
      'PUT /api/consultations/c1/note': { status: 200, body: { savedAt: '2026-11-23T10:32:00Z' } },
      'POST /api/consultations/c1/note/sign': { status: 200, body: { id: 'c1', signed: true } },
    };
    vi.stubGlobal('fetch', async (path: string, request: RequestInit) => {
      const key = `${request.method} ${path}`;
      asked.push({ key, body: JSON.parse(String(request.body)) });
      const answer = answers[key];
      if (answer === undefined) {
        throw new TypeError('no network');
      }
      return new Response(JSON.stringify(answer.body), { status: answer.status });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('saves the last words before it signs', async () => {
    const editor = new NoteEditor(details());
    editor.change(complete);
    await editor.sign();
    expect(asked.map((one) => one.key)).toEqual([
      'PUT /api/consultations/c1/note',
      'POST /api/consultations/c1/note/sign',
    ]);
    expect(asked.map((one) => one.body)).toEqual([
      { text: complete, version: 1 },
      { text: complete, version: 1 },
    ]);
    expect(localStorage.length).toBe(0);
  });

  it('never signs what could not be saved', async () => {
    delete answers['PUT /api/consultations/c1/note'];
    const editor = new NoteEditor(details());
    editor.change(complete);
    await expect(editor.sign()).rejects.toMatchObject({ code: 'network' });
    expect(asked.some((one) => one.key.endsWith('/sign'))).toBe(false);
    expect(editor.isSigning.value).toBe(false);
    expect(localStorage.length).toBe(1);
    editor.autosave.stop();
  });

  it('amends the next version, and signs what is on screen though nothing was typed', async () => {
    const signed = { ...complete, version: 2, signedAt: '2026-11-23T10:00:00Z' };
    const versions = [signed] as unknown as ConsultationDetails['note']['versions'];
    const editor = new NoteEditor(details({ versions }));
    await editor.sign('补充');
    expect(asked).toEqual([
      {
        key: 'POST /api/consultations/c1/note/sign',
        body: { text: complete, version: 3, amendmentReason: '补充' },
      },
    ]);
  });

  it('says that the note was signed elsewhere, and keeps the words', async () => {
    answers['PUT /api/consultations/c1/note'] = {
      status: 409,
      body: { code: 'note.already_signed' },
    };
    const editor = new NoteEditor(details());
    editor.change(complete);
    await expect(editor.sign()).rejects.toMatchObject({ code: 'note.already_signed' });
    expect(asked.some((one) => one.key.endsWith('/sign'))).toBe(false);
    expect(localStorage.length).toBe(1);
    editor.autosave.stop();
  });

  it('marks what the server misses', async () => {
    answers['POST /api/consultations/c1/note/sign'] = {
      status: 422,
      body: { code: 'note.incomplete', details: { missing: ['advice'] } },
    };
    const editor = new NoteEditor(details());
    editor.change({ ...complete, advice: '' });
    await expect(editor.sign()).rejects.toMatchObject({ code: 'note.incomplete' });
    expect(editor.missing.value).toEqual(['advice']);
    editor.change({ advice: '多休息' });
    expect(editor.missing.value).toEqual([]);
    editor.autosave.stop();
  });

  it('starts from what this browser kept when the server has no newer words', () => {
    const kept = { value: complete, bases: [fingerprintOf(emptyNote)] };
    localStorage.setItem(keptKey('note', 'c1'), JSON.stringify(kept));
    const editor = new NoteEditor(
      details({ draft: emptyNote, draftSavedAt: '2026-11-23T10:00:00Z' }),
    );
    expect(editor.text.value).toEqual(complete);
    expect(editor.wasRestored).toBe(true);
    editor.autosave.discard();
  });

  it('shows the words that were saved elsewhere and offers its own', () => {
    const elsewhere = { ...emptyNote, advice: '住院' };
    const kept = { value: complete, bases: [fingerprintOf(emptyNote)] };
    localStorage.setItem(keptKey('note', 'c1'), JSON.stringify(kept));
    const editor = new NoteEditor(
      details({ draft: elsewhere, draftSavedAt: '2026-11-23T10:00:00Z' }),
    );
    expect(editor.text.value).toEqual(elsewhere);
    editor.takeOther();
    expect(editor.text.value).toEqual(complete);
    editor.autosave.discard();
  });
});
