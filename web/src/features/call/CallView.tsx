import { useEffect, useMemo, useState } from 'preact/hooks';
import { isRefusal } from '../../api/http';
import type { LocalMedia } from '../../media/localMedia';
import { t } from '../../text/text';
import './CallView.css';
import { CallBar } from './CallBar';
import { CallNotices } from './CallNotices';
import { CallState } from './CallState';
import { useCall, useLastSpeaker, useShortcuts } from './model';
import { useModerationNews } from './moderationNews';
import { Sounds } from './Sounds';
import { Stage } from './Stage';
import { arrange, type Tile, tilesOf } from './tiles';

export type CallViewProps = {
  /** The room's id is the consultation's. */
  consultationId: string;
  /** Pressed "leave"; the page decides what comes next. */
  onLeave: () => void;
  /** Nobody is signed in any more; the page leads to where one signs in. */
  onLostSession: (error: unknown) => void;
  /** Told whether somebody else sits in the room; false again when the call goes. */
  onCompany?: (isAccompanied: boolean) => void;
  /** Devices that a check has opened already; the call takes them over and closes them at its end. */
  media?: LocalMedia | undefined;
  /** Absent: no chat button. The call shows how many messages are new and tells when the panel shall be shown. */
  chat?: { unread: number; isOpen: boolean; onToggle: () => void } | undefined;
};

/** Fills its parent; the parent gives it a height. Enters the room when it appears, leaves when it goes. */
export function CallView(props: CallViewProps) {
  const call = useCall(props.consultationId, props.media);
  const { room, media } = call;
  const [pinned, setPinned] = useState<string>();
  const shortcuts = useMemo(
    () => ({
      m: () => void media.setMicrophone(media.get('microphone').muted),
      v: () => void media.setCamera(media.get('camera').muted),
    }),
    [media],
  );
  useShortcuts(shortcuts);
  useModerationNews(call.room);
  const { state } = room;
  useEffect(() => {
    if (state.name === 'refused' && isRefusal(state.error, 'session.sign_in_required')) {
      props.onLostSession(state.error);
    }
  }, [state]);
  const others = tilesOf(room.seats, room.tracks, room.ownSeat);
  const isAccompanied = room.seats.some(({ id }) => id !== room.ownSeat);
  useEffect(() => {
    props.onCompany?.(isAccompanied);
    return () => props.onCompany?.(false);
  }, [isAccompanied]);
  const speaker = useLastSpeaker(room);
  const arrangement = arrange(others, ownTile(media, room.ownSeat), pinned, speaker);
  const leave = () => {
    void room.leave();
    props.onLeave();
  };
  return (
    <section
      class="call"
      aria-label={t('call.people')}
      data-testid="call"
      data-state={room.state.name}
    >
      <div class="call-stage">
        <Stage call={call} arrangement={arrangement} onPin={setPinned} />
        <CallNotices call={call} isAlone={others.length === 0} />
        <CallState call={call} onLeave={leave} />
      </div>
      <Sounds call={call} />
      <CallBar call={call} chat={props.chat} onLeave={leave} />
    </section>
  );
}

function ownTile(media: LocalMedia, ownSeat: string | undefined): Tile {
  const { track } = media.get('camera');
  return {
    key: 'self',
    seat: ownSeat ?? 'self',
    kind: 'camera',
    isSelf: true,
    stream: streamOf(track),
    track: undefined,
    hasPicture: track !== undefined,
    isMicrophoneOff: media.get('microphone').muted,
  };
}

const streams = new WeakMap<MediaStreamTrack, MediaStream>();

/** The same stream for the same track, so that one's picture is not set anew at each drawing. */
function streamOf(track: MediaStreamTrack | undefined): MediaStream | undefined {
  if (track === undefined) {
    return undefined;
  }
  const stream = streams.get(track) ?? new MediaStream([track]);
  streams.set(track, stream);
  return stream;
}
