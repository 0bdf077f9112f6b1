import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NetworkError } from './http';
import { uploadPhoto } from './upload';

class FakeRequest {
  static last: FakeRequest;
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  timeout = 0;
  status = 200;
  responseText = '{"id":"p1"}';
  onload?: () => void;
  onloadend?: () => void;
  onabort?: () => void;
  ontimeout?: () => void;
  open() {}
  setRequestHeader() {}
  send() {
    FakeRequest.last = this;
    if (this.timeout > 0) {
      setTimeout(() => this.ontimeout?.(), this.timeout);
    }
  }
  abort() {
    this.onabort?.();
    this.onloadend?.();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no picture')));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a slow upload goes on as long as it moves', async () => {
  const upload = uploadPhoto('/photos', new Blob(['x']));
  await vi.advanceTimersByTimeAsync(0);
  for (let loaded = 1; loaded <= 5; loaded++) {
    await vi.advanceTimersByTimeAsync(50_000);
    FakeRequest.last.upload.onprogress?.({ loaded, total: 5 });
  }
  FakeRequest.last.onload?.();
  FakeRequest.last.onloadend?.();
  expect(await upload).toEqual({ id: 'p1' });
});

test('an upload that stands still is given up', async () => {
  const failed = expect(uploadPhoto('/photos', new Blob(['x']))).rejects.toEqual(
    new NetworkError('timeout'),
  );
  await vi.advanceTimersByTimeAsync(61_000);
  await failed;
});
