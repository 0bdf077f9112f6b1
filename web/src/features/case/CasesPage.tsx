import { useCallback, useEffect, useState } from 'preact/hooks';
import { readMyCases } from '../../api/consultations';
import type { ConsultationListItem } from '../../api/contracts';
import { dateTimeOf, nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { PageHeader } from '../../ui/AppShell';
import { Badge, type BadgeTone, TriageBadge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { fileIcon, plusIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { Link } from '../../ui/router';
import { Skeleton } from '../../ui/Spinner';
import { useConsultationEvents } from '../session/live';
import { noticeLostSession } from '../session/model';
import { usePageTitle } from '../session/pageTitle';
import { StaffFrame } from '../session/StaffFrame';
import './cases.css';
import { NewCaseDialog } from './NewCaseDialog';

export function CasesPage() {
  return <StaffFrame roles={['clinicDoctor']}>{() => <Cases />}</StaffFrame>;
}

const isOpen = (item: ConsultationListItem) =>
  item.status === 'planned' || item.status === 'waiting' || item.status === 'inProgress';

/** What needs the doctor first: a call going on, then a draft, then those who wait. */
const order: readonly ConsultationListItem['status'][] = ['inProgress', 'planned', 'waiting'];

function useMyCases() {
  const [items, setItems] = useState<ConsultationListItem[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const refresh = useCallback(async () => {
    try {
      setItems(await readMyCases());
      setError(null);
    } catch (caught) {
      setError(caught);
      noticeLostSession(caught);
    }
  }, []);
  useEffect(() => void refresh(), [refresh]);
  const live = (items ?? []).filter((item) => isOpen(item) || item.status === 'ended');
  useConsultationEvents(
    live.map((item) => item.id),
    () => void refresh(),
  );
  return { items, error, refresh };
}

function Cases() {
  usePageTitle(t('staff.cases.title'));
  const { items, error, refresh } = useMyCases();
  const [isCreating, setCreating] = useState(false);
  const open = (items ?? [])
    .filter(isOpen)
    .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const ended = (items ?? []).filter((item) => !isOpen(item));
  const create = (
    <Button variant="primary" icon={plusIcon} onClick={() => setCreating(true)} testId="new-case">
      {t('staff.cases.create')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('staff.cases.title')}
        subtitle={t('staff.cases.lead')}
        actions={items?.length === 0 ? undefined : create}
      />
      {error !== null && (
        <Notice
          tone="warning"
          action={
            <Button size="small" onClick={() => void refresh()}>
              {t('common.actions.retry')}
            </Button>
          }
        >
          {sentenceFor(error)}
        </Notice>
      )}
      {items === null && error === null && <Skeleton lines={6} height="4rem" />}
      {items?.length === 0 && (
        <EmptyState
          icon={fileIcon}
          title={t('staff.cases.emptyTitle')}
          hint={t('staff.cases.emptyText')}
          action={create}
        />
      )}
      <CaseList title={t('staff.cases.open')} items={open} testId="open-cases" />
      <CaseList title={t('staff.cases.ended')} items={ended} testId="ended-cases" />
      {isCreating && <NewCaseDialog onClose={() => setCreating(false)} />}
    </>
  );
}

type CaseListProps = { title: string; items: readonly ConsultationListItem[]; testId: string };

function CaseList({ title, items, testId }: CaseListProps) {
  if (items.length === 0) {
    return null;
  }
  return (
    <section class="cases" data-testid={testId}>
      <h2 class="cases-title">{title}</h2>
      <ul class="cases-list">
        {items.map((item) => (
          <li key={item.id}>
            <Link to={`/cases/${item.id}`} class="cases-item">
              <span class="cases-main">
                <span class="cases-head">
                  <strong class="cases-name">{item.patientName}</strong>
                  <span class="soft">
                    {t('staff.personLine', {
                      gender: t(`common.gender.${item.gender}`),
                      age: item.age,
                    })}
                  </span>
                  {item.status !== 'planned' && <TriageBadge urgency={item.urgency} />}
                </span>
                <span class="cases-reason">{item.reason || t('staff.cases.noReason')}</span>
                <span class="soft small">
                  {nameOf(item.department)} · {doctorOrTime(item)}
                </span>
              </span>
              <span class="cases-end">
                <Badge tone={toneOf(item.status)}>{t(`staff.status.${item.status}`)}</Badge>
                <span class="cases-action">{actionOf(item)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

const tones: Record<ConsultationListItem['status'], BadgeTone> = {
  planned: 'neutral',
  waiting: 'sky',
  inProgress: 'jade',
  ended: 'amber',
  completed: 'moss',
  cancelled: 'neutral',
};

function toneOf(status: ConsultationListItem['status']): BadgeTone {
  return tones[status];
}

function actionOf(item: ConsultationListItem): string {
  switch (item.status) {
    case 'planned':
      return t('staff.cases.continueFilling');
    case 'inProgress':
      return t('staff.cases.join');
    default:
      return t('staff.cases.view');
  }
}

function doctorOrTime(item: ConsultationListItem): string {
  if (item.doctorName === null) {
    return t('staff.cases.createdAt', { time: dateTimeOf(item.createdAt) });
  }
  const name = nameOf(item.doctorName);
  return item.isSigned ? t('staff.cases.signedBy', { name }) : t('staff.cases.toDoctor', { name });
}
