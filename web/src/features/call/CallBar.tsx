import type { ComponentChildren } from 'preact';
import { type DeviceChoice, type DeviceKind, rememberedDevice } from '../../media/devices';
import type { LocalMedia } from '../../media/localMedia';
import { type CallVerdict, judgeCall } from '../../media/stats';
import type { SeatRights } from '../../realtime/messages';
import type { Room } from '../../realtime/room';
import { clockOf, nameOf } from '../../text/format';
import { t } from '../../text/text';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import {
  cameraIcon,
  cameraOffIcon,
  chatIcon,
  gearIcon,
  hangUpIcon,
  lockIcon,
  microphoneIcon,
  microphoneOffIcon,
  screenIcon,
  screenOffIcon,
  wifiIcon,
  wifiWeakIcon,
} from '../../ui/icons';
import { Menu, type MenuItem } from '../../ui/Menu';
import { showToast } from '../../ui/Toast';
import type { CallViewProps } from './CallView';
import { type Call, useDevices, useElapsed, useWeakSeats } from './model';
import { moderate } from './SeatMenu';

type CallBarProps = {
  call: Call;
  chat: CallViewProps['chat'];
  onLeave: () => void;
};

export function CallBar({ call, chat, onLeave }: CallBarProps) {
  const { media } = call;
  const isMicrophoneOff = media.get('microphone').muted;
  const isCameraOff = media.get('camera').muted;
  return (
    <div class="call-bar" role="toolbar" aria-label={t('call.controls')}>
      <CallStatus call={call} />
      <div class="call-buttons">
        <Labelled label={t('call.short.microphone')}>
          <IconButton
            class={isMicrophoneOff ? 'call-button call-button-off' : 'call-button'}
            icon={isMicrophoneOff ? microphoneOffIcon : microphoneIcon}
            label={labelOf('microphone', media, isMicrophoneOff)}
            disabled={!media.mayUse('microphone')}
            onClick={() => void media.setMicrophone(isMicrophoneOff)}
            testId="toggle-microphone"
          />
        </Labelled>
        <Labelled label={t('call.short.camera')}>
          <IconButton
            class={isCameraOff ? 'call-button call-button-off' : 'call-button'}
            icon={isCameraOff ? cameraOffIcon : cameraIcon}
            label={labelOf('camera', media, isCameraOff)}
            disabled={!media.mayUse('camera')}
            onClick={() => void media.setCamera(isCameraOff)}
            testId="toggle-camera"
          />
        </Labelled>
        <ScreenButton call={call} />
        <DeviceMenu call={call} />
        {chat !== undefined && <ChatButton chat={chat} />}
        <Labelled label={t('call.short.leave')}>
          <IconButton
            class="call-button call-button-leave"
            icon={hangUpIcon}
            label={t('call.leave')}
            onClick={onLeave}
            testId="leave-call"
          />
        </Labelled>
      </div>
    </div>
  );
}

function labelOf(kind: DeviceKind, media: LocalMedia, isOff: boolean): string {
  if (!media.mayUse(kind)) {
    return t(`call.moderation.notAllowed.${kind}`);
  }
  if (kind === 'microphone') {
    return t(isOff ? 'call.unmuteMicrophone' : 'call.muteMicrophone');
  }
  return t(isOff ? 'call.startCamera' : 'call.stopCamera');
}

/** A word under the sign, for those who do not know the signs; the button's own name says more. */
function Labelled(props: { label: string; children: ComponentChildren }) {
  return (
    <span class="call-labelled">
      {props.children}
      <span class="call-label" aria-hidden="true">
        {props.label}
      </span>
    </span>
  );
}

function CallStatus({ call }: { call: Call }) {
  const { room } = call;
  const seconds = useElapsed(room.ownSeat !== undefined);
  const verdict = judgeCall(room.quality, useWeakSeats(room), room.narrow.isSoundOnly);
  const isFine = verdict.kind === 'good' || verdict.kind === 'unknown';
  return (
    <div class="call-status">
      <span class="numeric" title={t('call.elapsed', { time: clockOf(seconds) })}>
        {clockOf(seconds)}
      </span>
      <span
        class="call-quality"
        role="status"
        data-testid="call-quality"
        data-quality={verdict.kind}
      >
        <Icon path={isFine ? wifiIcon : wifiWeakIcon} size={18} />
        {sentenceOf(verdict, room)}
      </span>
      {room.listeners > 0 && <span>{t('call.listeners', { count: room.listeners })}</span>}
      <OwnLimits rights={room.rights} />
      {room.isLocked && (
        <span class="call-locked" title={t('call.moderation.lockedHint')} data-testid="room-locked">
          <Icon path={lockIcon} size={18} />
          {t('call.moderation.locked')}
        </span>
      )}
    </div>
  );
}

