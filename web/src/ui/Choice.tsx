import { useId } from 'preact/hooks';
import './Choice.css';
import { classes } from './classes';
import type { Option } from './Field';
import { Icon } from './Icon';
import { checkIcon } from './icons';

type Group<Value extends string> = {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  options: readonly Option<Value>[];
  /** Side by side as chips, or one below the other across the width. */
  layout?: 'chips' | 'list';
  hideLabel?: boolean;
};

type SingleProps<Value extends string> = Group<Value> & {
  value: Value | null;
  onChange: (value: Value) => void;
};

/** One of a few: real radio buttons under the chips, so that arrows and screen readers work. */
export function SingleChoice<Value extends string>(props: SingleProps<Value>) {
  const name = useId();
  return (
    <ChoiceGroup
      {...props}
      name={name}
      type="radio"
      isChosen={(value) => value === props.value}
      onToggle={props.onChange}
    />
  );
}

type MultiProps<Value extends string> = Group<Value> & {
  values: readonly Value[];
  onChange: (values: Value[]) => void;
};

export function MultiChoice<Value extends string>(props: MultiProps<Value>) {
  const name = useId();
  const toggle = (value: Value) =>
    props.onChange(
      props.values.includes(value)
        ? props.values.filter((chosen) => chosen !== value)
        : [...props.values, value],
    );
  return (
    <ChoiceGroup
      {...props}
      name={name}
      type="checkbox"
      isChosen={(value) => props.values.includes(value)}
      onToggle={toggle}
    />
  );
}

function ChoiceGroup<Value extends string>(
  props: Group<Value> & {
    name: string;
    type: 'radio' | 'checkbox';
    isChosen: (value: Value) => boolean;
    onToggle: (value: Value) => void;
  },
) {
  const errorId = `${props.name}-error`;
  return (
    <fieldset
      class="choice"
      aria-describedby={props.error === undefined ? undefined : errorId}
      aria-invalid={props.error === undefined ? undefined : true}
    >
      <legend class={props.hideLabel ? 'visually-hidden' : 'field-label'}>{props.label}</legend>
      {props.hint !== undefined && <p class="field-hint">{props.hint}</p>}
      <div class={classes('choice-options', `choice-${props.layout ?? 'chips'}`)}>
        {props.options.map((option) => (
          <label key={option.value} class="chip">
            <input
              class="chip-input"
              type={props.type}
              name={props.name}
              value={option.value}
              checked={props.isChosen(option.value)}
              disabled={option.disabled}
              onChange={() => props.onToggle(option.value)}
            />
            <span class="chip-face">
              <span class="chip-mark">
                <Icon path={checkIcon} size={16} />
              </span>
              {option.label}
            </span>
          </label>
        ))}
      </div>
      {props.error !== undefined && (
        <p class="field-error" id={errorId} role="alert">
          {props.error}
        </p>
      )}
    </fieldset>
  );
}

/** One box that is ticked or not: a consent, a setting. */
export function Checkbox(props: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  testId?: string;
}) {
  return (
    <label class="checkbox">
      <input
        type="checkbox"
        checked={props.checked}
        data-testid={props.testId}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}
