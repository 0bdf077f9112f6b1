import { useMemo } from 'preact/hooks';
import type { Room } from '../../realtime/room';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { VideoTile } from '../../ui/VideoTile';
import type { Call } from './model';
import type { Arrangement, Tile } from './tiles';

type StageProps = {
  call: Call;
  arrangement: Arrangement;
  onPin: (key: string | undefined) => void;
};

export function Stage({ call, arrangement, onPin }: StageProps) {
  const { shape, main, side } = arrangement;
  return (
    <div class={`stage stage-${shape}`} data-tiles={main.length} data-testid="stage">
      <div class="stage-main">
        {main.map((tile) => (
          <Person
            key={tile.key}
            call={call}
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
              call={call}
              tile={tile}
              onChoose={tile.isSelf ? undefined : () => onPin(tile.key)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

type PersonProps = { call: Call; tile: Tile; onChoose: (() => void) | undefined };

function Person({ call, tile, onChoose }: PersonProps) {
  const { room } = call;
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
