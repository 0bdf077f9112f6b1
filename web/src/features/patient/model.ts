import { computed, signal } from '@preact/signals';
import type { InvitationPreview, MyConsultation } from '../../api/contracts';
import { isRefusal, NetworkError, speakFor } from '../../api/http';
import { confirmInvitation, type InvitationProof, lookUpInvitation } from '../../api/invitations';
import { readMyConsultation } from '../../api/myConsultation';
import { isElsewhere } from './oneTab';
import { freshProgress, type Progress, stepFor } from './steps';

export type RefusedReason = 'unknown' | 'expired' | 'used' | 'locked';

/** Where the patient stands before the server knows who it is; `in` once it does. */
export type Door =
  | { at: 'opening' }
  | { at: 'unreachable' }
  | { at: 'code'; error: 'incomplete' | 'unknown' | null }
  | { at: 'confirm'; proof: InvitationProof; preview: InvitationPreview }
  | { at: 'refused'; reason: RefusedReason }
  | { at: 'in' };

export const door = signal<Door>({ at: 'opening' });
export const mine = signal<MyConsultation | null>(null);
export const progress = signal<Progress>(freshProgress);

/** A doctor had called and had to give the visit back to the queue. */
export const wasHandedBack = signal(false);

/** The last reading of the own consultation failed; what is on screen may be old. */
export const isStale = signal(false);

export const step = computed(() =>
  mine.value === null ? null : stepFor(mine.value, progress.value),
);

export function go(change: Partial<Progress>): void {
  progress.value = { ...progress.value, ...change };
  window.scrollTo(0, 0);
}

// Answers overtake each other: one that was read before these counts moved may tell of the past.
let newestRead = 0;
let reads = 0;
let writes = 0;

/** Every answer to something that the patient did comes through here. */
export function show(next: MyConsultation): void {
  writes++;
  accept(next);
}

function accept(next: MyConsultation): void {
  if (mine.peek()?.id !== next.id) {
    progress.value = freshProgress;
    wasHandedBack.value = false;
    mine.value = null;
  }
  speakFor(next.id);
  const before = mine.peek()?.status;
  if (before === 'inProgress' && next.status !== 'inProgress') {
    wasHandedBack.value = next.status === 'waiting';
    progress.value = { ...progress.peek(), wanted: null, isInCall: false, hasLeftCall: false };
  } else if (next.status === 'inProgress') {
    wasHandedBack.value = false;
  }
  mine.value = next;
  isStale.value = false;
  door.value = { at: 'in' };
}

/** The secret leaves the address bar at once, so that no screenshot, history or shared link carries it. */
export function takeSecret(): string | null {
  const secret = decoded(location.hash.slice(1));
  if (secret === '') {
    return null;
  }
  history.replaceState(null, '', location.pathname);
  return secret;
}

/** A link that was mangled on its way is unknown to the server, which says so. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Goes on in this tab with whichever visit the browser holds now. */
export async function comeBack(): Promise<void> {
  if (mine.peek() === null) {
    return open();
  }
  try {
    show(await readMyConsultation());
  } catch (error) {
    if (isRefusal(error, 'session.other_consultation')) {
      location.reload();
      return;
    }
    door.value =
      isRefusal(error) && error.status < 500 ? { at: 'code', error: null } : { at: 'unreachable' };
  }
}

let openedWith: InvitationProof | null = null;

export async function open(): Promise<void> {
  door.value = { at: 'opening' };
  const secret = takeSecret();
  openedWith = secret === null ? openedWith : { secret };
  try {
    if (openedWith === null) {
      await openByCookie();
    } else {
      await lookUp(openedWith);
    }
  } catch (error) {
    refuse(error);
  }
}

async function openByCookie(): Promise<void> {
  try {
    show(await readMyConsultation());
  } catch (error) {
    if (error instanceof NetworkError || isRefusal(error, 'storage.unavailable')) {
      throw error;
    }
    door.value = { at: 'code', error: null };
  }
}

