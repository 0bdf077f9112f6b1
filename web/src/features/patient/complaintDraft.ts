import { signal } from '@preact/signals';
import type { Complaint } from '../../api/contracts';
import { isRefusal } from '../../api/http';
import { saveComplaint } from '../../api/myConsultation';
import { mine, noticeOtherConsultation, show } from './model';

export type Saving = 'saved' | 'saving' | 'notSaved';

/** What the patient has typed; the server has all but the last moments of it. */
export const complaint = signal<Complaint>(mine.peek()?.complaint ?? emptyComplaint());
export const saving = signal<Saving>('saved');

// Long enough to collect taps, short enough that a closed tab loses at most a word.
const pauseMs = 700;
const retryMs = 4_000;
const longestText = 4_000;

let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | null = null;
let draftOf = mine.peek()?.id;

// Another visit in the same tab: not a word of the one before may get into it.
mine.subscribe((visit) => {
  if (visit?.id !== draftOf) {
    draftOf = visit?.id;
    clearTimeout(timer);
    running = null;
    saving.value = 'saved';
    complaint.value = visit?.complaint ?? emptyComplaint();
  }
});

function emptyComplaint(): Complaint {
  return { symptoms: [], text: '', duration: null, severity: null, redFlags: [] };
}

/** Takes the server's text when the page opens, but never over words that are still on their way. */
export function loadComplaint(): void {
  if (saving.peek() === 'saved' && mine.peek() !== null) {
    complaint.value = mine.peek()?.complaint ?? emptyComplaint();
  }
}

export function change(part: Partial<Complaint>): void {
  complaint.value = { ...complaint.value, ...part };
  saving.value = 'saving';
  schedule(pauseMs);
}

export function isTooLong(): boolean {
  return complaint.value.text.length > longestText;
}

function schedule(delayMs: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void saveNow().catch(() => undefined), delayMs);
}

/** Saves what is there; rejects when the server did not take it, and goes on trying by itself. */
export async function saveNow(options: { keepalive?: boolean } = {}): Promise<void> {
  clearTimeout(timer);
  const writer = draftOf;
  await running?.catch(() => undefined);
  if (saving.peek() === 'saved' || writer !== draftOf) {
    return;
  }
  const own = send(options).finally(() => {
    if (running === own) {
      running = null;
    }
  });
  running = own;
  return own;
}

async function send(options: { keepalive?: boolean }): Promise<void> {
  const sent = complaint.peek();
  const writer = draftOf;
  saving.value = 'saving';
  try {
    const answer = await saveComplaint(sent, options);
    if (writer !== draftOf) {
      return;
    }
    const isCurrent = sent === complaint.peek();
    saving.value = isCurrent ? 'saved' : 'saving';
    show(answer);
    if (!isCurrent) {
      schedule(pauseMs);
    }
  } catch (error) {
    if (writer === draftOf) {
      saving.value = 'notSaved';
      noticeOtherConsultation(error);
      if (mayPass(error)) {
        schedule(retryMs);
      }
    }
    throw error;
  }
}

/** A refusal stays one however often it is asked for, except for "not so fast". */
function mayPass(error: unknown): boolean {
  return !isRefusal(error) || error.status >= 500 || error.status === 429;
}

window.addEventListener('pagehide', () => {
  void saveNow({ keepalive: true }).catch(() => undefined);
});
