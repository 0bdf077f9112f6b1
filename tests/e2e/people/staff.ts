import type { Browser, BrowserContext, Page } from '@playwright/test';
import { api, openContext, type Surroundings } from './person.ts';

type Name = { zh: string; en: string };
type Role = { id: string; role: string; institutionId: string; departmentId: string | null };
type Session = { practitionerId: string; name: Name; roles: Role[]; activeRoleId: string };
type DemoSignIn = { userName: string; password: string; role: string; department: Name | null };
export type ListedPatient = { id: string; name: string; birthDate: string };
export type Invitation = { id: string; url: string; shortCode: string; consultationId: string };

export type Staff = {
  context: BrowserContext;
  page: Page;
  session: Session;
  userName: string;
  password: string;
  departmentId: string | null;
};

let signIns: DemoSignIn[] | undefined;

async function demoSignIns(context: BrowserContext): Promise<DemoSignIn[]> {
  signIns ??= await api<DemoSignIn[]>(context, 'GET', '/api/demo/sign-ins');
  return signIns;
}

/** A demo person of a role, signed in; `which` tells apart several of one role. */
export async function openStaff(
  browser: Browser,
  role: 'specialist' | 'clinicDoctor',
  options: Surroundings & { which?: number } = {},
): Promise<Staff> {
  const context = await openContext(browser, options);
  const ofRole = (await demoSignIns(context)).filter((one) => one.role === role);
  const person = ofRole[options.which ?? 0];
  if (person === undefined) {
    throw new Error(`The demo has only ${ofRole.length} of role ${role}.`);
  }
  const { userName, password } = person;
  const session = await api<Session>(context, 'POST', '/api/session', { userName, password });
  const active = session.roles.find((one) => one.role === role);
  if (active !== undefined && active.id !== session.activeRoleId) {
    await api(context, 'PUT', '/api/session/role', { roleId: active.id });
  }
  return {
    context,
    page: await context.newPage(),
    session,
    userName,
    password,
    departmentId: active?.departmentId ?? null,
  };
}

let takenPatients = 0;

/** A patient of the demo whom no other test of this run has used. */
export async function nextPatient(staff: Staff): Promise<ListedPatient> {
  const all = await api<ListedPatient[]>(staff.context, 'GET', '/api/patients?query=');
  const adults = all.filter((one) => Number(one.birthDate.slice(0, 4)) < 2000);
  const chosen = adults[takenPatients++ % adults.length];
  if (chosen === undefined) {
    throw new Error('The demo has no patients in reach of this person.');
  }
  return chosen;
}

export function invite(
  staff: Staff,
  patientId: string,
  departmentId: string,
): Promise<Invitation> {
  return api<Invitation>(staff.context, 'POST', '/api/invitations', { patientId, departmentId });
}

export function birthYearOf(patient: ListedPatient): number {
  return Number(patient.birthDate.slice(0, 4));
}
