import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { runningServer } from '../server/server.ts';
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
  role: 'specialist' | 'clinicDoctor' | 'coordinator' | 'pharmacist' | 'administrator',
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

/** Who is waiting or in a call already cannot be asked again: tries the demo's patients until one can. */
async function withFreePatient<T>(
  staff: Staff,
  what: string,
  use: (patient: ListedPatient) => Promise<T>,
): Promise<{ patient: ListedPatient; made: T }> {
  const all = await api<ListedPatient[]>(staff.context, 'GET', '/api/patients?query=');
  const adults = all.filter((one) => birthYearOf(one) < 2000);
  const used = usedPatients();
  // Fresh ones first: a patient with an ended visit has a history that a test may not expect.
  adults.sort((left, right) => used.lastIndexOf(left.id) - used.lastIndexOf(right.id));
  for (const patient of adults) {
    try {
      const made = await use(patient);
      appendFileSync(usedFile(), `${patient.id}\n`);
      return { patient, made };
    } catch (error) {
      if (!String(error).includes('patient.already_waiting')) {
        throw error;
      }
    }
  }
  throw new Error(`None of ${adults.length} demo patients is free: ${what}.`);
}

/** In a file, because a failed test takes the worker's memory with it. */
const usedFile = () => path.join(runningServer().dataFolder, 'used-patients');

function usedPatients(): string[] {
  return existsSync(usedFile()) ? readFileSync(usedFile(), 'utf8').split('\n') : [];
}

export type Invited = { patient: ListedPatient; invitation: Invitation };

export async function inviteSomebody(staff: Staff): Promise<Invited> {
  const { departmentId } = staff;
  const { patient, made } = await withFreePatient(staff, 'to be invited', ({ id }) =>
    api<Invitation>(staff.context, 'POST', '/api/invitations', { patientId: id, departmentId }),
  );
  return { patient, invitation: made };
}

/** As the hospital does it: chooses the patient on the page and reads the link from the screen. */
export async function inviteOnPage(
  staff: Staff,
  departmentId = staff.departmentId ?? '',
  beforeFilling: () => Promise<void> = async () => {},
): Promise<Invited> {
  const all = await api<ListedPatient[]>(staff.context, 'GET', '/api/patients?query=');
  const used = usedPatients();
  const patient = all.find((one) => birthYearOf(one) < 2000 && !used.includes(one.id));
  if (patient === undefined) {
    throw new Error('Every demo patient was used already.');
  }
  appendFileSync(usedFile(), `${patient.id}\n`);
  const { page } = staff;
  await page.goto('/invite');
  await expect(page.getByTestId('patient-search')).toBeVisible();
  await beforeFilling();
  await page.getByTestId('patient-search').fill(patient.name);
  await page.getByRole('option').filter({ hasText: patient.name }).first().click();
  await page.getByTestId('department').selectOption(departmentId);
  await page.getByTestId('create').click();
  await expect(page.getByTestId('invitation-url')).toContainText('/join#');
  const url = (await page.getByTestId('invitation-url').innerText()).trim();
  const shortCode = (await page.getByTestId('short-code').innerText()).trim();
  return { patient, invitation: { id: '', consultationId: '', url, shortCode } };
}

export async function openSomebodysCase(
  clinic: Staff,
  departmentId: string | null,
): Promise<{ patient: ListedPatient; id: string }> {
  const { patient, made } = await withFreePatient(clinic, 'to have a case opened', ({ id }) =>
    api<{ id: string }>(clinic.context, 'POST', '/api/consultations', {
      patientId: id,
      departmentId,
    }),
  );
  return { patient, id: made.id };
}

export function birthYearOf(patient: ListedPatient): number {
  return Number(patient.birthDate.slice(0, 4));
}