/** What one was told once stays to be read: a button that does not answer would look broken. */
function OwnLimits({ rights: { audio, video } }: { rights: SeatRights }) {
  if (audio && video) {
    return null;
  }
  const key = audio ? 'camera' : video ? 'microphone' : 'both';
  return (
    <span class="call-locked" data-testid="own-limits">
      <Icon path={key === 'camera' ? cameraOffIcon : microphoneOffIcon} size={18} />
      {t(`call.moderation.limited.${key}`)}
    </span>
  );
}

function sentenceOf(verdict: CallVerdict, room: Room): string {
  if (verdict.kind === 'otherWeak') {
    const name = room.nameOf(verdict.seat)?.name;
    return t('call.quality.otherWeak', { name: name === undefined ? '…' : nameOf(name) });
  }
  return t(`call.quality.${verdict.kind}`);
}

function ScreenButton({ call }: { call: Call }) {
  const { media } = call;
  // Phones cannot share their screen from a browser.
  if (navigator.mediaDevices?.getDisplayMedia === undefined) {
    return null;
  }
  const isSharing = media.get('screen').track !== undefined;
  const mayShare = media.mayUse('screen');
  const label = mayShare
    ? t(isSharing ? 'call.stopSharing' : 'call.shareScreen')
    : t('call.moderation.notAllowed.screen');
  const toggle = () => {
    if (isSharing) {
      media.stopScreen();
    } else {
      media.shareScreen().catch(() => showToast(t('call.screenFailed'), { tone: 'danger' }));
    }
  };
  return (
    <Labelled label={t('call.short.screen')}>
      <IconButton
        class="call-button"
        icon={isSharing || !mayShare ? screenOffIcon : screenIcon}
        label={label}
        pressed={isSharing}
        disabled={!mayShare}
        onClick={toggle}
        testId="toggle-screen"
      />
    </Labelled>
  );
}

function ChatButton({ chat }: { chat: NonNullable<CallViewProps['chat']> }) {
  return (
    <Labelled label={t('call.short.chat')}>
      <IconButton
        class="call-button"
        icon={chatIcon}
        label={
          chat.unread > 0
            ? `${t('call.openChat')}, ${t('chat.newMessages', { count: chat.unread })}`
            : t('call.openChat')
        }
        pressed={chat.isOpen}
        onClick={chat.onToggle}
        testId="toggle-chat"
      />
      {chat.unread > 0 && (
        <span class="call-unread" aria-hidden="true">
          {chat.unread}
        </span>
      )}
    </Labelled>
  );
}

function DeviceMenu({ call }: { call: Call }) {
  const { media, room } = call;
  const { cameras, microphones } = useDevices(media);
  const itemsOf = (kind: 'camera' | 'microphone', devices: readonly DeviceChoice[]): MenuItem[] => {
    const current =
      media.get(kind).track?.getSettings().deviceId ?? rememberedDevice(kind) ?? devices[0]?.id;
    return devices.map((device, index) => ({
      label: device.label || t('call.deviceNumber', { number: index + 1 }),
      checked: device.id === current,
      onSelect: () => void media.choose(kind, device.id),
    }));
  };
  return (
    <Labelled label={t('call.short.devices')}>
      <Menu
        label={t('call.chooseDevices')}
        buttonClass="icon-button call-button"
        side="above"
        align="center"
        testId="device-menu"
        groups={[
          { label: t('call.camera'), items: itemsOf('camera', cameras) },
          { label: t('call.microphone'), items: itemsOf('microphone', microphones) },
          ...(room.rights.moderate ? [{ label: t('call.room'), items: [lockItem(room)] }] : []),
        ]}
      >
        <Icon path={gearIcon} size={22} />
      </Menu>
    </Labelled>
  );
}

function lockItem(room: Room): MenuItem {
  return {
    label: t(room.isLocked ? 'call.moderation.unlock' : 'call.moderation.lock'),
    icon: lockIcon,
    testId: 'lock-room',
    onSelect: () => moderate(room.moderate('LockRoom', !room.isLocked)),
  };
}
