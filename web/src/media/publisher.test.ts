import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LocalMedia, TrackSource } from './localMedia';
import { Peers } from './peers';
import { askForRepeatedSound, Publisher } from './publisher';

type Parameters = { encodings: { rid?: string; active?: boolean; scalabilityMode?: string }[] };

/** Like a browser's: hands out copies, and refuses what is not from the last copy. */
class FakeSender {
  track = {};
  parameters: Parameters;
  sets = 0;
  fails = false;
  #lent: Parameters | undefined;
  constructor(encodings: Parameters['encodings']) {
    this.parameters = { encodings };
  }
  getParameters(): Parameters {
    this.#lent = structuredClone(this.parameters);
    return this.#lent;
  }
  async setParameters(parameters: Parameters): Promise<void> {
    if (this.fails || parameters !== this.#lent) {
      throw new DOMException('refused');
    }
    this.sets++;
    this.#lent = undefined;
    await Promise.resolve();
    this.parameters = structuredClone(parameters);
  }
  replaceTrack = async () => undefined;
}

class FakeConnection {
  static last: FakeConnection;
  static knowsModes = true;
  readonly senders: FakeSender[] = [];
  localDescription = { sdp: 'offer' };
  signalingState = 'stable';
  constructor() {
    FakeConnection.last = this;
  }
  addTransceiver(
    _: unknown,
    options: { direction: string; sendEncodings?: Parameters['encodings'] },
  ) {
    const encodings = options.sendEncodings ?? [{}];
    if (!FakeConnection.knowsModes && encodings.some(({ scalabilityMode }) => scalabilityMode)) {
      throw new DOMException('OperationError');
    }
    const sender = new FakeSender(structuredClone(encodings));
    this.senders.push(sender);
    return { sender, direction: options.direction, mid: `${this.senders.length - 1}` };
  }
  createOffer = async () => ({});
  setLocalDescription = async () => undefined;
  setRemoteDescription = async () => undefined;
  setConfiguration = () => undefined;
  close = () => undefined;
}

const media = {
  on: () => () => undefined,
  mayUse: () => true,
  get: (source: TrackSource) => ({
    track: source === 'screen' ? undefined : {},
    muted: false,
  }),
} as unknown as LocalMedia;

async function publish(): Promise<Publisher> {
  const publisher = new Publisher(media, new Peers(), {
    offer: async ({ offerId }) => ({ offerId, sdp: 'answer' }),
    setMuted: async () => undefined,
    onFailure: () => undefined,
  });
  await publisher.rebuild();
  return publisher;
}

const camera = () => FakeConnection.last.senders[1] as FakeSender;
const active = () => camera().parameters.encodings.map((encoding) => encoding.active ?? true);

beforeEach(() => {
  FakeConnection.knowsModes = true;
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  vi.stubGlobal('RTCRtpSender', { getCapabilities: () => undefined });
});

afterEach(() => vi.unstubAllGlobals());

test('layers that nobody looks at are switched off and on again', async () => {
  const publisher = await publish();
  expect(active()).toEqual([true, true, true]);
  publisher.sendLayers({ '1': 1 });
  await vi.waitFor(() => expect(active()).toEqual([true, false, false]));
  publisher.sendLayers({ '1': 0 });
  publisher.sendLayers({ '1': 3 });
  publisher.sendLayers({ '1': 2 });
  await vi.waitFor(() => expect(active()).toEqual([true, true, false]));
});

test('saying the same again touches nothing', async () => {
  const publisher = await publish();
  publisher.sendLayers({ '1': 2 });
  await vi.waitFor(() => expect(active()).toEqual([true, true, false]));
  const { sets } = camera();
  publisher.sendLayers({ '1': 2 });
  await publisher.resume();
  expect(camera().parameters.encodings.map((encoding) => encoding.active)).toEqual([
    true,
    true,
    false,
  ]);
  // Only the wish for sharpness is said again after negotiating.
  expect(camera().sets).toBe(sets + 1);
});

test('a new connection sends everything until it is told otherwise', async () => {
  const publisher = await publish();
  publisher.sendLayers({ '1': 0 });
  await vi.waitFor(() => expect(active()).toEqual([false, false, false]));
  await publisher.rebuild();
  expect(active()).toEqual([true, true, true]);
});

test('a browser that refuses goes on sending and can still negotiate', async () => {
  const publisher = await publish();
  camera().fails = true;
  publisher.sendLayers({ '1': 0 });
  await publisher.resume();
  expect(active()).toEqual([true, true, true]);
});

test('a browser that does not know the scalability mode sends without', async () => {
  FakeConnection.knowsModes = false;
  await publish();
  expect(
    camera().parameters.encodings.map(({ rid, scalabilityMode }) => [rid, scalabilityMode]),
  ).toEqual([
    ['q', undefined],
    ['h', undefined],
    ['f', undefined],
  ]);
});

test('lost sound is asked for again where the browser does not offer that itself', () => {
  const sound = 'm=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\na=rtpmap:111 opus/48000/2\r\n';
  const asking = `${sound}a=rtcp-fb:111 nack\r\n`;
  expect(askForRepeatedSound(`${sound}a=mid:0\r\n`)).toBe(`${asking}a=mid:0\r\n`);
  expect(askForRepeatedSound(asking)).toBe(asking);
  expect(askForRepeatedSound('m=video 9 UDP/TLS/RTP/SAVPF 96\r\n')).not.toContain('nack');
});
