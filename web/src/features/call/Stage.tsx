import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Room } from '../../realtime/room';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { VideoTile } from '../../ui/VideoTile';
import { type Call, useLasting } from './model';
import { SeatMenu } from './SeatMenu';
import type { Arrangement, Tile } from './tiles';

type StageProps = {
  call: Call;
  arrangement: Arrangement;
  onPin: (key: string | undefined) => void;
};

export function Stage({ call, arrangement, onPin }: StageProps) {
  const { shape, main, side } = arrangement;
  useNewScreenWins(arrangement, onPin);
  return (
    <div class={`stage stage-${shape}`} data-tiles={main.length} data-testid="stage">
      <div class="stage-main">
        {main.map((tile) => (
          <Person
            key={tile.key}
            call={call}
            tile={tile}
            priority={shape === 'focus' ? 1 : 0}
            onChoose={onChooseMain(shape, tile, onPin)}
            isLarge
          />
        ))}
      </div>
      {side.length > 0 && (
        <div class="stage-side">
          {side.map((tile) => (
            <Person
              key={tile.key}
              call={call}
              tile={tile}
              priority={0}
              onChoose={tile.isSelf ? undefined : () => onPin(tile.key)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** In the grid a click brings a person forward; on somebody brought forward it leads back. */
function onChooseMain(
  shape: Arrangement['shape'],
  tile: Tile,
  onPin: StageProps['onPin'],
): (() => void) | undefined {
  if (shape === 'grid' && !tile.isSelf) {
    return () => onPin(tile.key);
  }
  // A screen stands in front by itself.
  return shape === 'focus' && tile.kind === 'camera' ? () => onPin(undefined) : undefined;
}

/** Whoever starts to share wants to be seen: a person chosen before gives way. */
function useNewScreenWins({ main, side }: Arrangement, onPin: StageProps['onPin']): void {
  const screens = [...main, ...side].filter((tile) => tile.kind === 'screen').map(({ key }) => key);
  const known = useRef<readonly string[]>(screens);
  const isNew = screens.some((key) => !known.current.includes(key));
  useEffect(() => {
    known.current = screens;
    if (isNew) {
      onPin(undefined);
    }
  });
}

// A picture that stands still for less than this goes on as if nothing had been.
const blinkMs = 700;

type PersonProps = {
  call: Call;
  tile: Tile;
  priority: number;
  onChoose: (() => void) | undefined;
  /** There is room for a menu; a small picture is brought forward first. */
  isLarge?: boolean;
};

function Person({ call, tile, priority, onChoose, isLarge }: PersonProps) {
  const { room } = call;
  const onVideo = useTileWatch(room, tile.track, priority);
  const notice = useNotice(room, tile);
  const person = room.nameOf(tile.seat);
  const name = tile.isSelf ? t('call.you') : person === undefined ? '…' : nameOf(person.name);
  const view = (
    <VideoTile
      name={tile.kind === 'screen' ? t('call.screenOf', { name }) : name}
      role={tile.isSelf || person === undefined ? undefined : t(`common.role.${person.role}`)}
      stream={tile.stream}
      hasPicture={tile.hasPicture}
      isMicrophoneOff={tile.isMicrophoneOff}
      notice={notice}
      isSpeaking={tile.kind === 'camera' && room.speakers.includes(tile.seat)}
      isSelf={tile.isSelf}
      fit={tile.kind === 'screen' ? 'contain' : 'cover'}
      testId={tile.isSelf ? 'tile-self' : `tile-${tile.seat}-${tile.kind}`}
      onVideo={onVideo}
    />
  );
  const picture =
    onChoose === undefined ? (
      view
    ) : (
      <button type="button" class="stage-choose" onClick={onChoose}>
        {view}
      </button>
    );
  return (
    <div class="stage-person">
      {picture}
      {isLarge && <SeatMenu room={room} tile={tile} />}
    </div>
  );
}

/** A picture that stands still says why: for want of bandwidth, or because its node was lost. */
function useNotice(room: Room, tile: Tile): string | undefined {
  const isComing = useLasting(room.isComing(tile.track), blinkMs);
  const isPaused = tile.isSelf
    ? room.narrow.isSoundOnly
    : tile.track !== undefined && room.narrow.pausedTracks.includes(tile.track);
  if (!tile.hasPicture || !(isPaused || isComing)) {
    return undefined;
  }
  return t(isComing ? 'call.pictureComes' : 'call.quality.pausedPicture');
}

function useTileWatch(room: Room, track: string | undefined, priority: number) {
  return useMemo(() => {
    let stop: (() => void) | undefined;
    return (element: HTMLVideoElement | null) => {
      stop?.();
      stop = undefined;
      const tile = element?.parentElement;
      if (tile && track !== undefined) {
        stop = room.tiles.watch(track, tile, priority);
      }
    };
  }, [room, track, priority]);
}
