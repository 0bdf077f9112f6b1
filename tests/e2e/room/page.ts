import { LocalMedia } from '../../../web/src/media/localMedia';
import { Room } from '../../../web/src/realtime/room';
import { openRoomHub } from '../../../web/src/realtime/roomHub';

/** A room without the pages around it: the client that patients and doctors use, one tile for each remote picture. */
export type RoomPage = {
  room: Room;
  /** Shows one picture large and the others small, or all small. */
  focus: (seat: string | undefined) => void;
};

type Entrance = { pass: string; session?: string; capture: MediaTrackConstraints };

const entrance = (globalThis as unknown as { testEntrance: Entrance }).testEntrance;
const media = new LocalMedia();
const room = new Room('room', media, {
  enterRoom: async () => ({
    pass: entrance.pass,
    hubUrl: '/hubs/room',
    seat: '',
    seats: [],
    iceServers: [],
    standby: null,
    expiresAt: '',
  }),
  readSeats: async () => [],
  openHub: openRoomHub,
});

const tiles = new Map<string, HTMLVideoElement>();
let focused: string | undefined;

function show(): void {
  for (const { id, seat, source, stream } of room.tracks) {
    if (tiles.has(id)) {
      continue;
    }
    const tile = document.createElement('video');
    Object.assign(tile, { autoplay: true, playsInline: true, srcObject: stream });
    tile.dataset['seat'] = seat;
    tile.dataset['source'] = source;
    tiles.set(id, tile);
    document.body.append(tile);
    if (source !== 'microphone') {
      room.tiles.watch(id, tile);
    }
  }
  for (const tile of tiles.values()) {
    const isLarge = tile.dataset['seat'] === focused;
    const isSound = tile.dataset['source'] === 'microphone';
    tile.style.cssText = isSound
      ? 'width:0;height:0'
      : `width:${isLarge ? 320 : 160}px;height:${isLarge ? 180 : 90}px`;
  }
}

room.on('changed', () => {
  document.body.dataset['state'] = room.state.name;
  show();
});

const { getUserMedia } = navigator.mediaDevices;
navigator.mediaDevices.getUserMedia = (wanted) =>
  getUserMedia.call(navigator.mediaDevices, {
    ...wanted,
    video: wanted?.video ? entrance.capture : false,
  });

(globalThis as unknown as { testRoom: RoomPage }).testRoom = {
  room,
  focus(seat) {
    focused = seat;
    show();
  },
};
void media.open().then(() => room.enter());
