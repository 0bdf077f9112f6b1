import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RoomEntry } from '../api/contracts';
import { NetworkError, RefusalError } from '../api/http';
import { LocalMedia } from '../media/localMedia';
import { Room } from './room';
import type { RoomHub } from './roomHub';
import { entry, FakeHub, rights } from './roomHub.fake';

let hubs: FakeHub[] = [];
let resumed = false;
/** What the server says before it answers. */
let beforeJoin: (opened: FakeHub) => void;
let enterRoom: () => Promise<RoomEntry>;

function enteredRoom(media = new LocalMedia()): Room {
  const room = new Room('r1', media, {
    enterRoom: () => enterRoom(),
    readSeats: async () => [{ seat: 'doctor', name: { zh: '李', en: 'Li' }, role: 'specialist' }],
    openHub: () => {
      const session = `s${hubs.length}`;
      const hub = new FakeHub(() => {
        beforeJoin(hub);
        return { seat: 'me', session, resumed, rights };
      });
      hubs.push(hub);
      return hub as unknown as RoomHub;
    },
  });
  room.enter();
  return room;
}

const hub = (index: number): FakeHub => {
  const found = hubs[index];
  if (found === undefined) {
    throw new Error(`The room opened ${hubs.length} connections, not ${index + 1}.`);
  }
  return found;
};

