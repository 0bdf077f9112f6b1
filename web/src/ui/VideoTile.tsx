import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../text/text';
import './VideoTile.css';
import { Avatar, Badge } from './Badge';
import { classes } from './classes';
import { Icon } from './Icon';
import { microphoneOffIcon } from './icons';

type VideoTileProps = {
  name: string;
  role?: string | undefined;
  /** Undefined or without picture: the name's seal is shown instead. */
  stream: MediaStream | undefined;
  hasPicture: boolean;
  isMicrophoneOff?: boolean;
  /** Words over a picture that stands still. */
  notice?: string | undefined;
  isSpeaking?: boolean;
  /** One's own camera: mirrored, and without its own sound. */
  isSelf?: boolean;
  /** A screen must be seen whole. */
  fit?: 'cover' | 'contain';
  testId?: string;
  /** For measuring and playing; called with null when the tile goes. */
  onVideo?: (element: HTMLVideoElement | null) => void;
};

export function VideoTile(props: VideoTileProps) {
  const figure = useRef<HTMLElement>(null);
  const { onVideo } = props;
  useEffect(() => {
    onVideo?.(figure.current?.querySelector('video') ?? null);
    return () => onVideo?.(null);
  }, [onVideo]);
  return (
    <figure
      ref={figure}
      class={classes(
        'video-tile',
        props.isSpeaking && 'video-speaking',
        props.isSelf && 'video-self',
      )}
      data-testid={props.testId}
      data-speaking={props.isSpeaking || undefined}
      data-muted={props.isMicrophoneOff || undefined}
    >
      <Pictures stream={props.stream} hasPicture={props.hasPicture} fit={props.fit ?? 'cover'} />
      {!props.hasPicture && (
        <div class="video-seal">
          <Avatar name={props.name} size={84} />
        </div>
      )}
      {props.notice !== undefined && (
        <p class="video-notice" role="status">
          {props.notice}
        </p>
      )}
      <figcaption class="video-caption">
        {props.isMicrophoneOff && (
          <span class="video-muted" title={t('call.microphoneOff')}>
            <Icon path={microphoneOffIcon} size={16} />
            <span class="visually-hidden">{t('call.microphoneOff')}</span>
          </span>
        )}
        <span class="video-name">{props.name}</span>
        {props.role !== undefined && <Badge>{props.role}</Badge>}
      </figcaption>
    </figure>
  );
}

type PicturesProps = {
  stream: MediaStream | undefined;
  hasPicture: boolean;
  fit: 'cover' | 'contain';
};

/** Another stream comes up behind the present one, and takes its place with its first frame: the picture never goes black. */
function Pictures({ stream, hasPicture, fit }: PicturesProps) {
  const [shown, setShown] = useState(stream);
  const isExchanged = shown !== undefined && stream !== undefined && shown !== stream;
  const keepsOld = isExchanged && hasPicture;
  useEffect(() => {
    if (!keepsOld) {
      setShown(stream);
    }
  }, [keepsOld, stream]);
  const streams = keepsOld ? [shown, stream] : [stream];
  return (
    <>
      {streams.map((one) => (
        <Picture
          key={one?.id ?? 'none'}
          stream={one}
          isHidden={!hasPicture}
          isComing={keepsOld && one === stream}
          fit={fit}
          onFrame={setShown}
        />
      ))}
    </>
  );
}

type PictureProps = {
  stream: MediaStream | undefined;
  isHidden: boolean;
  isComing: boolean;
  fit: 'cover' | 'contain';
  onFrame: (stream: MediaStream | undefined) => void;
};

function Picture({ stream, isHidden, isComing, fit, onFrame }: PictureProps) {
  const play = useCallback(
    (video: HTMLVideoElement | null) => {
      if (video !== null && video.srcObject !== (stream ?? null)) {
        video.srcObject = stream ?? null;
        onFirstFrame(video, () => onFrame(stream));
      }
    },
    [stream, onFrame],
  );
  return (
    <video
      ref={play}
      class={classes('video-picture', `video-${fit}`, isComing && 'video-coming')}
      hidden={isHidden}
      autoplay
      playsInline
      muted
      disablePictureInPicture
    />
  );
}

function onFirstFrame(video: HTMLVideoElement, then: () => void): void {
  if ('requestVideoFrameCallback' in video) {
    video.requestVideoFrameCallback(then);
  } else {
    // Older browsers tell only that they could show one.
    (video as HTMLVideoElement).addEventListener('loadeddata', then, { once: true });
  }
}
