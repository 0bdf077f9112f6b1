import { useEffect, useRef, useState } from 'preact/hooks';
import { addPhoto, photoUrl, removePhoto } from '../../api/consultations';
import type { ConsultationDetails } from '../../api/contracts';
import { sentenceFor } from '../../text/refusals';
import { PhotoStrip, type UploadingPhoto } from '../../ui/PhotoStrip';
import { showToast } from '../../ui/Toast';
import type { LiveConsultation } from './useConsultation';

type CasePhotosProps = { details: ConsultationDetails; live: LiveConsultation };
type Pending = UploadingPhoto & { file: File };

const maximumPhotos = 9;

function useUploads({ details, live }: CasePhotosProps) {
  const [pending, setPending] = useState<Pending[]>([]);
  const latest = useRef(pending);
  latest.current = pending;
  useEffect(
    () => () => {
      for (const one of latest.current) {
        URL.revokeObjectURL(one.previewUrl);
      }
    },
    [],
  );

  const update = (id: string, part: Partial<Pending>) =>
    setPending((before) => before.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const drop = (id: string) =>
    setPending((before) =>
      before.filter((one) => one.id !== id || URL.revokeObjectURL(one.previewUrl)),
    );

  const upload = async (photo: Pending) => {
    update(photo.id, { percent: 0, error: undefined });
    try {
      await addPhoto(details.id, photo.file, {
        onProgress: (percent) => update(photo.id, { percent }),
      });
      await live.refresh();
      drop(photo.id);
    } catch (error) {
      update(photo.id, { error: sentenceFor(error) });
    }
  };

  const add = (files: File[]) => {
    const chosen = files.map((file) => ({
      id: crypto.randomUUID(),
      file,
      previewUrl: URL.createObjectURL(file),
      percent: 0,
    }));
    setPending((before) => [...before, ...chosen]);
    for (const photo of chosen) {
      void upload(photo);
    }
  };

  const remove = async (id: string) => {
    if (pending.some((one) => one.id === id)) {
      drop(id);
      return;
    }
    try {
      await removePhoto(details.id, id);
      await live.refresh();
    } catch (error) {
      showToast(() => sentenceFor(error), { tone: 'danger' });
    }
  };

  const retry = (id: string) => {
    const photo = pending.find((one) => one.id === id);
    if (photo) {
      void upload(photo);
    }
  };

  return { pending, add, remove, retry };
}

/** Photos go to the server as they are chosen; one that fails stays visible with its reason. */
export function CasePhotos(props: CasePhotosProps) {
  const { details } = props;
  const { pending, add, remove, retry } = useUploads(props);
  return (
    <PhotoStrip
      photos={details.photos
        .filter((photo) => photo.takenFor === 'intake')
        .map((photo) => ({ id: photo.id, url: photoUrl(details.id, photo.id) }))}
      uploading={pending}
      onAdd={add}
      onRemove={(id) => void remove(id)}
      onRetry={retry}
      limit={maximumPhotos}
    />
  );
}
