import { t } from '../text/text';
import './Stepper.css';
import { classes } from './classes';

/** How far one is on a way of a few steps. */
export function Stepper(props: { steps: readonly string[]; at: number }) {
  return (
    <nav
      class="stepper"
      aria-label={t('common.settings.steps', { at: props.at + 1, of: props.steps.length })}
    >
      <ol class="stepper-steps">
        {props.steps.map((step, index) => (
          <li
            key={step}
            class={classes('step', index < props.at && 'step-done')}
            aria-current={index === props.at ? 'step' : undefined}
          >
            <span class="step-bar" aria-hidden="true" />
            <span class="step-name">{step}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
