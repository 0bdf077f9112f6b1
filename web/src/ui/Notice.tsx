import type { ComponentChildren } from 'preact';
import './Notice.css';
import { classes } from './classes';
import { Icon } from './Icon';
import { alertIcon, checkIcon, infoIcon } from './icons';

export type NoticeTone = 'info' | 'success' | 'warning' | 'danger';

const icons: Record<NoticeTone, string> = {
  info: infoIcon,
  success: checkIcon,
  warning: alertIcon,
  danger: alertIcon,
};

/** A lasting message in the page. Dangers and warnings that appear are read out at once. */
export function Notice(props: {
  tone?: NoticeTone;
  title?: string | undefined;
  children?: ComponentChildren;
  action?: ComponentChildren;
  testId?: string;
}) {
  const tone = props.tone ?? 'info';
  const isUrgent = tone === 'danger' || tone === 'warning';
  return (
    <div
      class={classes('notice', `notice-${tone}`)}
      role={isUrgent ? 'alert' : 'status'}
      data-testid={props.testId}
    >
      <Icon path={icons[tone]} size={22} />
      <div class="notice-body">
        {props.title !== undefined && <strong class="notice-title">{props.title}</strong>}
        {props.children !== undefined && <div>{props.children}</div>}
      </div>
      {props.action !== undefined && <div class="notice-action">{props.action}</div>}
    </div>
  );
}
