import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LocalMedia } from './localMedia';
import { Peers } from './peers';
import { Subscriber } from './subscriber';

/** Like a browser's: what is under way when it is closed never ends. */
class FakeConnection {
  static readonly opened: FakeConnection[] = [];
  readonly offers: string[] = [];
  localDescription = { sdp: 'answer' };
  constructor() {
    FakeConnection.opened.push(this);
  }
  setRemoteDescription({ sdp }: { sdp: string }): Promise<void> {
    this.offers.push(sdp);
    return sdp === 'stuck' ? new Promise(() => undefined) : Promise.resolve();
  }
  getTransceivers = () => [];
  createAnswer = async () => ({});
  setLocalDescription = async () => undefined;
  close = () => undefined;
}

beforeEach(() => {
  FakeConnection.opened.length = 0;
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
});

afterEach(() => vi.unstubAllGlobals());

test('a connection closed amid negotiation does not hold up the next one', async () => {
  const answer = vi.fn(async () => undefined);
  const subscriber = new Subscriber(new Peers(), { answer, onFailure: () => undefined });
  subscriber.take({ offerId: 1, sdp: 'stuck', tracks: [] });
  await vi.waitFor(() => expect(FakeConnection.opened[0]?.offers).toEqual(['stuck']));
  subscriber.reset();
  subscriber.take({ offerId: 2, sdp: 'good', tracks: [] });
  await vi.waitFor(() => expect(answer).toHaveBeenCalledWith({ offerId: 2, sdp: 'answer' }));
});

test('a camera that opens after everything was closed goes out again', async () => {
  const stop = vi.fn();
  const track = { stop, addEventListener: () => undefined };
  let give: (stream: unknown) => void = () => undefined;
  const getUserMedia = () =>
    new Promise((resolve) => {
      give = resolve;
    });
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  const media = new LocalMedia();
  const opening = media.open(['camera']);
  media.close();
  give({ getVideoTracks: () => [track], getAudioTracks: () => [] });
  await opening;
  expect(stop).toHaveBeenCalled();
  expect(media.get('camera').track).toBeUndefined();
});
