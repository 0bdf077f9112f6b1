import { signal } from '@preact/signals';
import { isRefusal, NetworkError, RefusalError } from '../../api/http';
import { addMyPhoto, removeMyPhoto } from '../../api/myConsultation';
import { shrinkPhoto } from '../../api/upload';
import { sentenceFor } from '../../text/refusals';
import { findText } from '../../text/text';
import { showToast } from '../../ui/Toast';
import { mine, refresh } from './model';
import type { Problem } from './problem';

export type Upload = {
  id: number;
  file: File;
  percent: number;
  problem: Problem | null;
  canRetry: boolean;
};

export const uploads = signal<readonly Upload[]>([]);
let lastId = 0;
let photosOf = mine.peek()?.id;

mine.subscribe((visit) => {
  if (visit?.id !== photosOf) {
    photosOf = visit?.id;
    uploads.value = [];
  }
});

export async function send(file: File, again?: number): Promise<void> {
  const id = again ?? ++lastId;
  const owner = photosOf;
  const put = (next: Upload) => owner === photosOf && place(next);
  put({ id, file, percent: 0, problem: null, canRetry: false });
  try {
    await refuseHopeless(file);
    if (owner !== photosOf) {
      return;
    }
    await addMyPhoto(file, {
      onProgress: (percent) => put({ id, file, percent, problem: null, canRetry: false }),
    });
    await refresh();
    dismiss(id);
  } catch (error) {
    put({
      id,
      file,
      percent: 0,
      problem: { words: () => sentenceOf(error) },
      canRetry: error instanceof NetworkError,
    });
  }
}

export function dismiss(id: number): void {
  uploads.value = uploads.value.filter((upload) => upload.id !== id);
}

export async function removePhoto(photoId: string): Promise<void> {
  try {
    await removeMyPhoto(photoId);
  } catch (error) {
    showToast(sentenceFor(error), { tone: 'danger' });
  }
  await refresh();
}

function place(next: Upload): void {
  const others = uploads.value.filter((upload) => upload.id !== next.id);
  uploads.value = [...others, next].sort((left, right) => left.id - right.id);
}

// The server's own limit. A photo that the browser can shrink gets below it; what it cannot is not worth the patient's data volume.
const largestBytes = 10 * 1024 * 1024;

async function refuseHopeless(file: File): Promise<void> {
  if (file.size > largestBytes && (await shrinkPhoto(file)) === file) {
    throw new RefusalError('photo.too_large', 413);
  }
}

const plainWords: Record<string, string> = {
  'photo.too_large': 'tooLarge',
  'photo.not_an_image': 'notAnImage',
  'photo.too_many_pixels': 'tooManyPixels',
  'photo.too_many': 'tooMany',
};

function sentenceOf(error: unknown): string {
  const word = isRefusal(error) ? plainWords[error.code] : undefined;
  return (
    (word === undefined ? undefined : findText(`patient.photos.${word}`)) ?? sentenceFor(error)
  );
}
