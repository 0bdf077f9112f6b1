import { afterEach, expect, test, vi } from 'vitest';
import { LocalMedia } from './localMedia';

class FakeTrack extends EventTarget {
  enabled = true;
  contentHint = '';
  readonly kind: 'audio' | 'video';
  stop = vi.fn();

  constructor(kind: 'audio' | 'video') {
    super();
    this.kind = kind;
  }
}

function stubDevices() {
  const camera = new FakeTrack('video');
  const microphone = new FakeTrack('audio');
  const screen = new FakeTrack('video');
  const stream = (...tracks: FakeTrack[]) => ({
    getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
    getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
  });
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: async () => stream(camera, microphone),
      getDisplayMedia: async () => stream(screen),
    },
  });
  return { camera, microphone, screen };
}

afterEach(() => vi.unstubAllGlobals());

test('a headset that is unplugged is said, and opening again clears it', async () => {
  const { microphone } = stubDevices();
  const media = new LocalMedia();
  await media.open();
  const changed = vi.fn();
  media.on('changed', changed);
  microphone.dispatchEvent(new Event('ended'));
  expect(media.problem('microphone')).toBe('lost');
  expect(media.get('microphone')).toEqual({ track: undefined, muted: true });
  expect(changed).toHaveBeenCalledWith('microphone');
  await media.open();
  expect(media.problem('microphone')).toBeUndefined();
});

test('a camera that another program took is said until it is given back', async () => {
  const { camera } = stubDevices();
  const media = new LocalMedia();
  await media.open();
  camera.dispatchEvent(new Event('mute'));
  expect(media.problem('camera')).toBe('interrupted');
  camera.dispatchEvent(new Event('unmute'));
  expect(media.problem('camera')).toBeUndefined();
});

test('a device whose right is taken while the browser still asks is closed again', async () => {
  const { camera, screen } = stubDevices();
  const media = new LocalMedia();
  const opening = [media.setCamera(true), media.shareScreen()];
  media.allow({ microphone: true, camera: false, screen: false });
  await Promise.all(opening);
  expect(camera.stop).toHaveBeenCalled();
  expect(screen.stop).toHaveBeenCalled();
  expect(media.get('camera')).toEqual({ track: undefined, muted: true });
  expect(media.get('screen')).toEqual({ track: undefined, muted: true });
});

test("sharing that ends from the browser's own bar ends here too, without a complaint", async () => {
  const { screen } = stubDevices();
  const media = new LocalMedia();
  await media.shareScreen();
  expect(screen.contentHint).toBe('text');
  screen.dispatchEvent(new Event('ended'));
  expect(media.get('screen').track).toBeUndefined();
  expect(media.problem('camera')).toBeUndefined();
});

test('what the room forbids is switched off and stays off until it is allowed', async () => {
  stubDevices();
  const media = new LocalMedia();
  await media.open();
  await media.shareScreen();
  media.allow({ microphone: false, camera: true, screen: false });
  expect(media.get('microphone').muted).toBe(true);
  expect(media.get('camera').muted).toBe(false);
  expect(media.get('screen').track).toBeUndefined();
  await media.setMicrophone(true);
  expect(media.get('microphone').muted).toBe(true);
  media.allow({ microphone: true, camera: true, screen: true });
  expect(media.get('microphone').muted).toBe(true);
  await media.setMicrophone(true);
  expect(media.get('microphone').muted).toBe(false);
});

test('a camera that was taken and is then switched off is no longer a problem', async () => {
  const { camera } = stubDevices();
  const media = new LocalMedia();
  await media.open();
  camera.dispatchEvent(new Event('mute'));
  await media.setCamera(false);
  expect(media.problem('camera')).toBeUndefined();
});

test('another device is not switched on by choosing it', async () => {
  stubDevices();
  const media = new LocalMedia();
  await media.open();
  await media.setCamera(false);
  await media.setMicrophone(false);
  const heard: boolean[] = [];
  media.on('changed', (source) => heard.push(media.get(source).muted));
  await media.choose('microphone', 'other');
  await media.choose('camera', 'other');
  expect(heard).toEqual([true]);
  expect(media.get('microphone').track?.enabled).toBe(false);
  expect(media.get('camera').track).toBeUndefined();
});

test('what the room forbids is not opened', async () => {
  stubDevices();
  const media = new LocalMedia();
  media.allow({ microphone: true, camera: false, screen: false });
  await media.open();
  expect(media.get('microphone').track).toBeDefined();
  expect(media.get('camera').track).toBeUndefined();
});
