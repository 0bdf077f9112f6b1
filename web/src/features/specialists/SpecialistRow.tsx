import type { Specialist } from '../../api/contracts';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { Avatar, PresenceBadge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { canTakeNow, stateOf } from './model';
import { languagesOf, situationOf } from './words';

type SpecialistRowProps = {
  person: Specialist;
  isKnown: boolean;
  /** A coordinator invites a patient instead of opening a case. */
  invites: boolean;
  now: number;
  onAsk: () => void;
};

export function SpecialistRow({ person, isKnown, invites, now, onAsk }: SpecialistRowProps) {
  const state = stateOf(person, isKnown);
  const situation = situationOf(person, state, now);
  const languages = languagesOf(person);
  const name = nameOf(person.name);
  return (
    <li
      class="specialist"
      data-testid="specialist"
      data-state={state}
      data-practitioner={person.practitionerId}
    >
      <Avatar name={name} size={44} />
      <span class="specialist-words">
        <span class="specialist-head">
          <strong>{name}</strong>
          {person.title !== null && <span class="soft small">{person.title}</span>}
        </span>
        {situation !== '' && <span class="soft small">{situation}</span>}
        {languages !== null && <span class="soft small">{languages}</span>}
      </span>
      <span class="specialist-state">
        <PresenceBadge state={state} />
      </span>
      <span class="specialist-action">
        <Button
          size="small"
          variant={isKnown && canTakeNow(person) ? 'primary' : 'secondary'}
          onClick={onAsk}
          testId="ask"
        >
          {invites ? t('specialists.invite') : t('specialists.ask')}
          <span class="visually-hidden"> {name}</span>
        </Button>
      </span>
    </li>
  );
}
