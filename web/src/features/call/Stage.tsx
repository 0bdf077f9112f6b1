import { useMemo } from 'preact/hooks';
import type { Room } from '../../realtime/room';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { VideoTile } from '../../ui/VideoTile';
import type { Arrangement, Tile } from './tiles';

type StageProps = {
  room: Room;
  arrangement: Arrangement;
  onPin: (key: string | undefined) => void;
};

export function Stage({ room, arrangement, onPin }: StageProps) {
  const { shape, main, side } = arrangement;
  return (
    <div class={`stage stage-${shape}`} data-tiles={main.length} data-testid="stage">
      <div class="stage-main">
        {main.map((tile) => (
          <Person
            key={tile.key}
            room={room}
            tile={tile}
            onChoose={shape === 'grid' && !tile.isSelf ? () => onPin(tile.key) : undefined}
          />
        ))}
      </div>
      {side.length > 0 && (
        <div class="stage-side">
          {side.map((tile) => (
            <Person
              key={tile.key}
              room={room}
              tile={tile}
              onChoose={tile.isSelf ? undefined : () => onPin(tile.key)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

type PersonProps = { room: Room; tile: Tile; onChoose: (() => void) | undefined };

function Person({ room, tile, onChoose }: PersonProps) {
  const onVideo = useTileWatch(room, tile.track);
  const person = room.nameOf(tile.seat);
  const name = tile.isSelf ? t('call.you') : person === undefined ? '…' : nameOf(person.name);
  const view = (
    <VideoTile
      name={tile.kind === 'screen' ? t('call.screenOf', { name }) : name}
      role={tile.isSelf || person === undefined ? undefined : t(`common.role.${person.role}`)}
      stream={tile.stream}
      hasPicture={tile.hasPicture}
      isMicrophoneOff={tile.isMicrophoneOff}
      isSpeaking={tile.kind === 'camera' && room.speakers.includes(tile.seat)}
      isSelf={tile.isSelf}
      fit={tile.kind === 'screen' ? 'contain' : 'cover'}
      testId={tile.isSelf ? 'tile-self' : `tile-${tile.seat}-${tile.kind}`}
      onVideo={onVideo}
    />
  );
  return onChoose === undefined ? (
    view
  ) : (
    <button type="button" class="stage-choose" onClick={onChoose}>
      {view}
    </button>
  );
}

function useTileWatch(room: Room, track: string | undefined) {
  return useMemo(() => {
    let stop: (() => void) | undefined;
    return (element: HTMLVideoElement | null) => {
      stop?.();
      stop = undefined;
      const tile = element?.parentElement;
      if (tile && track !== undefined) {
        stop = room.tiles.watch(track, tile);
      }
    };
  }, [room, track]);
}
