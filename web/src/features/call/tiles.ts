import type { RemoteTrack } from '../../media/subscriber';
import type { RoomSeat } from '../../realtime/room';

export type Tile = {
  key: string;
  seat: string;
  kind: 'camera' | 'screen';
  isSelf: boolean;
  stream: MediaStream | undefined;
  /** The id under which the server forwards it; undefined for one's own. */
  track: string | undefined;
  hasPicture: boolean;
  isMicrophoneOff: boolean;
};

/** How the tiles stand: one large with the others beside it, one large with oneself in its corner, or all alike. */
export type Arrangement = {
  shape: 'alone' | 'pair' | 'focus' | 'grid';
  main: readonly Tile[];
  side: readonly Tile[];
};

/** One tile per person in the room, whether or not there is a picture, and one per shared screen. */
export function tilesOf(
  seats: readonly RoomSeat[],
  tracks: readonly RemoteTrack[],
  ownSeat: string | undefined,
): Tile[] {
  return seats
    .filter(({ id }) => id !== ownSeat)
    .flatMap((seat) => {
      const find = (source: 'camera' | 'screen') => {
        const published = seat.tracks.find((track) => track.source === source);
        return { published, received: tracks.find((track) => track.id === published?.id) };
      };
      const camera = find('camera');
      const screen = find('screen');
      const microphone = seat.tracks.find((track) => track.source === 'microphone');
      const person: Tile = {
        key: `${seat.id}-camera`,
        seat: seat.id,
        kind: 'camera',
        isSelf: false,
        stream: camera.received?.stream,
        track: camera.received?.id,
        hasPicture: camera.received !== undefined && camera.published?.muted === false,
        isMicrophoneOff: microphone?.muted ?? true,
      };
      if (screen.received === undefined) {
        return [person];
      }
      const shared: Tile = {
        ...person,
        key: `${seat.id}-screen`,
        kind: 'screen',
        stream: screen.received.stream,
        track: screen.received.id,
        hasPicture: true,
        isMicrophoneOff: false,
      };
      return [shared, person];
    });
}

/** Beyond this many, small pictures tell nothing: whoever speaks stands in front. */
const mostAlike = 8;

export function arrange(
  others: readonly Tile[],
  self: Tile,
  pinned: string | undefined,
  /** The seat that speaks, or spoke last. */
  speaker?: string | undefined,
): Arrangement {
  if (others.length === 0) {
    return { shape: 'alone', main: [self], side: [] };
  }
  const focus =
    others.find((tile) => tile.key === pinned) ??
    others.find((tile) => tile.kind === 'screen') ??
    (others.length > mostAlike
      ? (others.find(({ seat }) => seat === speaker) ?? others[0])
      : undefined);
  if (focus !== undefined && others.length > 1) {
    return {
      shape: 'focus',
      main: [focus],
      side: [...others.filter((tile) => tile !== focus), self],
    };
  }
  return others.length === 1
    ? { shape: 'pair', main: others, side: [self] }
    : { shape: 'grid', main: [...others, self], side: [] };
}