beforeEach(() => {
  hubs = [];
  resumed = false;
  beforeJoin = () => undefined;
  enterRoom = async () => entry;
  vi.useFakeTimers();
  vi.stubGlobal(
    'RTCPeerConnection',
    class {
      connectionState = 'new';
      close() {}
    },
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a lost connection is replaced by itself and asks for the old seat', async () => {
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  expect(room.state).toEqual({ name: 'joined' });
  resumed = true;
  hub(0).lose();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(hub(1).joins).toEqual([{ pass: 'pass', session: 's0' }]);
  expect(room.state).toEqual({ name: 'joined' });
  await room.dispose();
});

test('a server that is away is asked again and again', async () => {
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  enterRoom = () => Promise.reject(new NetworkError('network'));
  hub(0).lose();
  await vi.advanceTimersByTimeAsync(120_000);
  enterRoom = async () => entry;
  await vi.advanceTimersByTimeAsync(11_000);
  expect(hubs).toHaveLength(2);
  expect(room.hasSignalling).toBe(true);
  await room.dispose();
});

test('while the database is away, who sat in the room comes back by the old pass', async () => {
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  enterRoom = () => Promise.reject(new RefusalError('storage.unavailable', 503));
  resumed = true;
  hub(0).lose();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(hub(1).joins).toEqual([{ pass: 'pass', session: 's0' }]);
  expect(room.state).toEqual({ name: 'joined' });
  await room.dispose();
});

test('a call that another tab took over stays there until it is taken back', async () => {
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  hub(0).say('Closed', 'replaced');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(room.state).toEqual({ name: 'takenOver' });
  expect(hubs).toHaveLength(1);
  room.enter();
  await vi.advanceTimersByTimeAsync(0);
  expect(hub(1).joins).toEqual([{ pass: 'pass', session: null }]);
  expect(room.state).toEqual({ name: 'joined' });
  await room.dispose();
});

test('a door that was never open is a refusal; one that closed is the end', async () => {
  const closed = new RefusalError('room.not_open', 409);
  enterRoom = () => Promise.reject(closed);
  const early = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  expect(early.state).toEqual({ name: 'refused', error: closed });

  enterRoom = async () => entry;
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  enterRoom = () => Promise.reject(closed);
  hub(0).lose();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(room.state).toEqual({ name: 'ended', reason: 'room_closed' });
});

test('a seat that timed out is taken anew, not resumed', async () => {
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  hub(0).say('Closed', 'timed_out');
  await vi.advanceTimersByTimeAsync(11_000);
  expect(hub(1).joins).toEqual([{ pass: 'pass', session: null }]);
  await room.dispose();
});

test('what was said of the old seat is not believed of a new one', async () => {
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  hub(0).say('NarrowLink', { longPackets: true, videoStopped: true });
  hub(0).say('VideoPaused', ['t7']);
  hub(0).say('QualityChanged', {
    uplink: 1,
    downlink: 1,
    uplinkLossPercent: 20,
    downlinkLossPercent: 20,
    roundTripMs: 300,
    uplinkJitterMs: 40,
    downlinkJitterMs: 40,
    side: 'uplink',
    otherSeat: null,
  });
  hub(0).say('SpeakersChanged', ['doctor']);
  resumed = true;
  hub(0).lose();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(room.narrow.isSoundOnly).toBe(true);
  resumed = false;
  beforeJoin = (opened) => opened.say('SpeakersChanged', ['nurse']);
  hub(1).say('Closed', 'timed_out');
  await vi.advanceTimersByTimeAsync(11_000);
  expect(room.narrow.isSoundOnly).toBe(false);
  expect(room.narrow.pausedTracks).toEqual([]);
  expect(room.quality).toBeUndefined();
  expect(room.speakers).toEqual(['nurse']);
  await room.dispose();
});

test('older news of the room is dropped, and unknown people are looked up', async () => {
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  const quiet = { listeners: 0, locked: false };
  hub(0).say('RoomChanged', {
    sequence: 2,
    seats: [{ id: 'doctor', tracks: [], rights }],
    ...quiet,
  });
  hub(0).say('RoomChanged', { sequence: 1, seats: [], ...quiet });
  await vi.advanceTimersByTimeAsync(0);
  expect(room.seats.map(({ id }) => id)).toEqual(['doctor']);
  expect(room.nameOf('doctor')?.name.zh).toBe('李');
  await room.dispose();
});

test('who leaves while the door still opens does not enter behind it', async () => {
  let open: (given: RoomEntry) => void = () => undefined;
  enterRoom = () =>
    new Promise((resolve) => {
      open = resolve;
    });
  const room = enteredRoom();
  await room.leave();
  open(entry);
  await vi.advanceTimersByTimeAsync(0);
  expect(hubs).toHaveLength(0);
  expect(room.state).toEqual({ name: 'ended', reason: 'left' });
});

test('a session that ran out during the call is not told as the end of the consultation', async () => {
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  const signedOut = new RefusalError('session.sign_in_required', 401);
  enterRoom = () => Promise.reject(signedOut);
  hub(0).lose();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(room.state).toEqual({ name: 'refused', error: signedOut });
});

test('a way that takes long is told as such, and new paths ask the relay with a fresh password', async () => {
  const opened: FakeConnection[] = [];
  class FakeConnection {
    connectionState: RTCPeerConnectionState = 'connecting';
    readonly passwords: unknown[] = [];
    localDescription = { sdp: 'answer' };
    constructor(configuration: RTCConfiguration) {
      this.setConfiguration(configuration);
      opened.push(this);
    }
    setConfiguration({ iceServers }: RTCConfiguration) {
      this.passwords.push(iceServers?.[0]?.credential);
    }
    setRemoteDescription = async () => undefined;
    getTransceivers = () => [];
    createAnswer = async () => ({});
    setLocalDescription = async () => undefined;
    close = () => undefined;
  }
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  let entered = 0;
  enterRoom = async () => {
    const relay = { urls: ['turns:relay'], username: 'name', credential: `password ${++entered}` };
    return { ...entry, iceServers: [relay] };
  };
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  const tell = vi.fn();
  hub(0).tell = tell;
  hub(0).say('Offered', { offerId: 1, sdp: 'offer', tracks: [] });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(room.state).toEqual({ name: 'reaching' });
  // The other one would send, but nothing is open here.
  const connection = opened.at(-1);
  if (connection === undefined) {
    throw new Error('The offer opened no connection.');
  }
  connection.connectionState = 'connected';
  await vi.advanceTimersByTimeAsync(1_000);
  expect(room.state).toEqual({ name: 'joined' });
  connection.connectionState = 'failed';
  await vi.advanceTimersByTimeAsync(3_000);
  expect(room.state).toEqual({ name: 'reconnecting' });
  expect(tell).toHaveBeenCalledWith('RestartSubscription');
  expect(connection.passwords).toEqual(['password 1', 'password 2']);
  await room.dispose();
});

test('whoever is muted by a moderator is muted here too, and may speak again', async () => {
  const media = new LocalMedia();
  vi.spyOn(media, 'get').mockReturnValue({ track: undefined, muted: false });
  const switchedOff = vi.spyOn(media, 'switchOff').mockReturnValue();
  const room = enteredRoom(media);
  const heard = vi.fn();
  room.on('muted', heard);
  await vi.advanceTimersByTimeAsync(0);
  hub(0).say('Muted', { source: 'microphone', by: 'doctor' });
  expect(switchedOff).toHaveBeenCalledExactlyOnceWith('microphone');
  expect(heard).toHaveBeenCalledExactlyOnceWith({ source: 'microphone', by: 'doctor' });
  expect(media.mayUse('microphone')).toBe(true);
  await room.dispose();
});

test('a right that is taken closes what it was for until it is given back', async () => {
  const media = new LocalMedia();
  const room = enteredRoom(media);
  await vi.advanceTimersByTimeAsync(0);
  hub(0).say('RightsChanged', { ...rights, audio: false });
  expect(room.rights.audio).toBe(false);
  expect(media.mayUse('microphone')).toBe(false);
  expect(media.mayUse('camera')).toBe(true);
  hub(0).say('RightsChanged', rights);
  expect(media.mayUse('microphone')).toBe(true);
  await room.dispose();
});

test('a room that is locked is shown so, and nothing is known of it after leaving', async () => {
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  hub(0).say('RoomChanged', { sequence: 1, seats: [], listeners: 12, locked: true });
  expect(room.isLocked).toBe(true);
  expect(room.listeners).toBe(12);
  await room.dispose();
  expect(room.isLocked).toBe(false);
});

test('a narrow link is shown, and longer packets are negotiated once', async () => {
  const room = enteredRoom();
  await vi.advanceTimersByTimeAsync(0);
  const renegotiate = vi.spyOn(room.publisher, 'resume').mockResolvedValue();
  hub(0).say('NarrowLink', { longPackets: true, videoStopped: true });
  hub(0).say('NarrowLink', { longPackets: true, videoStopped: false });
  hub(0).say('VideoPaused', ['t7']);
  expect(renegotiate).toHaveBeenCalledTimes(1);
  expect(room.narrow.isSoundOnly).toBe(false);
  expect(room.narrow.pausedTracks).toEqual(['t7']);
  hub(0).say('NarrowLink', { longPackets: false, videoStopped: false });
  expect(renegotiate).toHaveBeenCalledTimes(2);
  await room.dispose();
});
