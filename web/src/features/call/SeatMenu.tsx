import type { SeatRights } from '../../realtime/messages';
import type { Room } from '../../realtime/room';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { ask } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import {
  cameraIcon,
  cameraOffIcon,
  lockIcon,
  microphoneIcon,
  microphoneOffIcon,
  moreIcon,
  pauseIcon,
  screenIcon,
  screenOffIcon,
  signOutIcon,
} from '../../ui/icons';
import { Menu, type MenuGroup, type MenuItem } from '../../ui/Menu';
import { showToast } from '../../ui/Toast';
import type { Tile } from './tiles';

/** What a moderator may do to somebody: quiet, in the corner of the person's picture. */
export function SeatMenu({ room, tile }: { room: Room; tile: Tile }) {
  const seat = room.seats.find(({ id }) => id === tile.seat);
  if (!room.rights.moderate || tile.isSelf || seat === undefined) {
    return null;
  }
  const parts = tile.kind === 'screen' ? screenGroups(room, tile) : personGroups(room, tile);
  const groups = parts.filter(({ items }) => items.length > 0);
  const first = groups[0];
  if (first === undefined) {
    return null;
  }
  // On a phone the list stands far from the picture it is about.
  first.label = personOf(room, tile);
  return (
    <div class="seat-menu">
      <Menu
        label={t('call.moderation.menu', { name: personOf(room, tile) })}
        buttonClass="icon-button seat-menu-button"
        testId={`seat-menu-${tile.seat}`}
        groups={groups}
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

/** What is sent now, what may be sent from now on, and the seat itself. */
function personGroups(room: Room, tile: Tile): MenuGroup[] {
  const now: MenuItem[] = [];
  if (!tile.isMicrophoneOff) {
    now.push({
      label: t('call.moderation.mute'),
      icon: microphoneOffIcon,
      testId: 'mute-seat',
      onSelect: () => moderate(room.moderate('MuteSeat', tile.seat, 'microphone')),
    });
  }
  if (tile.hasPicture) {
    now.push({
      label: t('call.moderation.stopCamera'),
      icon: cameraOffIcon,
      onSelect: () => moderate(room.moderate('MuteSeat', tile.seat, 'camera')),
    });
  }
  const rights = rightsOf(room, tile);
  if (rights === undefined) {
    return [{ key: 'now', items: now }];
  }
  const may = [rightItem(room, tile, rights, 'audio'), rightItem(room, tile, rights, 'video')];
  if (!rights.screen) {
    // Taken in the menu of the shared screen, which is gone by then.
    may.push(rightItem(room, tile, rights, 'screen'));
  }
  const removal = {
    label: t('call.moderation.remove'),
    icon: signOutIcon,
    danger: true,
    testId: 'remove-seat',
    onSelect: () => void remove(room, tile),
  };
  return [
    { key: 'now', items: now },
    { key: 'may', items: may },
    { key: 'seat', items: [removal] },
  ];
}

function screenGroups(room: Room, tile: Tile): MenuGroup[] {
  const rights = rightsOf(room, tile);
  const stop = {
    label: t('call.moderation.stopScreen'),
    icon: screenOffIcon,
    testId: 'stop-screen',
    onSelect: () => moderate(room.moderate('MuteSeat', tile.seat, 'screen')),
  };
  const may = rights === undefined ? [] : [rightItem(room, tile, rights, 'screen')];
  return [
    { key: 'now', items: [stop] },
    { key: 'may', items: may },
  ];
}

/** Nothing for another moderator, who keeps the word and the seat. */
function rightsOf(room: Room, tile: Tile): SeatRights | undefined {
  const rights = room.seats.find(({ id }) => id === tile.seat)?.rights;
  return rights?.moderate ? undefined : rights;
}

const rightLooks = {
  audio: {
    take: ['call.moderation.forbidSpeaking', pauseIcon],
    give: ['call.moderation.allowSpeaking', microphoneIcon],
    testId: 'seat-word',
  },
  video: {
    take: ['call.moderation.forbidCamera', lockIcon],
    give: ['call.moderation.allowCamera', cameraIcon],
    testId: 'seat-camera',
  },
  screen: {
    take: ['call.moderation.forbidScreen', lockIcon],
    give: ['call.moderation.allowScreen', screenIcon],
    testId: 'seat-screen',
  },
} as const;

function rightItem(
  room: Room,
  tile: Tile,
  rights: SeatRights,
  right: keyof typeof rightLooks,
): MenuItem {
  const { take, give, testId } = rightLooks[right];
  const [label, icon] = rights[right] ? take : give;
  return {
    label: t(label),
    icon,
    testId,
    onSelect: () =>
      moderate(room.moderate('SetSeatRights', tile.seat, { [right]: !rights[right] })),
  };
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
