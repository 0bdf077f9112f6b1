import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../text/text';
import './Field.css';
import { classes } from './classes';

type FieldFrame = {
  label: string;
  hint?: ComponentChildren;
  /** A sentence; its presence marks the field as wrong. */
  error?: string | undefined;
  optional?: boolean;
  /** Shown behind the value: a unit. */
  unit?: string;
};

type Frame = { id: string; describedBy: string | undefined; invalid: true | undefined };

/** Label, hint and error around one control; the render function gets the ids that tie them together. */
export function Field(props: FieldFrame & { children: (frame: Frame) => ComponentChildren }) {
  const id = useId();
  const hintId = props.hint === undefined ? undefined : `${id}-hint`;
  const errorId = props.error === undefined ? undefined : `${id}-error`;
  const describedBy = [errorId, hintId].filter(Boolean).join(' ') || undefined;
  return (
    <div class={classes('field', props.error !== undefined && 'field-wrong')}>
      <label class="field-label" for={id}>
        {props.label}
        {props.optional && <span class="field-optional">{t('common.form.optional')}</span>}
      </label>
      {props.hint !== undefined && (
        <div class="field-hint" id={hintId}>
          {props.hint}
        </div>
      )}
      <div class="field-control">
        {props.children({ id, describedBy, invalid: props.error === undefined ? undefined : true })}
        {props.unit !== undefined && <span class="field-unit">{props.unit}</span>}
      </div>
      {props.error !== undefined && (
        <div class="field-error" id={errorId} role="alert">
          {props.error}
        </div>
      )}
    </div>
  );
}

type TextFieldProps = FieldFrame & {
  value: string;
  onInput: (value: string) => void;
  onBlur?: () => void;
  type?: 'text' | 'password' | 'search' | 'tel' | 'date' | 'time';
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel';
  autoComplete?: string;
  placeholder?: string;
  maxLength?: number;
  disabled?: boolean;
  required?: boolean;
  testId?: string;
  inputRef?: JSX.IntrinsicElements['input']['ref'];
};

export function TextField(props: TextFieldProps) {
  return (
    <Field {...props}>
      {(frame) => (
        <input
          ref={props.inputRef ?? null}
          id={frame.id}
          class="input"
          // Preact's types tie the role to a literal type; none of ours has one.
          type={(props.type ?? 'text') as 'text'}
          inputMode={props.inputMode}
          autocomplete={props.autoComplete ?? 'off'}
          value={props.value}
          placeholder={props.placeholder}
          maxLength={props.maxLength}
          disabled={props.disabled}
          required={props.required}
          aria-describedby={frame.describedBy}
          aria-invalid={frame.invalid}
          data-testid={props.testId}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onBlur={props.onBlur}
        />
      )}
    </Field>
  );
}

type TextAreaProps = FieldFrame & {
  value: string;
  onInput: (value: string) => void;
  onBlur?: () => void;
  rows?: number;
  placeholder?: string;
  maxLength?: number;
  disabled?: boolean;
  testId?: string;
};

export function TextArea(props: TextAreaProps) {
  return (
    <Field {...props}>
      {(frame) => (
        <textarea
          id={frame.id}
          class="input"
          rows={props.rows ?? 4}
          value={props.value}
          placeholder={props.placeholder}
          maxLength={props.maxLength}
          disabled={props.disabled}
          aria-describedby={frame.describedBy}
          aria-invalid={frame.invalid}
          data-testid={props.testId}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onBlur={props.onBlur}
        />
      )}
    </Field>
  );
}

export type Option<Value extends string = string> = {
  value: Value;
  label: string;
  disabled?: boolean;
};

type SelectFieldProps<Value extends string> = FieldFrame & {
  value: Value;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
  disabled?: boolean;
  testId?: string;
};

export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  return (
    <Field {...props}>
      {(frame) => (
        <select
          id={frame.id}
          class="input input-select"
          value={props.value}
          disabled={props.disabled}
          aria-describedby={frame.describedBy}
          aria-invalid={frame.invalid}
          data-testid={props.testId}
          onChange={(event) => props.onChange(event.currentTarget.value as Value)}
        >
          {props.options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
