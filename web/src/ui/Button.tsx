import type { ComponentChildren, JSX } from 'preact';
import './Button.css';
import { classes } from './classes';
import { Icon } from './Icon';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

type ButtonProps = {
  children: ComponentChildren;
  onClick?: (event: MouseEvent) => void;
  variant?: ButtonVariant;
  size?: 'normal' | 'small' | 'large';
  icon?: string | undefined;
  type?: 'button' | 'submit';
  /** Work is going on: shows it, keeps the width, and takes no second click. */
  busy?: boolean;
  disabled?: boolean | undefined;
  wide?: boolean;
  testId?: string;
};

export function Button({
  children,
  onClick,
  variant = 'secondary',
  size = 'normal',
  icon,
  type = 'button',
  busy = false,
  disabled,
  wide,
  testId,
}: ButtonProps) {
  return (
    <button
      type={type}
      class={classes('button', `button-${variant}`, `button-${size}`, wide && 'button-wide')}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      data-testid={testId}
    >
      {busy ? <span class="button-spinner" aria-hidden="true" /> : icon && <Icon path={icon} />}
      <span>{children}</span>
    </button>
  );
}

type IconButtonProps = {
  icon: string;
  label: string;
  onClick?: (event: MouseEvent) => void;
  /** For switches: said to screen readers and shown. */
  pressed?: boolean | undefined;
  disabled?: boolean | undefined;
  size?: number;
  class?: string | undefined;
  testId?: string;
  ref?: JSX.IntrinsicElements['button']['ref'];
};

export function IconButton(props: IconButtonProps) {
  return (
    <button
      ref={props.ref ?? null}
      type="button"
      class={classes('icon-button', props.class)}
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.pressed}
      disabled={props.disabled}
      onClick={props.onClick}
      data-testid={props.testId}
    >
      <Icon path={props.icon} size={props.size ?? 22} />
    </button>
  );
}
