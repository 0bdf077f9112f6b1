import type { PresenceState } from '../../realtime/messages';
import { t } from '../../text/text';
import { PresenceBadge } from '../../ui/Badge';
import { Menu } from '../../ui/Menu';
import type { ChosenPresence } from './model';

const choices: readonly ChosenPresence[] = ['available', 'busy', 'away'];

export function PresenceSwitch(props: {
  state: PresenceState;
  onChoose: (state: ChosenPresence) => void;
}) {
  return (
    <Menu
      label={`${t('staff.presence.label')}: ${t(`common.presence.${props.state}`)}`}
      buttonClass="presence-switch"
      testId="presence"
      groups={[
        {
          label: t('staff.presence.label'),
          items: choices.map((choice) => ({
            label: t(`common.presence.${choice}`),
            checked: props.state === choice,
            onSelect: () => props.onChoose(choice),
            testId: `presence-${choice}`,
          })),
        },
      ]}
    >
      <PresenceBadge state={props.state} />
    </Menu>
  );
}
