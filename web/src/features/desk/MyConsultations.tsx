import type { ConsultationListItem } from '../../api/contracts';
import { timeOf } from '../../text/format';
import { t } from '../../text/text';
import { Card } from '../../ui/Card';
import { Link } from '../../ui/router';
import { Skeleton } from '../../ui/Spinner';
import { groupMine, type MineGroup } from './model';

const titles: Record<MineGroup, 'mineInProgress' | 'mineToSign' | 'mineRecent'> = {
  inProgress: 'mineInProgress',
  ended: 'mineToSign',
  completed: 'mineRecent',
};

const actions: Record<MineGroup, 'resume' | 'sign' | 'review'> = {
  inProgress: 'resume',
  ended: 'sign',
  completed: 'review',
};

export function MyConsultations({ items }: { items: readonly ConsultationListItem[] | null }) {
  const groups = groupMine(items ?? []);
  return (
    <Card title={t('staff.desk.mine')} testId="mine">
      {items === null && <Skeleton lines={3} />}
      {items !== null && groups.length === 0 && (
        <p class="soft small">{t('staff.desk.mineEmpty')}</p>
      )}
      {groups.map(({ group, items: some }) => (
        <section key={group} class="mine-group">
          <h3 class="mine-title">
            {t(`staff.desk.${titles[group]}`)}
            {group !== 'completed' && <span class="mine-count">{some.length}</span>}
          </h3>
          <ul class="mine-list">
            {some.map((item) => (
              <li key={item.id}>
                <Link to={`/consultations/${item.id}`} class="mine-item">
                  <span class="mine-name">
                    {item.patientName}
                    <span class="soft small">
                      {' '}
                      {t('staff.personLine', {
                        gender: t(`common.gender.${item.gender}`),
                        age: item.age,
                      })}
                    </span>
                    <span class="mine-when">{whenOf(item)}</span>
                  </span>
                  <span class={group === 'completed' ? 'mine-action' : 'mine-action mine-due'}>
                    {t(`staff.desk.${actions[group]}`)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Card>
  );
}

function whenOf(item: ConsultationListItem): string {
  if (item.endedAt !== null) {
    return t('staff.desk.endedAt', { time: timeOf(item.endedAt) });
  }
  return item.startedAt === null ? '' : t('staff.desk.startedAt', { time: timeOf(item.startedAt) });
}
