import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RoleAtSite, Session, StaffRole } from '../../api/contracts';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { AppShell, type NavigationItem } from '../../ui/AppShell';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import {
  alertIcon,
  fileIcon,
  gearIcon,
  pulseIcon,
  qrIcon,
  searchIcon,
  signOutIcon,
  stethoscopeIcon,
} from '../../ui/icons';
import type { MenuGroup } from '../../ui/Menu';
import { navigate, path } from '../../ui/router';
import { Spinner } from '../../ui/Spinner';
import { showToast } from '../../ui/Toast';
import { goLive, goSilent } from './live';
import {
  activeRole,
  ensureSession,
  homeOf,
  mayInvite,
  session,
  sessionError,
  signOut,
  switchRole,
} from './model';
import { OutageNotices } from './OutageNotices';

export type Staff = { session: Session; role: RoleAtSite };

type StaffFrameProps = {
  /** Who may see the page; others are sent to their own home. */
  roles: readonly StaffRole[];
  children: (staff: Staff) => ComponentChildren;
  aside?: ComponentChildren;
  full?: boolean;
};

/** Every page of the staff: signed in, in a role that may see it, under the same bar. */
export function StaffFrame(props: StaffFrameProps) {
  useEffect(() => void ensureSession(), []);
  const current = session.value;
  // null: nobody is signed in; undefined: not known yet.
  const signedInAs = current === null ? null : current?.practitionerId;
  useEffect(() => {
    if (signedInAs === null) {
      // A connection that was opened for one person must not serve the next.
      void goSilent();
    } else if (signedInAs !== undefined) {
      goLive();
    }
  }, [signedInAs]);
  const role = activeRole.value;
  const isAllowed = role !== null && props.roles.includes(role.role);
  const goTo = current === null ? '/' : role !== null && !isAllowed ? homeOf(role.role) : null;
  useEffect(() => {
    if (goTo !== null) {
      void navigate(goTo, { replace: true });
    }
  }, [goTo]);

  if (sessionError.value !== null) {
    return (
      <AppShell>
        <EmptyState
          headingLevel={1}
          icon={alertIcon}
          title={t('staff.common.failed')}
          hint={sentenceFor(sessionError.value)}
          action={<Button onClick={() => void ensureSession()}>{t('common.actions.retry')}</Button>}
        />
      </AppShell>
    );
  }
  if (!current || !role || !isAllowed) {
    return <Spinner page />;
  }
  return (
    <AppShell
      navigation={navigationOf(role.role)}
      account={{
        name: nameOf(current.name),
        subtitle: placeOf(role),
        groups: accountGroups(current),
      }}
      aside={props.aside}
      notice={<OutageNotices />}
      full={props.full ?? false}
    >
      {/* Another role is another desk: nothing of the old one stays. */}
      <Keyed key={role.id}>{props.children({ session: current, role })}</Keyed>
    </AppShell>
  );
}

function Keyed({ children }: { children: ComponentChildren }) {
  return <>{children}</>;
}

function placeOf(role: RoleAtSite): string {
  return [role.department, role.institution]
    .filter((place) => place !== null)
    .map(nameOf)
    .join(' · ');
}

function navigationOf(role: StaffRole): NavigationItem[] {
  const home: NavigationItem =
    role === 'specialist'
      ? { to: '/desk', label: t('staff.desk.title'), icon: stethoscopeIcon }
      : role === 'clinicDoctor'
        ? { to: '/cases', label: t('staff.cases.title'), icon: fileIcon }
        : { to: '/home', label: t(`staff.home.${role}Title`), icon: gearIcon };
  if (role === 'administrator') {
    return [home, { to: '/operations', label: t('operations.title'), icon: pulseIcon }];
  }
  const find = { to: '/specialists', label: t('specialists.navigation'), icon: searchIcon };
  const invite = { to: '/invite', label: t('staff.invite.title'), icon: qrIcon };
  if (role === 'clinicDoctor' || role === 'coordinator') {
    return [home, find, invite];
  }
  return mayInvite(role) ? [home, invite] : [home];
}

function accountGroups(current: Session): MenuGroup[] {
  const sites: MenuGroup = {
    label: t('staff.common.switchSite'),
    items: current.roles.map((role) => ({
      label: `${t(`common.role.${role.role}`)} · ${placeOf(role)}`,
      checked: role.id === current.activeRoleId,
      onSelect: () => void changeRole(role.id),
    })),
  };
  const leave: MenuGroup = {
    items: [
      {
        label: t('common.actions.signOut'),
        icon: signOutIcon,
        onSelect: () => void leaveSession(),
        testId: 'sign-out',
      },
    ],
  };
  return current.roles.length > 1 ? [sites, leave] : [leave];
}

async function changeRole(roleId: string): Promise<void> {
  try {
    await switchRole(roleId);
    await navigate(homeOf(activeRole.value?.role));
  } catch (error) {
    showToast(() => sentenceFor(error), { tone: 'danger' });
  }
}

async function leaveSession(): Promise<void> {
  // Going home first asks about text that could not be saved.
  const home = homeOf(activeRole.value?.role);
  await navigate(home);
  if (path.value !== home) {
    return;
  }
  try {
    await signOut();
    await goSilent();
  } catch (error) {
    showToast(() => sentenceFor(error), { tone: 'danger' });
  }
}
