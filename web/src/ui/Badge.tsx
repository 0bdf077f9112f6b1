import type { ComponentChildren } from 'preact';
import { t } from '../text/text';
import './Badge.css';
import { classes } from './classes';
import { Icon } from './Icon';
import { alertIcon, arrowUpIcon, clockIcon, minusIcon } from './icons';

export type BadgeTone = 'neutral' | 'jade' | 'cinnabar' | 'amber' | 'sky' | 'moss';

export function Badge(props: {
  children: ComponentChildren;
  tone?: BadgeTone;
  icon?: string | undefined;
  testId?: string;
}) {
  return (
    <span class={classes('badge', `badge-${props.tone ?? 'neutral'}`)} data-testid={props.testId}>
      {props.icon !== undefined && <Icon path={props.icon} size={15} />}
      {props.children}
    </span>
  );
}

const triageIcons = { 1: alertIcon, 2: arrowUpIcon, 3: clockIcon, 4: minusIcon } as const;

/** The Chinese four-level scale: number, word and sign, so that colour is never all there is. */
export function TriageBadge(props: { urgency: 1 | 2 | 3 | 4; long?: boolean }) {
  return (
    <span
      class={classes('badge', 'triage', `triage-${props.urgency}`)}
      data-urgency={props.urgency}
    >
      <Icon path={triageIcons[props.urgency]} size={15} />
      {t(
        props.long
          ? `common.urgency.level.${props.urgency}`
          : `common.urgency.short.${props.urgency}`,
      )}
    </span>
  );
}

type Presence = 'available' | 'busy' | 'inConsultation' | 'away' | 'offline' | 'unknown';

export function PresenceBadge(props: { state: Presence }) {
  return (
    <span class="badge presence" data-presence={props.state}>
      <span class="presence-dot" aria-hidden="true" />
      {t(`common.presence.${props.state}`)}
    </span>
  );
}

/** Initials in a seal: the last one or two characters of a Chinese name, first letters of another. */
export function Avatar(props: { name: string; size?: number }) {
  const size = props.size ?? 40;
  return (
    <span
      class="avatar"
      aria-hidden="true"
      style={{ width: `${size}px`, height: `${size}px`, fontSize: `${size * 0.38}px` }}
    >
      {initialsOf(props.name)}
    </span>
  );
}

export function initialsOf(name: string): string {
  const trimmed = name.trim();
  if (/[\u4e00-\u9fff]/.test(trimmed)) {
    return trimmed.slice(-2);
  }
  const words = trimmed.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.charAt(0).toUpperCase() ?? '')
    .join('');
}
