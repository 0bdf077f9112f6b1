import { t } from '../text/text';
import './Spinner.css';
import { classes } from './classes';

export function Spinner(props: { label?: string; page?: boolean }) {
  return (
    <div class={classes('spinner', props.page && 'spinner-page')} role="status">
      <span class="spinner-ring" aria-hidden="true" />
      <span>{props.label ?? t('common.state.loading')}</span>
    </div>
  );
}

export function Progress(props: { label: string; percent: number }) {
  return (
    <div class="progress">
      <div
        class="progress-track"
        role="progressbar"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(props.percent)}
      >
        <div class="progress-bar" style={{ width: `${props.percent}%` }} />
      </div>
    </div>
  );
}

/** Stands where content will be, in its size, so that nothing jumps when it arrives. */
export function Skeleton(props: { lines?: number; height?: string }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: props.lines ?? 3 }, (_, line) => (
        <span
          key={line}
          class="skeleton-line"
          style={{ height: props.height ?? '1em', width: line % 3 === 2 ? '60%' : '100%' }}
        />
      ))}
    </div>
  );
}
