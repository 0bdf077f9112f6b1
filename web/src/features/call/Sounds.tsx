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
          key={voice.seat}
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

// From playing without a sound to sound at the loudspeaker.
const warmUpMs = 120;

/** Another stream of the same voice plays silently first; then the two change places, without a gap and without an echo. */
function Voice({ stream, ...rest }: VoiceProps) {
  const [heard, setHeard] = useState(stream);
  const [isReady, setReady] = useState<MediaStream>();
  const isOver = heard.getTracks().every(({ readyState }) => readyState === 'ended');
  const now = isReady === stream || isOver ? stream : heard;
  useEffect(() => setHeard(now), [now]);
  return (
    <>
      {(now === stream ? [stream] : [now, stream]).map((one) => (
        <Sound key={one.id} {...rest} stream={one} isHeard={one === now} onReady={setReady} />
      ))}
    </>
  );
}

type SoundProps = VoiceProps & { isHeard: boolean; onReady: (stream: MediaStream) => void };

function Sound({ seat, stream, all, isHeard, onBlocked, onReady }: SoundProps) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (audio === null) {
      return;
    }
    all.add(audio);
    audio.srcObject = stream;
    let timer: ReturnType<typeof setTimeout> | undefined;
    audio.play().then(
      () => {
        timer = setTimeout(() => onReady(stream), warmUpMs);
      },
      (error: unknown) => {
        // Anything else is a stream that was exchanged while it began.
        if (error instanceof DOMException && error.name === 'NotAllowedError') {
          onBlocked();
          onReady(stream);
        }
      },
    );
    return () => {
      clearTimeout(timer);
      all.delete(audio);
      audio.srcObject = null;
    };
  }, [stream, all]);
  return (
    <audio ref={element} muted={!isHeard} data-testid={isHeard ? `sound-${seat}` : undefined} />
  );
}
