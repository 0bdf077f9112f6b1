import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { Avatar, PresenceBadge } from '../../ui/Badge';
import { Card } from '../../ui/Card';
import { Skeleton } from '../../ui/Spinner';
import { isDelayed } from '../session/outages';
import type { Desk } from './model';

/** The other doctors of the department, those who can be reached first. */
export function Colleagues({ desk, myId }: { desk: Desk; myId: string }) {
  const presence = desk.presence.value;
  const order = ['available', 'inConsultation', 'busy', 'away', 'offline'] as const;
  const others = desk.colleagues.value
    ?.filter((one) => one.practitionerId !== myId)
    .map((one) => ({ ...one, state: presence.get(one.practitionerId) ?? 'offline' }))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <Card title={t('staff.desk.colleagues')} testId="colleagues">
      {others === undefined && <Skeleton lines={2} />}
      {others?.length === 0 && <p class="soft small">{t('staff.desk.colleaguesEmpty')}</p>}
      {others !== undefined && others.length > 0 && (
        <ul class="colleagues">
          {others.map((one) => (
            <li key={one.practitionerId} class="colleague">
              <Avatar name={nameOf(one.name)} size={36} />
              <span class="colleague-name">
                {nameOf(one.name)}
                {one.title !== null && <span class="soft small">{one.title}</span>}
              </span>
              <PresenceBadge state={isDelayed.value ? 'unknown' : one.state} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
