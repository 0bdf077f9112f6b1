import { useRef, useState } from 'preact/hooks';
import { t } from '../text/text';
import './PhotoStrip.css';
import { Button, IconButton } from './Button';
import { Dialog } from './Dialog';
import { Icon } from './Icon';
import { closeIcon, photoIcon, refreshIcon } from './icons';

export type ShownPhoto = { id: string; url: string };
export type UploadingPhoto = {
  id: string;
  /** An object URL of the file itself. */
  previewUrl: string;
  percent: number;
  error?: string | undefined;
};

type PhotoStripProps = {
  photos: readonly ShownPhoto[];
  uploading?: readonly UploadingPhoto[];
  /** Absent: photos can only be looked at. */
  onAdd?: (files: File[]) => void;
  onRemove?: (id: string) => void;
  onRetry?: (id: string) => void;
  limit?: number;
};

/** Thumbnails that open large; adding uses the phone's own camera or album. */
export function PhotoStrip(props: PhotoStripProps) {
  const [openId, setOpenId] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const uploading = props.uploading ?? [];
  const isFull =
    props.photos.length + uploading.length >= (props.limit ?? Number.POSITIVE_INFINITY);
  const open = props.photos.find((photo) => photo.id === openId);
  return (
    <div class="photo-strip">
      {props.photos.map((photo, index) => (
        <div key={photo.id} class="photo">
          <button type="button" class="photo-open" onClick={() => setOpenId(photo.id)}>
            <img
              src={photo.url}
              alt={t('common.photo.view', { number: index + 1 })}
              loading="lazy"
            />
          </button>
          {props.onRemove !== undefined && (
            <IconButton
              class="photo-remove"
              icon={closeIcon}
              size={18}
              label={t('common.photo.remove')}
              onClick={() => props.onRemove?.(photo.id)}
            />
          )}
        </div>
      ))}
      {uploading.map((photo) => (
        <PendingPhoto
          key={photo.id}
          photo={photo}
          onRemove={props.onRemove}
          onRetry={props.onRetry}
        />
      ))}
      {props.onAdd !== undefined && !isFull && (
        <button type="button" class="photo-add" onClick={() => input.current?.click()}>
          <Icon path={photoIcon} size={26} />
          {t('common.photo.add')}
        </button>
      )}
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        data-testid="photo-input"
        onChange={(event) => {
          props.onAdd?.([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      {open !== undefined && (
        <Dialog
          size="wide"
          title={t('common.photo.view', { number: props.photos.indexOf(open) + 1 })}
          onClose={() => setOpenId(undefined)}
        >
          <img class="photo-large" src={open.url} alt="" />
        </Dialog>
      )}
    </div>
  );
}

function PendingPhoto(props: {
  photo: UploadingPhoto;
  onRemove: ((id: string) => void) | undefined;
  onRetry: ((id: string) => void) | undefined;
}) {
  const { photo } = props;
  const state = photo.error ?? t('common.photo.uploading', { percent: photo.percent });
  return (
    <div class="photo photo-pending">
      <img src={photo.previewUrl} alt="" />
      <div class="photo-state" role="status">
        <span>{state}</span>
        {photo.error !== undefined && (
          <Button
            size="small"
            variant="quiet"
            icon={refreshIcon}
            onClick={() => props.onRetry?.(photo.id)}
          >
            {t('common.actions.retry')}
          </Button>
        )}
      </div>
      {photo.error !== undefined && (
        <IconButton
          class="photo-remove"
          icon={closeIcon}
          size={18}
          label={t('common.photo.remove')}
          onClick={() => props.onRemove?.(photo.id)}
        />
      )}
    </div>
  );
}
