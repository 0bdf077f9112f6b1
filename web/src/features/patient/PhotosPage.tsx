import { useRef, useState } from 'preact/hooks';
import { photoUrl } from '../../api/consultations';
import { t } from '../../text/text';
import { Button, IconButton } from '../../ui/Button';
import { cameraIcon, photoIcon, trashIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { Progress } from '../../ui/Spinner';
import { go, mine } from './model';
import { dismiss, removePhoto, send, type Upload, uploads } from './photoUploads';

const mostPhotos = 9;

export function PhotosPage() {
  const visit = mine.value;
  if (visit === null) {
    return null;
  }
  const isFull = visit.photos.length + uploads.value.length >= mostPhotos;
  const isSending = uploads.value.some((upload) => upload.problem === null);
  return (
    <section class="patient-page" data-testid="patient-photos">
      <h1>{t('patient.photos.title')}</h1>
      <p>{t('patient.photos.explain')}</p>
      <div class="patient-two">
        <FileButton isCamera icon={cameraIcon} disabled={isFull} />
        <FileButton icon={photoIcon} disabled={isFull} />
      </div>
      <p class="soft small">{t('patient.photos.limit', { count: mostPhotos })}</p>
      {uploads.value.map((upload) => (
        <UploadLine key={upload.id} upload={upload} />
      ))}
      <ul class="patient-photos">
        {visit.photos.map((photo, index) => (
          <PhotoTile
            key={photo.id}
            id={photo.id}
            src={photoUrl(visit.id, photo.id)}
            number={index + 1}
          />
        ))}
      </ul>
      <Button
        variant="primary"
        size="large"
        wide
        disabled={isSending}
        testId="patient-photos-next"
        onClick={() => go({ wanted: 'devices' })}
      >
        {visit.photos.length === 0 ? t('patient.photos.skip') : t('patient.photos.done')}
      </Button>
      <Button variant="quiet" wide onClick={() => go({ wanted: 'complaint' })}>
        {t('patient.steps.back')}
      </Button>
    </section>
  );
}

function FileButton(props: { isCamera?: boolean; icon: string; disabled: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const label = props.isCamera ? t('patient.photos.take') : t('patient.photos.choose');
  return (
    <>
      <Button
        size="large"
        wide
        icon={props.icon}
        disabled={props.disabled}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={label}
        multiple={!props.isCamera}
        {...(props.isCamera ? { capture: 'environment' as const } : {})}
        data-testid={props.isCamera ? 'patient-photo-camera' : 'patient-photo-file'}
        onChange={(event) => {
          for (const file of event.currentTarget.files ?? []) {
            void send(file);
          }
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

function UploadLine({ upload }: { upload: Upload }) {
  if (upload.problem === null) {
    return (
      <Progress
        label={t('patient.photos.uploading', { percent: upload.percent })}
        percent={upload.percent}
      />
    );
  }
  return (
    <Notice
      tone="warning"
      title={t('patient.photos.failed')}
      testId="patient-photo-problem"
      action={
        <>
          {upload.canRetry && (
            <Button onClick={() => void send(upload.file, upload.id)}>
              {t('patient.photos.again')}
            </Button>
          )}
          <Button variant="quiet" onClick={() => dismiss(upload.id)}>
            {t('patient.photos.giveUp')}
          </Button>
        </>
      }
    >
      {upload.problem.words()}
    </Notice>
  );
}

function PhotoTile(props: { id: string; src: string; number: number }) {
  const [isAsking, setIsAsking] = useState(false);
  const name = t('patient.photos.one', { number: props.number });
  return (
    <li>
      <img src={props.src} alt={name} loading="lazy" />
      {isAsking ? (
        <div class="patient-photo-ask">
          <p>{t('patient.photos.removeSure')}</p>
          <Button variant="danger" wide onClick={() => void removePhoto(props.id)}>
            {t('patient.photos.removeYes')}
          </Button>
          <Button wide onClick={() => setIsAsking(false)}>
            {t('patient.photos.keep')}
          </Button>
        </div>
      ) : (
        <IconButton
          icon={trashIcon}
          label={`${t('patient.photos.remove')} ${props.number}`}
          class="patient-photo-remove"
          onClick={() => setIsAsking(true)}
        />
      )}
    </li>
  );
}
