import { computed, signal } from '@preact/signals';
import type { RoleAtSite, Session, StaffRole } from '../../api/contracts';
import { isRefusal } from '../../api/http';
import {
  chooseRole,
  readSession,
  signIn as sendSignIn,
  signOut as sendSignOut,
} from '../../api/session';
import { forgetKeptTexts, writeAs, writerIsGone } from './keptTexts';

/** Who is signed in: undefined until the server has answered, null for nobody. */
export const session = signal<Session | null | undefined>(undefined);

export const activeRole = computed<RoleAtSite | null>(() => {
  const current = session.value;
  return current?.roles.find((role) => role.id === current.activeRoleId) ?? null;
});

/** Why it is not known who is signed in. */
export const sessionError = signal<unknown>(null);

/** Asks the server once; pages that need somebody call it. */
export async function ensureSession(): Promise<void> {
  if (session.peek() !== undefined) {
    return;
  }
  sessionError.value = null;
  try {
    become(await readSession());
  } catch (error) {
    noticeLostSession(error);
    if (session.peek() !== null) {
      sessionError.value = error;
    }
  }
}

function become(next: Session): void {
  writeAs(next.practitionerId);
  session.value = next;
}

/** To be called with what a reading of a page threw: without a session the next page is the sign-in. */
export function noticeLostSession(error: unknown): void {
  if (isRefusal(error, 'session.sign_in_required')) {
    // The text stays under its writer's name until somebody else signs in.
    writerIsGone();
    session.value = null;
  }
}

/** The server took a right away: what is left of the session decides which page this is. */
export async function readAgainWhoThisIs(): Promise<void> {
  if (session.peek()) {
    try {
      become(await readSession());
    } catch (error) {
      noticeLostSession(error);
    }
  }
}

export async function signIn(userName: string, password: string): Promise<void> {
  become(await sendSignIn(userName.trim(), password));
}

export async function switchRole(roleId: string): Promise<void> {
  session.value = await chooseRole(roleId);
}

export async function signOut(): Promise<void> {
  await sendSignOut();
  writerIsGone();
  forgetKeptTexts();
  session.value = null;
}

const homes: Record<StaffRole, string> = {
  specialist: '/desk',
  clinicDoctor: '/cases',
  coordinator: '/home',
  pharmacist: '/home',
  administrator: '/home',
};

export function homeOf(role: StaffRole | undefined): string {
  return role === undefined ? '/' : homes[role];
}

export function mayInvite(role: StaffRole | undefined): boolean {
  return role === 'specialist' || role === 'clinicDoctor' || role === 'coordinator';
}
