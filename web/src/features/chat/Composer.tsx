import { useId, useRef, useState } from 'preact/hooks';
import { addPhoto } from '../../api/consultations';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button, IconButton } from '../../ui/Button';
import '../../ui/Field.css';
import { photoIcon, sendIcon } from '../../ui/icons';
import { Progress } from '../../ui/Spinner';
import { keptKey } from '../session/keptTexts';

type ComposerProps = {
  consultationId: string;
  onSend: (text: string, photoId?: string) => void;
};

// The server's limit; longer text is refused there.
const longestText = 2_000;

/** One line that grows; Enter sends, Shift+Enter breaks the line. Half-written text survives a reload. */
export function Composer({ consultationId, onSend }: ComposerProps) {
  const id = useId();
  const [text, setText] = useDraft(consultationId);
  const upload = usePhotoUpload(consultationId, (photoId) => onSend('', photoId));
  const send = () => {
    if (text.trim() !== '') {
      onSend(text.trim());
      setText('');
    }
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {upload.percent !== undefined && (
        <Progress
          label={t('common.photo.uploading', { percent: upload.percent })}
          percent={upload.percent}
        />
      )}
      {upload.error !== undefined && (
        <p class="field-error" role="alert">
          {upload.error}{' '}
          <Button size="small" variant="quiet" onClick={upload.retry} testId="chat-photo-retry">
            {t('common.actions.retry')}
          </Button>
        </p>
      )}
      <div class="composer-line">
        <IconButton
          icon={photoIcon}
          label={t('chat.addPhoto')}
          disabled={upload.percent !== undefined}
          onClick={upload.choose}
          testId="chat-photo"
        />
        <label class="visually-hidden" for={id}>
          {t('chat.placeholder')}
        </label>
        <textarea
          id={id}
          class="input composer-text"
          rows={1}
          value={text}
          maxLength={longestText}
          placeholder={t('chat.placeholder')}
          data-testid="chat-text"
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            // While a Chinese input method composes, Enter belongs to it.
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
              event.preventDefault();
              send();
            }
          }}
        />
        <IconButton
          class="composer-send"
          icon={sendIcon}
          label={t('chat.send')}
          disabled={text.trim() === ''}
          onClick={send}
          testId="chat-send"
        />
      </div>
      <input
        ref={upload.input}
        type="file"
        accept="image/*"
        hidden
        data-testid="chat-photo-input"
        onChange={(event) => upload.take(event.currentTarget)}
      />
    </form>
  );
}

function useDraft(consultationId: string): [string, (text: string) => void] {
  const key = keptKey('chat.draft', consultationId);
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '');
  return [
    text,
    (next) => {
      setText(next);
      sessionStorage.setItem(key, next);
    },
  ];
}

function usePhotoUpload(consultationId: string, onDone: (photoId: string) => void) {
  const input = useRef<HTMLInputElement>(null);
  const [percent, setPercent] = useState<number>();
  const [error, setError] = useState<string>();
  const failed = useRef<File | null>(null);
  const start = async (file: File) => {
    setError(undefined);
    setPercent(0);
    try {
      const photo = await addPhoto(consultationId, file, { onProgress: setPercent });
      onDone(photo.id);
    } catch (caught) {
      failed.current = file;
      setError(sentenceFor(caught));
    } finally {
      setPercent(undefined);
    }
  };
  return {
    input,
    percent,
    error,
    retry: () => {
      if (failed.current !== null) {
        void start(failed.current);
      }
    },
    choose: () => input.current?.click(),
    take: (element: HTMLInputElement) => {
      const file = element.files?.[0];
      element.value = '';
      if (file !== undefined) {
        void start(file);
      }
    },
  };
}
