import { signal } from '@preact/signals';
import { t } from '../text/text';
import './Toast.css';
import { Button, IconButton } from './Button';
import { classes } from './classes';
import { closeIcon } from './icons';

type ToastTone = 'info' | 'success' | 'danger';
type ToastOptions = { tone?: ToastTone; undo?: () => void; durationMs?: number };
/** A function follows a switch of language while the message stands. */
type ToastText = string | (() => string);
type Toast = { id: number; text: ToastText; tone: ToastTone; undo: (() => void) | undefined };

const defaultDurationMs = 6_000;
const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

/** A passing message. With `undo` it stays longer, and offers to take the action back. */
export function showToast(text: ToastText, options: ToastOptions = {}): void {
  const id = ++lastId;
  toasts.value = [
    ...toasts.value.slice(-2),
    { id, text, tone: options.tone ?? 'info', undo: options.undo },
  ];
  const durationMs = options.durationMs ?? defaultDurationMs * (options.undo === undefined ? 1 : 2);
  setTimeout(() => dismiss(id), durationMs);
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** One per entry. */
export function ToastStack() {
  return (
    <section class="toast-stack" aria-label={t('common.settings.notifications')} aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={classes('toast', `toast-${toast.tone}`)}>
          <span class="toast-text">
            {typeof toast.text === 'function' ? toast.text() : toast.text}
          </span>
          {toast.undo !== undefined && (
            <Button
              variant="quiet"
              size="small"
              onClick={() => {
                toast.undo?.();
                dismiss(toast.id);
              }}
            >
              {t('common.actions.undo')}
            </Button>
          )}
          <IconButton
            icon={closeIcon}
            label={t('common.actions.close')}
            onClick={() => dismiss(toast.id)}
          />
        </div>
      ))}
    </section>
  );
}
