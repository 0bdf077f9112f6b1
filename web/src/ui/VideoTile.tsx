import { useEffect, useRef } from 'preact/hooks';
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
  const video = useRef<HTMLVideoElement | null>(null);
  const { stream } = props;
  useEffect(() => {
    if (video.current !== null && video.current.srcObject !== (stream ?? null)) {
      video.current.srcObject = stream ?? null;
    }
  }, [stream]);
  const { onVideo } = props;
  useEffect(() => {
    onVideo?.(video.current);
    return () => onVideo?.(null);
  }, [onVideo]);
  return (
    <figure
      class={classes(
        'video-tile',
        props.isSpeaking && 'video-speaking',
        props.isSelf && 'video-self',
      )}
      data-testid={props.testId}
      data-speaking={props.isSpeaking || undefined}
      data-muted={props.isMicrophoneOff || undefined}
    >
      <video
        ref={video}
        class={classes('video-picture', `video-${props.fit ?? 'cover'}`)}
        hidden={!props.hasPicture}
        autoplay
        playsInline
        muted
        disablePictureInPicture
      />
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