async function lookUp(proof: InvitationProof): Promise<void> {
  const preview = await lookUpInvitation(proof, ownNonce());
  if (preview.isMine) {
    // A used link still opens the visit on the phone that used it.
    openedWith = null;
    show(await readMyConsultation());
    return;
  }
  door.value = { at: 'confirm', proof, preview };
}

export async function openWithCode(typed: string): Promise<void> {
  const code = typed.replace(/\D/g, '');
  if (code.length !== 8) {
    door.value = { at: 'code', error: 'incomplete' };
    return;
  }
  try {
    await lookUp({ code });
  } catch (error) {
    if (isRefusal(error, 'invitation.unknown')) {
      door.value = { at: 'code', error: 'unknown' };
      return;
    }
    refuse(error);
  }
}

export async function confirm(
  proof: InvitationProof,
  name: string,
  birthYear: number,
): Promise<void> {
  // From here on the session may be another patient's: nothing of the visit before may still be sent.
  writes++;
  mine.value = null;
  try {
    const confirmed = await confirmInvitation(proof, name.trim(), birthYear, ownNonce());
    openedWith = null;
    rememberPopulation(birthYear);
    show(confirmed);
  } catch (error) {
    if (isRefusal(error, 'invitation.identity_mismatch') && error.details?.['attemptsLeft'] === 0) {
      door.value = { at: 'refused', reason: 'locked' };
      return;
    }
    if (isRefusal(error) && reasonOf(error.code) !== null) {
      refuse(error);
      return;
    }
    throw error;
  }
}

/** What a link refuses is no way into another person's visit, whose cookie this browser may hold. */
function refuse(error: unknown): void {
  if (!isRefusal(error)) {
    door.value = { at: 'unreachable' };
    return;
  }
  const reason = reasonOf(error.code);
  door.value = reason === null ? { at: 'unreachable' } : { at: 'refused', reason };
}

function reasonOf(code: string): RefusedReason | null {
  switch (code) {
    case 'invitation.unknown':
      return 'unknown';
    case 'invitation.expired':
      return 'expired';
    case 'invitation.used':
      return 'used';
    case 'invitation.locked':
      return 'locked';
    default:
      return null;
  }
}

/** Another tab of this browser has opened another person's visit: this page stands still. */
export function noticeOtherConsultation(error: unknown): void {
  if (isRefusal(error, 'session.other_consultation')) {
    isElsewhere.value = true;
  }
}

export async function refresh(): Promise<void> {
  const number = ++reads;
  const writesBefore = writes;
  const isOld = () => number < newestRead || writes !== writesBefore;
  try {
    const answer = await readMyConsultation();
    if (!isOld()) {
      newestRead = number;
      accept(answer);
    }
  } catch (error) {
    if (isOld()) {
      return;
    }
    if (isRefusal(error, 'session.sign_in_required')) {
      door.value = { at: 'code', error: null };
      mine.value = null;
      return;
    }
    noticeOtherConsultation(error);
    isStale.value = true;
  }
}

const nonceKey = 'telehealth.nonce';

/** Drawn once by this tab and kept through a reload: proof that it is the same tab which asks again. */
function ownNonce(): string {
  const kept = sessionStorage.getItem(nonceKey);
  if (kept !== null) {
    return kept;
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const drawn = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  sessionStorage.setItem(nonceKey, drawn);
  return drawn;
}

const populationKey = 'telehealth.population';
const childBelowYears = 14;

/** Only "adult" or "child" is kept, and only in this tab: it chooses which danger signs are asked. */
function rememberPopulation(birthYear: number): void {
  const age = new Date().getFullYear() - birthYear;
  sessionStorage.setItem(populationKey, age < childBelowYears ? 'child' : 'adult');
}

export function rememberedPopulation(): 'adult' | 'child' {
  return sessionStorage.getItem(populationKey) === 'child' ? 'child' : 'adult';
}
