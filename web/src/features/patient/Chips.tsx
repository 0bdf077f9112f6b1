import { useId } from 'preact/hooks';
import { classes } from '../../ui/classes';

type Option<Value extends string> = { value: Value; label: string };

/** Several may be chosen. Every chip is a large switch that a screen reader calls pressed or not. */
export function Chips<Value extends string>(props: {
  label: string;
  options: readonly Option<Value>[];
  chosen: readonly string[];
  onToggle: (value: Value) => void;
  /** Long sentences stand one under the other. */
  stacked?: boolean;
}) {
  const id = useId();
  return (
    <fieldset class="patient-fieldset" aria-labelledby={id}>
      <legend id={id}>{props.label}</legend>
      <div class={classes('patient-chips', props.stacked && 'patient-chips-stacked')}>
        {props.options.map((option) => {
          const isChosen = props.chosen.includes(option.value);
          return (
            <button
              key={option.value}
              type="button"
              class="patient-chip"
              aria-pressed={isChosen}
              data-value={option.value}
              onClick={() => props.onToggle(option.value)}
            >
              {option.label}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}

/** Exactly one, as large radio buttons. */
export function OneOf<Value extends string>(props: {
  label: string;
  options: readonly Option<Value>[];
  value: Value | null;
  onChoose: (value: Value) => void;
}) {
  const id = useId();
  return (
    <fieldset class="patient-fieldset" aria-labelledby={id}>
      <legend id={id}>{props.label}</legend>
      <div class="patient-chips">
        {props.options.map((option) => (
          <label key={option.value} class="patient-chip" data-value={option.value}>
            <input
              type="radio"
              class="visually-hidden"
              name={id}
              checked={props.value === option.value}
              onChange={() => props.onChoose(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
