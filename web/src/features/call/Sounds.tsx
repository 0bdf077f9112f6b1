import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { soundIcon } from '../../ui/icons';
import type { Call } from './model';

/** The others' voices, apart from the pictures, so that no change of layout ever cuts a word. */
export function Sounds({ call }: { call: Call }) {
  const elements = useRef(new Set<HTMLAudioElement>());
  const [isBlocked, setBlocked] = useState(false);
  const voices = call.room.tracks.filter((track) => track.source === 'microphone');
  const unlock = () => {
    setBlocked(false);
    for (const element of elements.current) {
      void element.play().catch(() => setBlocked(true));
    }
  };
  return (
    <>
      {voices.map((voice) => (
        <Voice
          key={voice.id}
          seat={voice.seat}
          stream={voice.stream}
          all={elements.current}
          onBlocked={() => setBlocked(true)}
        />
      ))}
      {isBlocked && (
        <div class="call-unlock" role="alert">
          <span>{t('call.sound.blocked')}</span>
          <Button variant="primary" icon={soundIcon} onClick={unlock} testId="unlock-sound">
            {t('call.sound.unlock')}
          </Button>
        </div>
      )}
    </>
  );
}

type VoiceProps = {
  seat: string;
  stream: MediaStream;
  all: Set<HTMLAudioElement>;
  onBlocked: () => void;
};

function Voice({ seat, stream, all, onBlocked }: VoiceProps) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (audio === null) {
      return;
    }
    all.add(audio);
    audio.srcObject = stream;
    audio.play().catch((error: unknown) => {
      // Anything else is a stream that was exchanged while it began.
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        onBlocked();
      }
    });
    return () => {
      all.delete(audio);
      audio.srcObject = null;
    };
  }, [stream, all]);
  return (
    // biome-ignore lint/a11y/useMediaCaption: a live voice; the chat is the written way.
    <audio ref={element} data-testid={`sound-${seat}`} />
  );
}
