import { expect, it } from 'vitest';
import type { DemoSignIn, StaffRole } from '../../api/contracts';
import { groupsOf } from './groups';

function person(userName: string, role: StaffRole): DemoSignIn {
  const name = { zh: userName, en: userName };
  return { userName, password: '', name, role, institution: name, department: null };
}

it('groups the demo sign-ins by role, doctors first, without empty groups', () => {
  const people = [
    person('admin', 'administrator'),
    person('li', 'specialist'),
    person('chen', 'specialist'),
  ];
  expect(groupsOf(people).map((group) => [group.role, group.people.length])).toEqual([
    ['specialist', 2],
    ['administrator', 1],
  ]);
});
