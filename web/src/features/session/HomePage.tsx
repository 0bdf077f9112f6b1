import type { Department } from '../../api/contracts';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { PageHeader } from '../../ui/AppShell';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { qrIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { navigate } from '../../ui/router';
import { Skeleton } from '../../ui/Spinner';
import { useDepartments } from '../case/useDepartments';
import './home.css';
import { usePageTitle } from './pageTitle';
import { StaffFrame } from './StaffFrame';

type HomeRole = 'coordinator' | 'pharmacist' | 'administrator';

/** For roles whose own work comes later: what can be done today, what comes, and the directory. */
export function HomePage() {
  return (
    <StaffFrame roles={['coordinator', 'pharmacist', 'administrator']}>
      {(staff) => <Home role={staff.role.role as HomeRole} />}
    </StaffFrame>
  );
}

function laterOf(role: HomeRole): string[] {
  switch (role) {
    case 'pharmacist':
      return [t('staff.home.laterPharmacist1'), t('staff.home.laterPharmacist2')];
    case 'administrator':
      return [
        t('staff.home.laterAdministrator1'),
        t('staff.home.laterAdministrator2'),
        t('staff.home.laterAdministrator3'),
      ];
    case 'coordinator':
      return [t('staff.home.laterCoordinator1'), t('staff.home.laterCoordinator2')];
  }
}

function Home({ role }: { role: HomeRole }) {
  usePageTitle(t(`staff.home.${role}Title`));
  return (
    <>
      <PageHeader title={t(`staff.home.${role}Title`)} subtitle={t(`staff.home.${role}Lead`)} />
      <div class="home">
        <Card title={t('staff.home.directory')} testId="directory">
          <p class="soft small">{t('staff.home.directoryLead')}</p>
          <Directory />
        </Card>
        <div class="home-side">
          <Card title={t('staff.home.today')} tone="jade">
            {role === 'coordinator' ? (
              <>
                <p>{t('staff.home.inviteText')}</p>
                <div>
                  <Button variant="primary" icon={qrIcon} onClick={() => void navigate('/invite')}>
                    {t('staff.home.inviteAction')}
                  </Button>
                </div>
              </>
            ) : (
              <p>{t(`staff.home.${role}Text`)}</p>
            )}
          </Card>
          <Card title={t('staff.home.later')}>
            <ul class="home-later">
              {laterOf(role).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
    </>
  );
}

function Directory() {
  const departments = useDepartments();
  if (departments.error !== null) {
    return (
      <Notice
        tone="warning"
        action={
          <Button size="small" onClick={departments.retry}>
            {t('common.actions.retry')}
          </Button>
        }
      >
        {sentenceFor(departments.error)}
      </Notice>
    );
  }
  if (departments.value === null) {
    return <Skeleton lines={5} height="2rem" />;
  }
  if (departments.value.length === 0) {
    return <p class="soft">{t('staff.home.directoryEmpty')}</p>;
  }
  return (
    <>
      {institutionsOf(departments.value).map(([institutionId, some]) => (
        <section key={institutionId} class="home-institution">
          <h3>{some[0] && nameOf(some[0].institution)}</h3>
          <ul class="home-departments">
            {some.map((one) => (
              <li key={one.id}>{nameOf(one.name)}</li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function institutionsOf(departments: readonly Department[]): [string, Department[]][] {
  const byInstitution = new Map<string, Department[]>();
  for (const one of departments) {
    byInstitution.set(one.institutionId, [...(byInstitution.get(one.institutionId) ?? []), one]);
  }
  return [...byInstitution];
}
