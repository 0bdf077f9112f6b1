import type { DemoSignIn, StaffRole } from '../../api/contracts';

const order: readonly StaffRole[] = [
  'specialist',
  'clinicDoctor',
  'coordinator',
  'pharmacist',
  'administrator',
];

export type DemoGroup = { role: StaffRole; people: DemoSignIn[] };

/** The roles of the first journeys first; roles without anybody are left out. */
export function groupsOf(signIns: readonly DemoSignIn[]): DemoGroup[] {
  return order
    .map((role) => ({ role, people: signIns.filter((one) => one.role === role) }))
    .filter((group) => group.people.length > 0);
}
