import type { Room } from '../../realtime/room';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { ask } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import {
  cameraOffIcon,
  microphoneIcon,
  microphoneOffIcon,
  moreIcon,
  pauseIcon,
  screenOffIcon,
  trashIcon,
} from '../../ui/icons';
import { Menu, type MenuItem } from '../../ui/Menu';
import { showToast } from '../../ui/Toast';
import type { Tile } from './tiles';

/** What a moderator may do to somebody: quiet, in the corner of the person's picture. */
export function SeatMenu({ room, tile }: { room: Room; tile: Tile }) {
  const seat = room.seats.find(({ id }) => id === tile.seat);
  if (!room.rights.moderate || tile.isSelf || seat === undefined) {
    return null;
  }
  const items = tile.kind === 'screen' ? [stopScreen(room, tile)] : itemsFor(room, tile);
  if (items.length === 0) {
    return null;
  }
  return (
    <div class="seat-menu">
      <Menu
        label={t('call.moderation.menu', { name: personOf(room, tile) })}
        buttonClass="icon-button seat-menu-button"
        testId={`seat-menu-${tile.seat}`}
        groups={[{ items }]}
      >
        <Icon path={moreIcon} size={20} />
      </Menu>
    </div>
  );
}

function personOf(room: Room, tile: Tile): string {
  const name = room.nameOf(tile.seat)?.name;
  return name === undefined ? '…' : nameOf(name);
}

function stopScreen(room: Room, tile: Tile): MenuItem {
  return {
    label: t('call.moderation.stopScreen'),
    icon: screenOffIcon,
    onSelect: () => moderate(room.moderate('MuteSeat', tile.seat, 'screen')),
  };
}

function itemsFor(room: Room, tile: Tile): MenuItem[] {
  const rights = room.seats.find(({ id }) => id === tile.seat)?.rights;
  const items: MenuItem[] = [];
  if (!tile.isMicrophoneOff) {
    items.push({
      label: t('call.moderation.mute'),
      icon: microphoneOffIcon,
      testId: 'mute-seat',
      onSelect: () => moderate(room.moderate('MuteSeat', tile.seat, 'microphone')),
    });
  }
  if (tile.hasPicture) {
    items.push({
      label: t('call.moderation.stopCamera'),
      icon: cameraOffIcon,
      onSelect: () => moderate(room.moderate('MuteSeat', tile.seat, 'camera')),
    });
  }
  if (rights === undefined || rights.moderate) {
    // Another moderator keeps the word and the seat.
    return items;
  }
  const { moderate: _, ...may } = rights;
  items.push({
    label: t(may.audio ? 'call.moderation.forbidSpeaking' : 'call.moderation.allowSpeaking'),
    icon: may.audio ? pauseIcon : microphoneIcon,
    testId: 'seat-word',
    onSelect: () =>
      moderate(room.moderate('SetSeatRights', tile.seat, { ...may, audio: !may.audio })),
  });
  items.push({
    label: t('call.moderation.remove'),
    icon: trashIcon,
    danger: true,
    testId: 'remove-seat',
    onSelect: () => void remove(room, tile),
  });
  return items;
}

async function remove(room: Room, tile: Tile): Promise<void> {
  const name = personOf(room, tile);
  const isSure = await ask({
    title: t('call.moderation.removeTitle', { name }),
    text: t('call.moderation.removeText'),
    confirm: t('call.moderation.removeConfirm'),
    danger: true,
  });
  if (isSure) {
    moderate(room.moderate('RemoveSeat', tile.seat));
  }
}

/** The room itself shows what was done; only what failed needs words. */
export function moderate(done: Promise<void>): void {
  done.catch((error: unknown) => showToast(() => sentenceFor(error), { tone: 'danger' }));
}
