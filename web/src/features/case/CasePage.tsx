import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { PageHeader } from '../../ui/AppShell';
import { Badge, TriageBadge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { alertIcon } from '../../ui/icons';
import { navigate, type PageProps } from '../../ui/router';
import { Spinner } from '../../ui/Spinner';
import { isTurnNear } from '../queue/explain';
import { usePageTitle } from '../session/pageTitle';
import { StaffFrame } from '../session/StaffFrame';
import './casePage.css';
import { CaseCall } from './CaseCall';
import { CaseFilling } from './CaseFilling';
import { CaseFinished } from './CaseFinished';
import { CaseWaiting } from './CaseWaiting';
import { type LiveConsultation, useConsultation } from './useConsultation';

export function CasePage({ params }: PageProps) {
  const id = params['id'] ?? '';
  const live = useConsultation(id);
  // A patient's name does not belong into the browser's history.
  usePageTitle(
    t('staff.cases.title'),
    isTurnNear(live.details?.queue ?? null, live.details?.news ?? null)
      ? t('staff.case.news.near')
      : '',
  );
  const isCall = live.details?.status === 'inProgress';
  return (
    <StaffFrame roles={['clinicDoctor']} full={isCall}>
      {() => <CaseAt key={id} live={live} />}
    </StaffFrame>
  );
}

/** One page through the whole life of a case: filling in, waiting, talking, reading the conclusion. */
function CaseAt({ live }: { live: LiveConsultation }) {
  const { details, error } = live;
  if (details === null) {
    return error === null ? (
      <Spinner label={t('staff.brief.loading')} />
    ) : (
      <EmptyState
        headingLevel={1}
        icon={alertIcon}
        title={t('staff.case.notFound')}
        hint={`${sentenceFor(error)} ${t('staff.case.notFoundText')}`}
        action={<Button onClick={() => void navigate('/cases')}>{t('staff.case.back')}</Button>}
      />
    );
  }
  if (details.status === 'inProgress') {
    return <CaseCall details={details} />;
  }
  return (
    <>
      <PageHeader
        back={{ to: '/cases', label: t('staff.case.back') }}
        title={details.patient.name}
        subtitle={
          <span class="row">
            <span>
              {t('staff.personLine', {
                gender: t(`common.gender.${details.patient.gender}`),
                age: details.patient.age,
              })}
              {' · '}
              {nameOf(details.department.name)}
            </span>
            {details.status === 'planned' ? (
              <Badge>{t('staff.status.planned')}</Badge>
            ) : (
              <TriageBadge urgency={details.urgency} long />
            )}
          </span>
        }
      />
      {details.status === 'planned' && <CaseFilling details={details} live={live} />}
      {details.status === 'waiting' && <CaseWaiting details={details} live={live} />}
      {(details.status === 'ended' ||
        details.status === 'completed' ||
        details.status === 'cancelled') && <CaseFinished details={details} />}
    </>
  );
}
