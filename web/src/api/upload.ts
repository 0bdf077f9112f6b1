import type { Photo } from './contracts';
import { addressed, consultationHeader, NetworkError, parseAnswer } from './http';

const longestSidePx = 1600;
const jpegQuality = 0.85;
const stalledMs = 60_000;

export type UploadOptions = {
  onProgress?: (percent: number) => void;
  signal?: AbortSignal | undefined;
};

/** Sends one photo, shrunk first; progress needs XMLHttpRequest, which fetch still cannot replace. */
export async function uploadPhoto(
  path: string,
  file: Blob,
  options: UploadOptions = {},
): Promise<Photo> {
  const form = new FormData();
  form.append('file', await shrinkPhoto(file), 'photo.jpg');
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressed(path));
    request.setRequestHeader('X-Telehealth', '1');
    request.setRequestHeader('Accept', 'application/json');
    for (const [name, value] of Object.entries(consultationHeader(path))) {
      request.setRequestHeader(name, value);
    }
    // A slow line may take long; only one that carries nothing any more is given up.
    let stall: ReturnType<typeof setTimeout> | undefined;
    const giveUpLater = () => {
      clearTimeout(stall);
      stall = setTimeout(() => {
        reject(new NetworkError('timeout'));
        request.abort();
      }, stalledMs);
    };
    request.upload.onprogress = (event) => {
      giveUpLater();
      options.onProgress?.(Math.round((100 * event.loaded) / Math.max(1, event.total)));
    };
    request.onerror = () => reject(new NetworkError('network'));
    request.onloadend = () => clearTimeout(stall);
    request.onabort = () => reject(new DOMException('Aborted', 'AbortError'));
    request.onload = () => {
      try {
        resolve(parseAnswer<Photo>(request.status, request.responseText));
      } catch (error) {
        reject(error);
      }
    };
    options.signal?.addEventListener('abort', () => request.abort(), { once: true });
    giveUpLater();
    request.send(form);
  });
}

/** At most 1600 px as JPEG. What the browser cannot decode goes as it is: the server says what is wrong with it. */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return file;
  }
  const { width, height } = fitWithin(bitmap.width, bitmap.height, longestSidePx);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const jpeg = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', jpegQuality);
  });
  return jpeg ?? file;
}

export function fitWithin(
  width: number,
  height: number,
  longestSide: number,
): { width: number; height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
